import { flowDiagram } from '#lib/server/directory/flow-diagram.ts';
import { agreementCounts, flowCounts, memberCounts } from '#lib/server/directory/kept-figures.ts';
import { centreSummaries } from '#lib/server/network/centre-summaries.ts';
import { allCountries } from '#lib/server/network/queries.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const { mitra, language } = locals;
	const [centres, countries, members, flows, agreements] = await Promise.all([
		centreSummaries(mitra.db, language),
		allCountries(mitra.db),
		memberCounts(mitra.db),
		flowCounts(mitra.db),
		agreementCounts(mitra.db),
	]);
	const { byCountry } = mitra.search.counts();
	const counted = (fits: (each: (typeof members)[number]) => boolean) => members.filter(fits).reduce((total, { count }) => total + count, 0);
	return {
		flows,
		diagram: flowDiagram(flows),
		agreements,
		centres: centres.map((centre) => ({ ...centre, members: counted(({ centreId }) => centreId === centre.id) })),
		countries: countries.map(({ code, aseanSince }) => ({
			code,
			aseanSince,
			centre: centres.find(({ country, kind }) => country === code && kind !== 'regional') ?? null,
			organisations: counted(({ country }) => country === code),
			offers: byCountry.get(code)?.offers ?? 0,
			needs: byCountry.get(code)?.needs ?? 0,
		})),
	};
};
