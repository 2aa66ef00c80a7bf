import { allCases } from '#lib/server/network/queries.ts';
import { conceptLabels } from '#lib/server/thesaurus/labels.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const cases = await allCases(locals.mitra.db);
	return {
		cases: cases.map(({ id, titles, contents, partners, countries, areas, source }) => ({
			id,
			titles,
			contents,
			source,
			areas,
			partners: countries.map((country) => ({ country, names: partners.filter((each) => each.country === country).map(({ names }) => names) })),
		})),
		labels: conceptLabels(locals.mitra.thesaurus, cases.flatMap(({ areas }) => areas), locals.language),
	};
};
