import tools from 'myanmar-tools';

const BURMESE = /[\u1000-\u109F]/;

/**
 * A Zawgyi syllable in the order Zawgyi types it: the vowel sign e and the medial ra stand before their consonant.
 * Converting syllable by syllable keeps the offsets of a converted text exact to the syllable.
 */
const SYLLABLE =
	/(?:\u1031*[\u103B\u107E-\u1084]*[\u1000-\u102A\u103F\u104C-\u104F\u106A\u106B\u1086\u108F-\u1092\u1097\u106E\u106F][\u102B-\u1030\u1032-\u103A\u103C-\u103E\u1033\u1034\u105A\u1060-\u1069\u106C\u106D\u1070-\u107D\u1085\u1087-\u108E\u1093-\u1096]*)+?/gu;

let detector: InstanceType<typeof tools.ZawgyiDetector> | undefined;
let converter: InstanceType<typeof tools.ZawgyiConverter> | undefined;

/**
 * Probability, 0 to 1, that the Burmese letters of a text are in the Zawgyi font encoding rather than in Unicode.
 * Text without Burmese letters has 0. Only the first 4,000 code units are judged: a text is in one encoding.
 */
export function zawgyiProbability(text: string): number {
	const first = text.search(BURMESE);
	if (first < 0) return 0;
	detector ??= new tools.ZawgyiDetector();
	return Math.max(0, detector.getZawgyiProbability(text.slice(first, first + 4000)));
}

/** Whether a text is Zawgyi-encoded Burmese; doubtful texts are taken for Unicode. */
export function detectZawgyi(text: string): boolean {
	return zawgyiProbability(text) > 0.95;
}

/** A piece of a text and the span of the original it came from. */
export type ConvertedPiece = { readonly text: string; readonly start: number; readonly end: number };

/** Converts Zawgyi to Unicode, syllable by syllable; what is not Burmese passes unchanged. */
export function convertZawgyi(text: string): ConvertedPiece[] {
	converter ??= new tools.ZawgyiConverter();
	const pieces: ConvertedPiece[] = [];
	let done = 0;
	for (const match of text.matchAll(SYLLABLE)) {
		if (match.index > done) pieces.push({ text: text.slice(done, match.index), start: done, end: match.index });
		done = match.index + match[0].length;
		pieces.push({ text: converter.zawgyiToUnicode(match[0]), start: match.index, end: done });
	}
	if (done < text.length) pieces.push({ text: text.slice(done), start: done, end: text.length });
	return pieces;
}
