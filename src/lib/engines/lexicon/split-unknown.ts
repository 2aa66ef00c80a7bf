import { normaliserClassOf } from '../text/character-classes.ts';
import type { Language } from '../text/language.ts';
import type { KeyTable } from './key-table.ts';
import { STEM_MARK } from './lookup-keys.ts';

/** A part of an unknown word that has an entry: [from, to) within the word, and the entry's index. */
export type KnownPart = { readonly from: number; readonly to: number; readonly id: number };

/** Cost of leaving one character unexplained, against 1 for one part. */
const UNKNOWN_COST = 1.6;

/** Longest part that is tried, in code units. */
const LONGEST_PART = 24;

const MARK = 1;

/** Whether a cut before code unit i falls between two written syllables rather than inside one. */
function mayCut(word: string, i: number): boolean {
	if (i <= 0 || i >= word.length) return true;
	const code = word.charCodeAt(i);
	if (normaliserClassOf(code) === MARK) return false;
	const before = word.charCodeAt(i - 1);
	// Thai and Lao write e, ae, o, ai before their consonant; sara a, aa, am after it; coeng and virama join.
	if ((before >= 0x0e40 && before <= 0x0e44) || (before >= 0x0ec0 && before <= 0x0ec4)) return false;
	if (/[\u0E30\u0E32\u0E33\u0E45\u0EB0\u0EB2\u0EB3\u0EBD]/.test(word.charAt(i))) return false;
	return before !== 0x17d2 && before !== 0x1039;
}

/**
 * Splits a word without an entry into parts that have one, leaving as few characters unexplained and making as few
 * parts as possible. Parts of a single bare letter do not count.
 */
export function splitUnspaced(word: string, find: (piece: string) => number): KnownPart[] {
	const n = word.length;
	const cost = new Float64Array(n + 1).fill(Infinity);
	const from = new Int32Array(n + 1);
	const entry = new Int32Array(n + 1).fill(-1);
	cost[0] = 0;
	for (let i = 0; i < n; i++) {
		const here = cost[i] ?? Infinity;
		if (here === Infinity) continue;
		let next = i + 1;
		while (next < n && !mayCut(word, next)) next++;
		relax(cost, from, entry, i, next, here + UNKNOWN_COST * (next - i), -1);
		for (let end = Math.min(n, i + LONGEST_PART); end > i + 1; end--) {
			if (!mayCut(word, end)) continue;
			const id = find(word.slice(i, end));
			if (id >= 0) relax(cost, from, entry, i, end, here + 1, id);
		}
	}
	const parts: KnownPart[] = [];
	for (let end = n; end > 0; end = from[end] ?? 0) {
		const id = entry[end] ?? -1;
		if (id >= 0) parts.push({ from: from[end] ?? 0, to: end, id });
	}
	return parts.reverse();
}

function relax(cost: Float64Array, from: Int32Array, entry: Int32Array, i: number, end: number, value: number, id: number): void {
	if (value >= (cost[end] ?? Infinity)) return;
	cost[end] = value;
	from[end] = i;
	entry[end] = id;
}

const SANDHI = /^(?:க்(?=க)|ச்(?=ச)|த்(?=த)|ப்(?=ப)|வ்|ய்|ன்|ம்|ங்)/;

/** Shortest part of a spaced language's word that counts as a word of its own, in code units. */
const SHORTEST_PART: Partial<Record<Language, number>> = { ta: 4, id: 4, ms: 4, fil: 4, pt: 5 };

/**
 * Reads an unknown word of a language with endings and compounds from the left: longest known beginning, then the same
 * for the rest (Tamil doubles a consonant at the joint, which is dropped). At most three parts; an unknown rest is taken
 * for endings.
 */
export function splitSpaced(word: string, language: Language, table: KeyTable): KnownPart[] {
	const shortest = SHORTEST_PART[language];
	if (shortest === undefined) return [];
	const parts: KnownPart[] = [];
	let at = 0;
	while (parts.length < 3 && word.length - at >= shortest) {
		const part = longestBeginning(word, at, shortest, table);
		if (!part) break;
		parts.push(part);
		at = part.to;
		const joint = language === 'ta' ? SANDHI.exec(word.slice(at)) : null;
		if (joint) at += joint[0].length;
		if (language !== 'ta') break;
	}
	// One short beginning of a long word says little; without compounds, half of the word must be explained.
	const covered = parts.reduce((sum, part) => sum + part.to - part.from, 0);
	return covered * 2 >= word.length ? parts : [];
}

function longestBeginning(word: string, at: number, shortest: number, table: KeyTable): KnownPart | undefined {
	for (let end = word.length; end - at >= shortest; end--) {
		const piece = word.slice(at, end);
		let id = table.find(STEM_MARK + piece);
		if (id < 0) id = table.find(piece);
		if (id >= 0) return { from: at, to: end, id };
	}
	return undefined;
}
