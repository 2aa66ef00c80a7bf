import { viewCentre } from '#lib/server/centres/view-centre.ts';
import { centreSummaries } from '#lib/server/network/centre-summaries.ts';
import { conceptLabels } from '#lib/server/thesaurus/labels.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals }) => {
	const { mitra, language, actor } = locals;
	const [view, centres] = await Promise.all([viewCentre(mitra.db, actor, params.id, mitra.clock()), centreSummaries(mitra.db, language)]);
	const listings = view.listingIds.flatMap((id) => mitra.search.card(id) ?? []);
	return {
		...view,
		listings,
		mapped: centres.filter(({ id, kind }) => id === view.centre.id || kind === 'headquarters'),
		labels: conceptLabels(mitra.thesaurus, listings.flatMap((card) => card.areas), language),
	};
};
