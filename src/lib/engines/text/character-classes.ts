import { HAN_FOLDING_SIMPLIFIED, HAN_FOLDING_TRADITIONAL } from './han-folding-table.ts';

/** What the normaliser has to do with a UTF-16 code unit. */
export const PLAIN = 0;
export const MARK = 1;
export const COMPATIBILITY = 2;
export const DROPPED = 3;
export const FOLDED_HAN = 4;

/** What the word cutter takes a UTF-16 code unit for. */
export const NO_WORD = 0;
export const LETTER = 1;
export const DIGIT = 2;
export const HAN = 3;
export const THAI = 4;
export const LAO = 5;
export const KHMER = 6;
export const MYANMAR = 7;

/** Zero-width spaces and joiners, soft hyphen, direction marks, byte-order mark, variation selectors. */
const ZERO_WIDTH = /[\u00AD\u034F\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFE00-\uFE0F\uFEFF]/;

/** Signs that repeat or abbreviate the word before them, and belong to no word themselves. */
const REPETITION = new Set(['\u0E2F', '\u0E46', '\u0EAF', '\u0EC6', '\u17D7', '\u17D8', '\u17DC', '\u3005']);

const normaliserClass = new Uint8Array(0x10000);
const wordClass = new Uint8Array(0x10000);
const hanFolding = new Map<number, string>();

function wordClassOf(char: string, code: number): number {
	if (REPETITION.has(char)) return NO_WORD;
	if (/\p{Nd}/u.test(char)) return DIGIT;
	if (!/[\p{L}\p{M}\p{N}]/u.test(char)) return NO_WORD;
	if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(char)) return HAN;
	if (code >= 0x0e00 && code <= 0x0e7f) return THAI;
	if (code >= 0x0e80 && code <= 0x0eff) return LAO;
	if (code >= 0x1780 && code <= 0x17ff) return KHMER;
	if ((code >= 0x1000 && code <= 0x109f) || (code >= 0xa9e0 && code <= 0xa9ff) || (code >= 0xaa60 && code <= 0xaa7f)) {
		return MYANMAR;
	}
	return LETTER;
}

function fillTables(): void {
	for (let code = 0; code < 0x10000; code++) {
		if (code >= 0xac00 && code <= 0xd7a3) {
			wordClass[code] = LETTER;
			continue;
		}
		if (code >= 0xd800 && code <= 0xf8ff) continue;
		const char = String.fromCharCode(code);
		if (code >= 0x3400 && code <= 0x9fff) {
			wordClass[code] = HAN;
			continue;
		}
		wordClass[code] = wordClassOf(char, code);
		if (ZERO_WIDTH.test(char)) normaliserClass[code] = DROPPED;
		else if (/\p{M}/u.test(char)) normaliserClass[code] = MARK;
		else if (char.normalize('NFKC') !== char) normaliserClass[code] = COMPATIBILITY;
	}
	for (let i = 0; i < HAN_FOLDING_TRADITIONAL.length; i++) {
		const code = HAN_FOLDING_TRADITIONAL.charCodeAt(i);
		normaliserClass[code] = FOLDED_HAN;
		hanFolding.set(code, HAN_FOLDING_SIMPLIFIED.charAt(i));
	}
}

fillTables();

/** Class of a code unit for the normaliser: PLAIN, MARK, COMPATIBILITY, DROPPED or FOLDED_HAN. */
export function normaliserClassOf(code: number): number {
	return normaliserClass[code] ?? PLAIN;
}

/** Class of a code unit for the word cutter; lone surrogates are NO_WORD, pairs are judged by `isAstralLetter`. */
export function wordClassOfUnit(code: number): number {
	return wordClass[code] ?? NO_WORD;
}

/** Simplified form of a traditional Chinese character, by code unit. */
export function foldHan(code: number): string {
	return hanFolding.get(code) ?? String.fromCharCode(code);
}

/** Word class of a character outside the Basic Multilingual Plane. */
export function wordClassOfAstral(codePoint: number): number {
	if (codePoint >= 0x20000 && codePoint <= 0x3ffff) return HAN;
	return /[\p{L}\p{M}\p{N}]/u.test(String.fromCodePoint(codePoint)) ? LETTER : NO_WORD;
}
