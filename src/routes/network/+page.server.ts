import { centreSummaries } from '#lib/server/network/centre-summaries.ts';
import { allCountries, organisationCounts } from '#lib/server/network/queries.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const { mitra, language } = locals;
	const [centres, countries, counts] = await Promise.all([
		centreSummaries(mitra.db, language),
		allCountries(mitra.db),
		organisationCounts(mitra.db),
	]);
	const { byCountry } = mitra.search.counts();
	const organisations = (code: string) =>
		counts.filter(({ country }) => country === code).reduce((total, { count }) => total + count, 0);
	return {
		centres,
		countries: countries.map(({ code, aseanSince }) => ({
			code,
			aseanSince,
			centre: centres.find(({ country, kind }) => country === code && kind !== 'regional') ?? null,
			organisations: organisations(code),
			offers: byCountry.get(code)?.offers ?? 0,
			needs: byCountry.get(code)?.needs ?? 0,
		})),
	};
};
