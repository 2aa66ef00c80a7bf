import { allNetworks } from '#lib/server/membership/networks/queries.ts';
import { conceptLabels } from '#lib/server/thesaurus/labels.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const networks = await allNetworks(locals.mitra.db);
	return { networks, labels: conceptLabels(locals.mitra.thesaurus, networks.flatMap(({ areas }) => areas), locals.language) };
};
