import type { Language } from './language.ts';
import { normalise } from './normalise.ts';
import { segmentWords } from './segment.ts';
import { FUNCTION_WORDS } from './stop-words.ts';
import { surfaceOf, termOf } from './terms.ts';

/**
 * A word of a text. `term` is what is indexed and compared (stemmed, lower case), `surface` the same word before
 * stemming; [start, end) are UTF-16 offsets into the original text; `position` counts the words from 0.
 */
export type Token = {
	readonly term: string;
	readonly surface: string;
	readonly start: number;
	readonly end: number;
	readonly position: number;
};

/**
 * Cuts a text into terms with exact offsets into the original.
 *
 * The text is normalised (see `normalise`), cut into words by the ICU dictionaries for Chinese, Thai, Lao, Khmer and
 * Burmese and by letter rules otherwise, folded in case, and stemmed by the rules of `language`. Never throws: empty
 * text has no tokens, broken surrogates are no words, words over 64 code units are cut.
 */
export function analyse(text: string, language: Language): Token[] {
	const normal = normalise(text);
	const { starts, ends } = normal;
	const tokens: Token[] = [];
	for (const segment of segmentWords(normal.text)) {
		const surface = surfaceOf(segment.text, segment.script);
		tokens.push({
			term: termOf(surface, segment.script, language),
			surface,
			start: starts ? (starts[segment.start] ?? 0) : segment.start,
			end: ends ? (ends[segment.end - 1] ?? 0) : segment.end,
			position: tokens.length
		});
	}
	return tokens;
}

const stopTerms = new Map<Language, Set<string>>();

/** Whether a term of a language is a function word, which a query may leave out. */
export function isStopWord(term: string, language: Language): boolean {
	let set = stopTerms.get(language);
	if (!set) {
		set = new Set();
		for (const token of analyse(FUNCTION_WORDS[language], language)) {
			set.add(token.term);
			set.add(token.surface);
		}
		stopTerms.set(language, set);
	}
	return set.has(term);
}
