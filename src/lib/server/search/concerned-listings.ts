import { conceptKey, wordKey } from '#lib/engines/reading/index-terms.ts';
import type { QueryGroup, SearchRequest } from '#lib/engines/retrieval/types.ts';
import { analyse, isStopWord } from '#lib/engines/text/analyse.ts';
import { foldDiacritics } from '#lib/engines/text/diacritics.ts';
import { LANGUAGES, type Language } from '#lib/engines/text/language.ts';
import type { ThesaurusDifference } from '#lib/engines/thesaurus/difference.ts';
import type { PublicListing } from './public-listing.ts';

/** What is asked of the index: every document that holds some terms. */
interface TermIndex {
	search(request: SearchRequest): { hits: readonly { id: string }[] };
}

/**
 * The listings that may read differently under another thesaurus: those that have all words of a label that came or went,
 * and those that name, or stand in, a concept whose place changed. A few more than needed, never one less: a mention is a run
 * of words that a label has, so a listing without one of those words cannot gain or lose it.
 */
export function concernedListings(difference: ThesaurusDifference, index: TermIndex, listings: ReadonlyMap<string, PublicListing>): string[] {
	const found = new Set<string>();
	const holding = (groups: QueryGroup[]) => {
		for (const { id } of index.search({ groups, limit: Number.MAX_SAFE_INTEGER, countTotal: false }).hits) found.add(id);
	};
	for (const { language, label } of difference.labels)
		for (const written of language === 'vi' ? new Set([label, foldDiacritics(label)]) : [label]) {
			const groups = wordGroups(written, language);
			if (groups.length > 0) holding(groups);
			// A label of function words only, such as ITS: they are not in the index.
			else for (const { id, content } of listings.values()) if (language === 'en' || content.language === language) found.add(id);
		}
	const concepts = new Set(difference.concepts);
	for (const concept of concepts) holding([must([conceptKey(concept)])]);
	if (concepts.size > 0) for (const { id, content } of listings.values()) if (content.areas.some((area) => concepts.has(area))) found.add(id);
	return [...found];
}

/** One group for each word of a label; English labels are found in texts of every language. */
function wordGroups(label: string, language: Language): QueryGroup[] {
	const languages = language === 'en' ? LANGUAGES : [language];
	return analyse(label, language)
		.filter(({ term }) => !languages.some((each) => isStopWord(term, each)))
		.map(({ term }) => must(languages.map((each) => wordKey(each, term))));
}

function must(keys: string[]): QueryGroup {
	return { alternatives: keys.map((term) => ({ term, weight: 1 })), weight: 0, occur: 'must' };
}
