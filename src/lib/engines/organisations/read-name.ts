import { normalForm } from '../text/normalise.ts';
import { segmentWords } from '../text/segment.ts';
import { CHINESE_WORDS, JOINING_WORDS, LEGAL_FORMS, SAME_WORDS } from './organisation-words.ts';

/** One word of a name or of a longer text that holds names. */
export interface NameWord {
	/** What is compared: folded, and the same for a word, its abbreviation and its translation. */
	key: string;
	/** Where it stands in the text as `plainText` gives it. */
	start: number;
	end: number;
	/** Counts commas, semicolons and the like before it: a name seldom goes across one. */
	part: number;
	/** Written in capitals throughout, so that it may be an acronym. */
	capitals: boolean;
	/** Joins other words and weighs nothing. */
	joining: boolean;
}

const HAN = /\p{Script=Han}/u;
const OTHER_DICTIONARY = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
/** A run of one way of writing: Chinese characters; a script that is cut by dictionary; or a word between spaces. */
const RUN = /\p{Script=Han}+|[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+|(?:(?![\p{Script=Han}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}])[\p{L}\p{M}\p{N}]['’ʼ`´ʻ‘.]?(?:(?<=\.)(?=[\p{L}\p{N}]\.)|(?<!\.)))+/gu;
const PART_BREAK = /[,;:|()[\]{}。，；：、（）\n\t]|\s[-–—/]\s/;

/** Lower case, without diacritics of Latin letters, apostrophes and points. Other scripts keep their marks. */
export function foldWord(word: string): string {
	const lower = word.toLowerCase();
	if (OTHER_DICTIONARY.test(lower)) return lower;
	return lower.normalize('NFKD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/ø/g, 'o').replace(/ł/g, 'l').replace(/['’ʼ`´ʻ‘.]/g, '');
}

const KEY_OF = new Map<string, string>(
	Object.entries(SAME_WORDS).flatMap(([key, words]) => [[key, key] as const, ...words.map((word) => [foldWord(word), key] as const)]),
);
/** Only longer ones: two short words that happen to make a word of the table are no phrase. */
const PHRASES = new Map([...KEY_OF].filter(([word, key]) => word !== key && word.length >= 6));
const JOINING = new Set([...JOINING_WORDS].map(foldWord));
/** The longest first: a run of characters is cut at them, the rest goes in pairs. */
const HAN_WORDS = [...CHINESE_WORDS].sort((a, b) => b.length - a.length);
const HAN_LEGAL = LEGAL_FORMS.filter((form) => HAN.test(form)).sort((a, b) => b.length - a.length);
const LEGAL = new Set(LEGAL_FORMS.filter((form) => !HAN.test(form)).map((form) => form.split(' ').map(foldWord).join(' ')));
const LONGEST_LEGAL = Math.max(...[...LEGAL].map((form) => form.split(' ').length));

/** Character references of HTML that forms and old databases leave behind, and doubled ones; then NFKC and the like. */
export function plainText(text: string): string {
	let decoded = text.slice(0, 2000);
	for (let round = 0; round < 2; round++)
		decoded = decoded
			.replace(/&#x([0-9a-f]{1,6});?/gi, (_all, hex: string) => characterOf(parseInt(hex, 16)))
			.replace(/&#(\d{1,7});?/g, (_all, digits: string) => characterOf(Number(digits)))
			.replace(/&amp;/g, '&')
			.replace(/&(?:nbsp|ensp|emsp);/g, ' ');
	return normalForm(decoded);
}

function characterOf(code: number): string {
	return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : ' ';
}

/**
 * The words of a text that is or holds names of organisations, in order; `text` as `plainText` gives it. Chinese is cut
 * at the words of the table and into pairs of characters elsewhere, other scripts without spaces by dictionary. Words
 * run together at a capital ("EngineeringNanjing") are cut. Legal forms are left out.
 */
export function readNameWords(text: string): NameWord[] {
	const words: NameWord[] = [];
	let part = 0;
	let last = 0;
	for (const run of text.matchAll(RUN)) {
		const start = run.index;
		if (words.length > 0 && PART_BREAK.test(text.slice(last, start))) part++;
		last = start + run[0].length;
		const whole = { key: '', start, end: last, part, capitals: false, joining: false };
		if (HAN.test(run[0])) words.push(...readHan(run[0], whole));
		else if (OTHER_DICTIONARY.test(run[0]))
			for (const { text: word, start: from, end } of segmentWords(run[0])) words.push({ ...whole, ...named(word), start: start + from, end: start + end });
		else for (const word of cutAtCapitals(run[0], start)) words.push({ ...word, part });
	}
	return joinPhrases(withoutLegalForms(words));
}

/** Words of the table that are written in two or three ("rumah sakit", "trường đại học"). */
function joinPhrases(words: readonly NameWord[]): NameWord[] {
	const joined: NameWord[] = [];
	for (let i = 0; i < words.length; i++) {
		const first = words[i]!;
		let length = 1;
		for (const count of [3, 2]) {
			const run = words.slice(i, i + count);
			if (run.length < count || run.some(({ part }) => part !== first.part)) continue;
			const key = PHRASES.get(run.map(({ key }) => key).join(''));
			if (!key) continue;
			joined.push({ ...first, key, end: run.at(-1)!.end, capitals: false, joining: false });
			length = count;
			break;
		}
		if (length === 1) joined.push(first);
		i += length - 1;
	}
	return joined;
}

function named(word: string): { key: string; joining: boolean } {
	const folded = foldWord(word);
	return { key: KEY_OF.get(folded) ?? folded, joining: JOINING.has(folded) };
}

function cutAtCapitals(piece: string, start: number): Omit<NameWord, 'part'>[] {
	const pieces = /\p{Ll}\p{Lu}/u.test(piece) && piece.length > 8 ? piece.split(/(?<=\p{Ll}{3})(?=\p{Lu}\p{Ll}{2})/u) : [piece];
	let at = start;
	return pieces.flatMap((each) => {
		// Numbers of footnotes stand before the first word without a space.
		const digits = /^\d+(?=\p{L}{3})/u.exec(each)?.[0].length ?? 0;
		const written = each.slice(digits);
		const begin = at + digits;
		at += each.length;
		if (foldWord(written) === '') return [];
		return [{ ...named(written), start: begin, end: at, capitals: /^\p{Lu}[\p{Lu}\d]+$/u.test(written) }];
	});
}

function readHan(run: string, whole: NameWord): NameWord[] {
	const words: NameWord[] = [];
	const push = (key: string, start: number, end: number) => words.push({ ...whole, key, start: whole.start + start, end: whole.start + end, joining: JOINING.has(key) });
	let from = 0;
	const rest = (to: number) => {
		if (to - from === 1) push(run.slice(from, to), from, to);
		for (let i = from; i + 1 < to; i++) push(run.slice(i, i + 2), i, i + 2);
	};
	for (let i = 0; i < run.length; ) {
		const legal = HAN_LEGAL.find((form) => run.startsWith(form, i));
		const word = legal ?? HAN_WORDS.find((each) => run.startsWith(each, i));
		if (!word) {
			i++;
			continue;
		}
		rest(i);
		if (!legal) push(word, i, i + word.length);
		i += word.length;
		from = i;
	}
	rest(run.length);
	return words;
}

function withoutLegalForms(words: NameWord[]): NameWord[] {
	const kept: NameWord[] = [];
	for (let i = 0; i < words.length; ) {
		const length = legalFormAt(words, i);
		// A name that is nothing but a legal form keeps it: better something to compare than nothing.
		if (length > 0 && (kept.length > 0 || i + length < words.length)) i += length;
		else kept.push(words[i++]!);
	}
	return kept;
}

function legalFormAt(words: readonly NameWord[], at: number): number {
	for (let length = Math.min(LONGEST_LEGAL, words.length - at); length > 0; length--) {
		const form = words.slice(at, at + length).map(({ key }) => key).join(' ');
		if (LEGAL.has(form)) return length;
	}
	return 0;
}
