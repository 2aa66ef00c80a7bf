import type { Token } from '../text/analyse.ts';
import type { Language } from '../text/language.ts';

/** Languages that write no spaces: their keys are the words joined, however the word cutter cut them. */
const UNSPACED: ReadonlySet<Language> = new Set(['zh', 'th', 'lo', 'km', 'my']);

/** Marks a key that is a stem, so that it is not taken for a word of the same letters. */
export const STEM_MARK = '~';

/** The key of `length` tokens from `from` on, by their surfaces. */
export function phraseKey(tokens: readonly Token[], from: number, length: number, language: Language): string {
	const separator = UNSPACED.has(language) ? '' : ' ';
	let key = tokens[from]?.surface ?? '';
	for (let i = from + 1; i < from + length; i++) key += separator + (tokens[i]?.surface ?? '');
	return key;
}

/**
 * The keys under which a single word is looked up, best first, with how far each is trusted: the word itself, its stem
 * as the stem of several words, its stem as a word of its own.
 */
export function wordKeys(token: Token): { key: string; weight: number }[] {
	if (token.term === token.surface) return [{ key: token.surface, weight: 1 }, { key: STEM_MARK + token.term, weight: 0.9 }];
	return [
		{ key: token.surface, weight: 1 },
		{ key: STEM_MARK + token.term, weight: 0.9 },
		{ key: token.term, weight: 0.9 }
	];
}

/** Whether a language's keys are joined without spaces. */
export function isUnspaced(language: Language): boolean {
	return UNSPACED.has(language);
}
