import type { Language } from '#lib/engines/text/language.ts';
import type { Thesaurus } from '#lib/engines/thesaurus/thesaurus.ts';
import type { FoundExperts } from '#lib/experts/types.ts';
import { EXPERT_FACETS, type ExpertFacet } from '#lib/experts/vocabulary.ts';
import type { Database } from '#lib/server/platform/database.ts';
import type { SearchService } from '#lib/server/search/search-service.ts';
import { conceptLabels } from '#lib/server/thesaurus/labels.ts';
import { expertDirectory } from '../expert-directory.ts';

const PAGE_SIZE = 20;
const FIELDS_OFFERED = 60;
const LONGEST = 300;

/** What an address asks of the public experts, and the page that answers it: words in any language, facets, page by number. */
export async function searchExperts({ db, search, thesaurus }: { db: Database; search: SearchService; thesaurus: Thesaurus }, asked: URLSearchParams, language: Language): Promise<FoundExperts> {
	const text = (asked.get('q') ?? '').replaceAll('\0', '').slice(0, LONGEST);
	const filters: Partial<Record<ExpertFacet, string[]>> = {};
	for (const facet of EXPERT_FACETS) {
		const values = asked.getAll(facet).filter((value) => value !== '').slice(0, 20);
		if (values.length > 0) filters[facet] = values;
	}
	const number = Number(asked.get('page') ?? 1);
	const page = Number.isInteger(number) && number >= 1 && number <= 10_000 ? number : 1;
	const { total, experts, facets } = await expertDirectory(search).search(db, { text, filters, page, pageSize: PAGE_SIZE });
	// Fields with a label of their own; what is chosen stays to be seen though nobody is left in it.
	const fields = [...new Set([...(filters.field ?? []), ...facets.field.slice(0, FIELDS_OFFERED).map(({ value }) => value)])].filter((id) => thesaurus.concept(id));
	return {
		text,
		filters,
		total,
		page,
		pages: Math.max(1, Math.ceil(total / PAGE_SIZE)),
		experts: experts.map(({ slug, names, headline, fields: own, languages, country, place, offers, isSample }) => ({ slug, names, headline, fields: own, languages, country, place, offers, isSample })),
		facets: { ...facets, field: fields.map((value) => ({ value, count: facets.field.find((each) => each.value === value)?.count ?? 0 })) },
		labels: conceptLabels(thesaurus, [...fields, ...experts.flatMap((expert) => expert.fields)], language),
	};
}
