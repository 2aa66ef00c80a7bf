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

const MARK = /^\p{M}$/u;
const WORD = /^[\p{L}\p{N}\p{M}]$/u;
const SPACE = /^\s$/u;

/** What a character is here: 0 no word, 1 space, 2 letter or digit, 3 of a script without spaces, 4 a mark. */
const [NO_WORD, BLANK, LETTER, UNSPACED, A_MARK] = [0, 1, 2, 3, 4];

/** By code unit, once looked at plus one; the expressions above are slow to ask for every character of every listing. */
const kinds = new Uint8Array(0x10000);

function kindOf(character: string): number {
	const code = character.charCodeAt(0);
	if (character.length > 1) return computeKind(character);
	const known = kinds[code]!;
	return known > 0 ? known - 1 : (kinds[code] = computeKind(character) + 1) - 1;
}

function computeKind(character: string): number {
	if (SPACE.test(character)) return BLANK;
	if (!WORD.test(character)) return NO_WORD;
	if (MARK.test(character)) return A_MARK;
	const code = character.codePointAt(0)!;
	const kind = code > 0xffff ? wordClassOfAstral(code) : wordClassOfUnit(code);
	return kind === HAN || kind === THAI || kind === LAO || kind === KHMER || kind === MYANMAR ? UNSPACED : LETTER;
}

/** A unit, and whether it is a character of a script without spaces. */
interface Unit {
	text: string;
	unspaced: boolean;
}

/** The units of a text in reading order, with breaks where punctuation parts characters of scripts without spaces. */
export function unitsOf(text: string): Unit[] {
	const units: Unit[] = [];
	let last: Unit | undefined;
	let touching = false;
	let broken = false;
	for (const character of normalise(text).text.toLowerCase()) {
		const kind = kindOf(character);
		if (kind === NO_WORD || kind === BLANK) {
			broken ||= kind === NO_WORD;
			touching = false;
			continue;
		}
		const unspaced = kind === UNSPACED;
		if (touching && last && (kind === A_MARK || (!last.unspaced && !unspaced))) {
			last.text += character;
		} else {
			if (broken && last?.unspaced && unspaced) units.push({ text: BREAK, unspaced: false });
			last = { text: character, unspaced };
			units.push(last);
		}
		touching = true;
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
