import { HAN, KHMER, LAO, MYANMAR, THAI, wordClassOfAstral, wordClassOfUnit } from '../text/character-classes.ts';
import { normalise } from '../text/normalise.ts';

/**
 * Words exactly as they are written, one after the other. A text is a row of units: in scripts that put spaces between words
 * a word, in Chinese, Thai, Lao, Khmer and Burmese a character with its marks, for there the same characters are cut into
 * different words in different sentences. Case, width, diacritics' encoding and traditional Chinese are folded as everywhere;
 * nothing is stemmed. Between words of letters any punctuation may stand; between characters of a script without spaces only
 * space may, because there punctuation ends a phrase.
 */

/** Stands between units where punctuation parts two characters of a script without spaces. */
const BREAK = '|';
/** Parts units in a written row. No unit has it: it is no letter. */
const SEPARATOR = '\u0001';

const UNITS = /[\p{L}\p{N}\p{M}]|[^\s\p{L}\p{N}\p{M}]/gu;
const MARK = /^\p{M}$/u;
const WORD = /^[\p{L}\p{N}\p{M}]$/u;

function isUnspaced(character: string): boolean {
	const code = character.codePointAt(0)!;
	const kind = code > 0xffff ? wordClassOfAstral(code) : wordClassOfUnit(code);
	return kind === HAN || kind === THAI || kind === LAO || kind === KHMER || kind === MYANMAR;
}

/** A unit, and whether it is a character of a script without spaces. */
interface Unit {
	text: string;
	unspaced: boolean;
}

/** The units of a text in reading order, with breaks where punctuation parts characters of scripts without spaces. */
export function unitsOf(text: string): Unit[] {
	const normal = normalise(text).text.toLowerCase();
	const units: Unit[] = [];
	let end = -1;
	let broken = false;
	for (const match of normal.matchAll(UNITS)) {
		const [character] = match;
		if (!WORD.test(character)) {
			broken = true;
			continue;
		}
		const last = units.at(-1);
		const touches = match.index === end && last !== undefined && last.text !== BREAK;
		end = match.index + character.length;
		const unspaced = isUnspaced(character);
		if (touches && (MARK.test(character) || (!last.unspaced && !unspaced))) {
			last.text += character;
		} else {
			if (broken && last?.unspaced && unspaced) units.push({ text: BREAK, unspaced: false });
			units.push({ text: character, unspaced });
		}
		broken = false;
	}
	return units;
}

const ASCII = /^[\x00-\x7F]*$/;
const ASCII_WORDS = /[a-z0-9]+/g;

/** A text as a row of units that can be searched for a phrase's row. */
export function unitRow(text: string): string {
	if (ASCII.test(text)) {
		const words = text.toLowerCase().match(ASCII_WORDS);
		return words ? SEPARATOR + words.join(SEPARATOR) + SEPARATOR : '';
	}
	const units = unitsOf(text);
	return units.length === 0 ? '' : SEPARATOR + units.map((unit) => unit.text).join(SEPARATOR) + SEPARATOR;
}

/** Whether the phrase's units stand in the text one after the other. A phrase without any unit stands nowhere. */
export function rowHolds(row: string, phraseRow: string): boolean {
	return phraseRow !== '' && row.includes(phraseRow);
}

/** The index key of a unit as written. */
export function unitKey(unit: string): string {
	return `s:${unit}`;
}

/**
 * Keys of a text by which those that may hold a phrase are found: words as written, and of scripts without spaces each
 * character with the one after it, the last of a run alone.
 */
export function unitKeys(text: string): Set<string> {
	const keys = new Set<string>();
	const units = unitsOf(text);
	units.forEach((unit, i) => {
		if (unit.text === BREAK) return;
		const next = units[i + 1];
		keys.add(unitKey(unit.unspaced && next?.unspaced ? unit.text + next.text : unit.text));
	});
	return keys;
}

/** What a text must have to hold the phrase. `exact` keys each; a `prefix` where a lone character may begin any pair. */
export interface PhraseNeeds {
	exact: string[];
	prefixes: string[];
}

export function phraseNeeds(phrase: string): PhraseNeeds {
	const units = unitsOf(phrase);
	const exact = new Set<string>();
	const prefixes = new Set<string>();
	units.forEach((unit, i) => {
		if (unit.text === BREAK) return;
		const next = units[i + 1];
		if (!unit.unspaced) exact.add(unitKey(unit.text));
		else if (next?.unspaced) exact.add(unitKey(unit.text + next.text));
		// The last of a run may be followed by anything; the pair before it asks for it already.
		else if (!units[i - 1]?.unspaced) prefixes.add(unitKey(unit.text));
	});
	return { exact: [...exact], prefixes: [...prefixes] };
}
