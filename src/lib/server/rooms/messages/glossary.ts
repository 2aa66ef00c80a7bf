import type { TextReader } from '#lib/engines/reading/text-reader.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { MarkedTerm } from '#lib/rooms/types.ts';

/** The terms of the thesaurus that a text names, each with its label for the reader: what a page marks. One at a place. */
export function markedTerms(reader: TextReader, text: string, language: Language, to: Language): MarkedTerm[] {
	const terms: MarkedTerm[] = [];
	for (const { concept, start, end } of reader.read(text, language).concepts) {
		if (start < (terms.at(-1)?.end ?? 0)) continue;
		const own = (reader.thesaurus.concept(concept)?.labels[to].length ?? 0) > 0;
		terms.push({ start, end, concept, label: reader.thesaurus.label(concept, to), labelLanguage: own ? to : 'en' });
	}
	return terms;
}
