import { findExhibitors } from '#lib/server/exhibition/find-exhibitors.ts';
import { viewExhibition } from '#lib/server/exhibition/view-exhibition.ts';
import { waitingVisits } from '#lib/server/exhibition/visits/own-visits.ts';
import type { PageServerLoad } from './$types';

const LONGEST_QUERY = 200;

export const load: PageServerLoad = async ({ params, locals, url }) => {
	const { mitra, actor } = locals;
	const { event, halls, exhibitors, openUntil, may } = await viewExhibition(mitra, actor, params.id, (id) => mitra.search.card(id));
	const query = (url.searchParams.get('q') ?? '').trim().slice(0, LONGEST_QUERY);
	const found = await findExhibitors(exhibitors, query, (request, among) => mitra.search.answers(request, among));
	return {
		event,
		may,
		openUntil,
		query,
		halls,
		exhibitors: exhibitors.map(({ id, organisation, stand }) => ({ id, names: organisation.names, standId: stand?.id ?? null })),
		found: found.map(({ listings, ...each }) => ({ ...each, listings: listings.map(({ id, reference, titles, kind }) => ({ id, reference, titles, kind })) })),
		waitingVisits: await waitingVisits(mitra, actor, params.id),
	};
};
