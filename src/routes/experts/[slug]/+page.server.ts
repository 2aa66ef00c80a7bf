import { viewExpert } from '#lib/server/experts/profiles/view-experts.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { conceptLabels } from '#lib/server/thesaurus/labels.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals }) => {
	const { mitra, actor, language } = locals;
	const view = await viewExpert(mitra.db, actor, params.slug.slice(0, 100));
	if (!view) throw new ExpectedError('not_found', 'No such expert.');
	// The private part has its pages at the desk: this one may lie in a shared cache of a browser.
	const { private: _private, ...shown } = view;
	return { ...shown, labels: conceptLabels(mitra.thesaurus, view.expert.fields, language) };
};
