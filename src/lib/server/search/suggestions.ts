import { conceptKey } from '#lib/engines/reading/index-terms.ts';
import type { TextReader } from '#lib/engines/reading/text-reader.ts';
import type { RetrievalIndex } from '#lib/engines/retrieval/index.ts';
import { detectLanguage } from '#lib/engines/text/detect-language.ts';
import { foldDiacritics } from '#lib/engines/text/diacritics.ts';
import { LANGUAGES, type Language } from '#lib/engines/text/language.ts';
import type { ListingSearchResult, Suggestion } from '#lib/search/types.ts';

interface SuggestContext {
	index: RetrievalIndex;
	reader: TextReader;
	search(text: string): ListingSearchResult;
}

const plain = (text: string) => foldDiacritics(text.normalize('NFKC').toLowerCase());

/**
 * What completes a half-typed query: concepts with a label that begins with it (in the language being typed or the
 * reader's) and that some listing carries, then listings that fit best.
 */
export function suggestions(text: string, reader: Language, limit: number, context: SuggestContext): Suggestion[] {
	const typed = plain(text.trim());
	if (typed === '') return [];
	const language = detectLanguage(text).language;
	const concepts: (Suggestion & { documents: number })[] = [];
	for (const concept of context.reader.thesaurus.all()) {
		const documents = context.index.termDocumentFrequency(conceptKey(concept.id));
		if (documents === 0) continue;
		const label = labelThatBegins(concept.labels, typed, [language, reader]);
		if (label) concepts.push({ ...label, kind: 'concept', target: concept.id, documents });
	}
	concepts.sort((a, b) => b.documents - a.documents);
	const listings = context.search(text).hits.map(
		({ card }): Suggestion => ({ text: card.title, kind: 'listing', language: card.language, target: String(card.reference) }),
	);
	const first = concepts.slice(0, Math.ceil(limit / 2)).map(({ documents: _documents, ...suggestion }) => suggestion);
	return [...first, ...listings].slice(0, limit);
}

function labelThatBegins(
	labels: Readonly<Record<Language, readonly string[]>>,
	typed: string,
	preferred: Language[],
): { text: string; language: Language } | undefined {
	for (const language of new Set([...preferred, ...LANGUAGES])) {
		const label = labels[language].find((each) => plain(each).startsWith(typed));
		if (label) return { text: label, language };
	}
	return undefined;
}
