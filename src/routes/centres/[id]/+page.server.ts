import { countPublishedOfCentre, publishedListingIdsOfCentre } from '#lib/server/listings/queries.ts';
import { centreSummaries } from '#lib/server/network/centre-summaries.ts';
import { agenciesOfCentre, centreById, organisationsOfCentre } from '#lib/server/network/queries.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { conceptLabels } from '#lib/server/thesaurus/labels.ts';
import type { PageServerLoad } from './$types';

const LISTINGS_SHOWN = 10;

export const load: PageServerLoad = async ({ params, locals }) => {
	const { mitra, language } = locals;
	const centre = await centreById(mitra.db, params.id);
	if (!centre) throw new ExpectedError('not_found', 'No such centre.');
	const [agencies, members, ids, total, centres] = await Promise.all([
		agenciesOfCentre(mitra.db, centre.id),
		organisationsOfCentre(mitra.db, centre.id),
		publishedListingIdsOfCentre(mitra.db, centre.id, LISTINGS_SHOWN),
		countPublishedOfCentre(mitra.db, centre.id),
		centreSummaries(mitra.db, language),
	]);
	const listings = ids.flatMap((id) => mitra.search.card(id) ?? []);
	const admitted = members.filter(({ state }) => state === 'admitted');
	return {
		centre,
		agencies: agencies.map(({ role, names, source }) => ({ role, names, source })),
		members: admitted.map(({ slug, kind, country, place, names, isSample }) => ({ slug, kind, country, place, names, isSample })),
		listings,
		total,
		mapped: centres.filter(({ id, kind }) => id === centre.id || kind === 'headquarters'),
		labels: conceptLabels(mitra.thesaurus, listings.flatMap((card) => card.areas), language),
	};
};
