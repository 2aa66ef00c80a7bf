import { EXPERT_FACETS, type ExpertFacet } from '#lib/experts/vocabulary.ts';
import { expertDirectory } from '#lib/server/experts/expert-directory.ts';
import { conceptLabels } from '#lib/server/thesaurus/labels.ts';
import type { PageServerLoad } from './$types';

const PAGE_SIZE = 20;
const FIELDS_OFFERED = 60;
const LONGEST = 300;

export const load: PageServerLoad = async ({ url, locals }) => {
	const { mitra, language } = locals;
	const text = (url.searchParams.get('q') ?? '').slice(0, LONGEST);
	const filters: Partial<Record<ExpertFacet, string[]>> = {};
	for (const facet of EXPERT_FACETS) {
		const values = url.searchParams.getAll(facet).filter((value) => value !== '').slice(0, 20);
		if (values.length > 0) filters[facet] = values;
	}
	const asked = Number(url.searchParams.get('page') ?? 1);
	const page = Number.isInteger(asked) && asked >= 1 && asked <= 10_000 ? asked : 1;
	const { total, experts, facets } = await expertDirectory(mitra.search).search(mitra.db, { text, filters, page, pageSize: PAGE_SIZE });
	// Fields with a label of their own; what is chosen stays to be seen though nobody is left in it.
	const fields = [...new Set([...(filters.field ?? []), ...facets.field.slice(0, FIELDS_OFFERED).map(({ value }) => value)])].filter((id) => mitra.thesaurus.concept(id));
	return {
		text,
		filters,
		total,
		page,
		pages: Math.max(1, Math.ceil(total / PAGE_SIZE)),
		experts: experts.map(({ slug, names, headline, fields: own, languages, country, place, offers, isSample }) => ({ slug, names, headline, fields: own, languages, country, place, offers, isSample })),
		facets: { ...facets, field: fields.map((value) => ({ value, count: facets.field.find((each) => each.value === value)?.count ?? 0 })) },
		labels: conceptLabels(mitra.thesaurus, [...fields, ...experts.flatMap((expert) => expert.fields)], language),
	};
};
