import { viewWithdrawn } from '#lib/server/my-data/view-my-data.ts';
import { conceptLabels } from '#lib/server/thesaurus/labels.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals, setHeaders }) => {
	const record = await viewWithdrawn(locals.mitra.db, params.key);
	setHeaders({ 'x-robots-tag': 'noindex' });
	return { record, labels: conceptLabels(locals.mitra.thesaurus, record.areas, locals.language) };
};
