import { HAN, wordClassOfUnit } from '../text/character-classes.ts';
import { normalise } from '../text/normalise.ts';

/** The key of two neighbouring Chinese characters. */
export function bigramKey(bigram: string): string {
	return `b:${bigram}`;
}

/**
 * Neighbouring Chinese characters, with how often they stand: dictionaries cut the same technical word differently in
 * different sentences, pairs of characters do not. Traditional characters count as simplified ones. A run of one character
 * gives that character.
 */
export function hanBigrams(text: string): Map<string, number> {
	const normal = normalise(text).text;
	const bigrams = new Map<string, number>();
	for (let start = 0; start < normal.length; ) {
		if (wordClassOfUnit(normal.charCodeAt(start)) !== HAN) {
			start++;
			continue;
		}
		let end = start;
		while (end < normal.length && wordClassOfUnit(normal.charCodeAt(end)) === HAN) end++;
		for (let i = start; i < Math.max(start + 1, end - 1); i++) {
			const bigram = normal.slice(i, Math.min(i + 2, end));
			bigrams.set(bigram, (bigrams.get(bigram) ?? 0) + 1);
		}
		start = end;
	}
	return bigrams;
}

/**
 * Chinese characters with how often they stand, simplified: in one character names of a kind meet (蜂蜜 and 蜂王浆), which
 * neither words nor pairs of characters show.
 */
export function hanCharacters(text: string): Map<string, number> {
	const normal = normalise(text).text;
	const characters = new Map<string, number>();
	for (const character of normal)
		if (wordClassOfUnit(character.charCodeAt(0)) === HAN) characters.set(character, (characters.get(character) ?? 0) + 1);
	return characters;
}
