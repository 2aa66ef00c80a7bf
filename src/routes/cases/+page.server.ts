import { allCases } from '#lib/server/network/queries.ts';
import { storiesPage } from '#lib/server/outcomes/view-record.ts';
import { conceptLabels } from '#lib/server/thesaurus/labels.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const below = /^\d{1,12}$/.test(url.searchParams.get('below') ?? '') ? Number(url.searchParams.get('below')) : null;
	// Further pages are of stories only: the reported cases are few, and stand on the first.
	const cases = below === null ? await allCases(locals.mitra.db) : [];
	const { stories, next } = await storiesPage(locals.mitra.db, below);
	return {
		cases: cases.map(({ id, titles, contents, partners, countries, areas, source }) => ({
			id,
			titles,
			contents,
			source,
			areas,
			partners: countries.map((country) => ({ country, names: partners.filter((each) => each.country === country).map(({ names }) => names) })),
		})),
		stories,
		next,
		labels: conceptLabels(locals.mitra.thesaurus, [...cases.flatMap(({ areas }) => areas), ...stories.flatMap(({ area }) => area ?? [])], locals.language),
	};
};
