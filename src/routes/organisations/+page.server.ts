import { openListingCounts } from '#lib/server/listings/queries.ts';
import { ORGANISATION_KINDS, type OrganisationKind } from '#lib/server/network/organisation.ts';
import { organisationCounts, organisationsLike } from '#lib/server/network/queries.ts';
import type { PageServerLoad } from './$types';

const PAGE_SIZE = 50;

export const load: PageServerLoad = async ({ url, locals }) => {
	const { db } = locals.mitra;
	const counts = await organisationCounts(db);
	const filter = filterFromAddress(url.searchParams, counts.map(({ country }) => country));
	const total = sum(counts.filter(({ country, kind }) => country === (filter.country ?? country) && kind === (filter.kind ?? kind)));
	const pages = Math.max(1, Math.ceil(total / PAGE_SIZE));
	const asked = Number(url.searchParams.get('page') ?? 1);
	const page = Number.isInteger(asked) && asked >= 1 ? Math.min(asked, pages) : 1;
	const rows = await organisationsLike(db, filter, { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE });
	const listings = await openListingCounts(db, rows.map(({ id }) => id));
	return {
		filter,
		total,
		page,
		pages,
		countries: [...new Set(counts.map(({ country }) => country))].map((code) => ({
			code,
			count: sum(counts.filter((each) => each.country === code && each.kind === (filter.kind ?? each.kind))),
		})),
		kinds: ORGANISATION_KINDS.filter((kind) => counts.some((each) => each.kind === kind)).map((kind) => ({
			kind,
			count: sum(counts.filter((each) => each.kind === kind && each.country === (filter.country ?? each.country))),
		})),
		organisations: rows.map(({ id, slug, kind, country, place, names, about, isSample }) => ({
			slug,
			kind,
			country,
			place,
			names,
			about,
			isSample,
			listings: listings.get(id) ?? 0,
		})),
	};
};

const sum = (counts: { count: number }[]) => counts.reduce((total, { count }) => total + count, 0);

/** What the address asks for; a value that is no choice is left out. */
function filterFromAddress(parameters: URLSearchParams, countries: string[]): { country?: string; kind?: OrganisationKind } {
	const country = countries.find((code) => code === parameters.get('country'));
	const kind = ORGANISATION_KINDS.find((each) => each === parameters.get('kind'));
	return { ...(country ? { country } : {}), ...(kind ? { kind } : {}) };
}
