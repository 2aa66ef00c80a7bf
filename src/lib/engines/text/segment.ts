import {
	DIGIT,
	HAN,
	KHMER,
	LAO,
	LETTER,
	MYANMAR,
	NO_WORD,
	THAI,
	wordClassOfAstral,
	wordClassOfUnit
} from './character-classes.ts';

/** A word of a normal text: [start, end) and the class of its script. Pieces may lack characters of the span (Lao spaces). */
export type Segment = { readonly text: string; readonly start: number; readonly end: number; readonly script: number };

/** Words longer than this many code units are cut: nothing that a person wrote as one word is longer. */
const LONGEST_WORD = 64;

const LOCALE: Record<number, string> = { [HAN]: 'zh', [THAI]: 'th', [LAO]: 'lo', [KHMER]: 'km', [MYANMAR]: 'my' };
const segmenters = new Map<number, Intl.Segmenter>();

function segmenterOf(script: number): Intl.Segmenter {
	let segmenter = segmenters.get(script);
	if (!segmenter) {
		segmenter = new Intl.Segmenter(LOCALE[script], { granularity: 'word' });
		segmenters.set(script, segmenter);
	}
	return segmenter;
}

/** Class and width of the character at i. */
function classAt(text: string, i: number): { kind: number; width: number } {
	const code = text.charCodeAt(i);
	if (code >= 0xd800 && code <= 0xdbff && i + 1 < text.length) {
		const codePoint = text.codePointAt(i) ?? 0;
		if (codePoint > 0xffff) return { kind: wordClassOfAstral(codePoint), width: 2 };
	}
	return { kind: wordClassOfUnit(code), width: 1 };
}

function isApostrophe(code: number): boolean {
	return code === 0x27 || code === 0x2019 || code === 0x02bc;
}

/** End of the run of letters and digits that starts at i: apostrophes between letters, points and commas between digits. */
function alphabeticEnd(text: string, start: number): number {
	let i = start;
	while (i < text.length) {
		const code = text.charCodeAt(i);
		const kind = code < 0xd800 || code > 0xdfff ? wordClassOfUnit(code) : classAt(text, i).kind;
		if (kind === LETTER || kind === DIGIT) {
			i += code >= 0xd800 && code <= 0xdbff ? 2 : 1;
			continue;
		}
		if (i === start || i + 1 >= text.length) break;
		const before = wordClassOfUnit(text.charCodeAt(i - 1));
		const after = wordClassOfUnit(text.charCodeAt(i + 1));
		const joins =
			(isApostrophe(code) && before === LETTER && after === LETTER) ||
			((code === 0x2e || code === 0x2c) && before === DIGIT && after === DIGIT);
		if (!joins) break;
		i++;
	}
	return i;
}

function runEnd(text: string, start: number, script: number): number {
	let i = start;
	while (i < text.length) {
		const { kind, width } = classAt(text, i);
		if (kind !== script) break;
		i += width;
	}
	return i;
}

function pushCapped(out: Segment[], text: string, start: number, end: number, script: number): void {
	let from = start;
	while (end - from > LONGEST_WORD) {
		let to = from + LONGEST_WORD;
		if ((text.charCodeAt(to) & 0xfc00) === 0xdc00) to--;
		out.push({ text: text.slice(from, to), start: from, end: to, script });
		from = to;
	}
	if (end > from) out.push({ text: text.slice(from, end), start: from, end, script });
}

function pushDictionaryWords(out: Segment[], text: string, start: number, end: number, script: number): void {
	for (const { segment, index } of segmenterOf(script).segment(text.slice(start, end))) {
		pushCapped(out, text, start + index, start + index + segment.length, script);
	}
}

/** A chunk of Lao no longer than this is taken for one syllable. */
const LAO_SYLLABLE = 5;

/**
 * Cuts Lao that was typed with a space after every syllable: neighbouring chunks that are each one syllable are joined
 * before the dictionary sees them. Returns the end of what was read.
 */
function pushLaoWords(out: Segment[], text: string, start: number): number {
	const chunks: { start: number; end: number }[] = [];
	let end = start;
	for (;;) {
		const chunkEnd = runEnd(text, end, LAO);
		chunks.push({ start: end, end: chunkEnd });
		if (text.charCodeAt(chunkEnd) !== 0x20 || wordClassOfUnit(text.charCodeAt(chunkEnd + 1)) !== LAO) {
			end = chunkEnd;
			break;
		}
		end = chunkEnd + 1;
	}
	for (let i = 0; i < chunks.length; ) {
		let j = i;
		while (j < chunks.length && chunks[j]!.end - chunks[j]!.start <= LAO_SYLLABLE) j++;
		if (j - i < 2) {
			pushDictionaryWords(out, text, chunks[i]!.start, chunks[i]!.end, LAO);
			i++;
			continue;
		}
		pushJoinedLao(out, text, chunks.slice(i, j));
		i = j;
	}
	return end;
}

function pushJoinedLao(out: Segment[], text: string, chunks: readonly { start: number; end: number }[]): void {
	const places: number[] = [];
	let joined = '';
	for (const chunk of chunks) {
		for (let i = chunk.start; i < chunk.end; i++) places.push(i);
		joined += text.slice(chunk.start, chunk.end);
	}
	for (const { segment, index } of segmenterOf(LAO).segment(joined)) {
		const start = places[index] ?? 0;
		const end = (places[index + segment.length - 1] ?? start) + 1;
		out.push({ text: segment, start, end, script: LAO });
	}
}

/**
 * Cuts a normal text into words. Chinese, Thai, Lao, Khmer and Burmese runs go through the ICU dictionaries of
 * Intl.Segmenter whatever the language of the text; all else is cut between letters or digits and other characters.
 */
export function segmentWords(text: string): Segment[] {
	const out: Segment[] = [];
	let i = 0;
	while (i < text.length) {
		const code = text.charCodeAt(i);
		const { kind, width } =
			code < 0xd800 || code > 0xdfff ? { kind: wordClassOfUnit(code), width: 1 } : classAt(text, i);
		if (kind === NO_WORD) {
			i += width;
		} else if (kind === LETTER || kind === DIGIT) {
			const end = alphabeticEnd(text, i);
			pushCapped(out, text, i, end, kind);
			i = end;
		} else if (kind === LAO) {
			i = pushLaoWords(out, text, i);
		} else {
			const end = runEnd(text, i, kind);
			pushDictionaryWords(out, text, i, end, kind);
			i = end;
		}
	}
	return out;
}
