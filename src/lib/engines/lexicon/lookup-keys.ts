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

/** The keys under which a single word is looked up, best first: the word itself, then its stem. */
export function wordKeys(token: Token, _language: Language): { key: string; weight: number }[] {
	const keys = [{ key: token.surface, weight: 1 }];
	keys.push({ key: STEM_MARK + token.term, weight: 0.9 });
	return keys;
}

/** Whether a language's keys are joined without spaces. */
export function isUnspaced(language: Language): boolean {
	return UNSPACED.has(language);
}
