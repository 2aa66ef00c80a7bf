import { countryMentions } from './country-mentions.ts';
import { placeKeys, type DirectoryEntry, type NameIndex, type WordMeeting } from './name-index.ts';
import { foldWord, plainText, readNameWords, type NameWord } from './read-name.ts';

/** What is asked: a name as somebody types it, or a longer text that holds names, such as an author's affiliation. */
export interface RecogniseQuery {
	text: string;
	/** What the form says beside the name. */
	country?: string | undefined;
	place?: string | undefined;
}

export type Evidence = 'same' | 'other' | 'unknown';

/** An organisation that the text may name, and why. */
export interface Recognised {
	entry: DirectoryEntry;
	/** The entry's name that was met. */
	name: string;
	/** How sure: from 0; 1 is the whole name, a little more where country and place say the same. */
	score: number;
	/** Weighted share of the entry's name that stands in the text. */
	covered: number;
	/** What of the text it was met in: [start, end) of the text in normal form, and those words. */
	span: { start: number; end: number; text: string };
	country: Evidence;
	place: Evidence;
	/** By an acronym alone. */
	acronym: boolean;
}

/** From this score on a text names the organisation (chosen on the Springer set, stated on the Crossref set: bench/organisations). */
export const SURE = 0.9;
/** From this one on a person is asked whether it is meant. */
export const WORTH_ASKING = 0.65;

/** What a window loses, as a share of the name: for each word in it that is not the name's (by its weight, and at least), ... */
const STRANGER = 0.4;
const STRANGER_LEAST = 0.14;
/** ... for each comma that it goes across, and for each word that stands before one that it follows in the name. */
const ACROSS_A_COMMA = 0.09;
const OUT_OF_ORDER = 0.05;
/** What a word that no name holds weighs at most, so that one odd word does not decide. */
const STRANGER_MOST = 6;
/** What a name loses that seems to be a piece of a longer one, or to name the house of which a part is meant. */
const PIECE = 0.16;
const CANDIDATES = 80;
const LONGEST_TEXT = 80;

interface Reading {
	text: string;
	words: readonly NameWord[];
	meetings: readonly (readonly WordMeeting[])[];
	countries: ReturnType<typeof countryMentions>;
	places: { key: string; start: number; end: number }[];
	query: RecogniseQuery;
}

/**
 * The organisations that a text may name, the surest first, at most `limit`. Exact and without randomness: each answer
 * says which words it was met in and what country and place say to it.
 */
export function recognise(index: NameIndex, query: RecogniseQuery, limit = 10): Recognised[] {
	const reading = read(index, query);
	const best = new Map<number, Recognised>();
	const keep = (entry: number, found: Recognised) => {
		const before = best.get(entry);
		if (!before || found.score > before.score) best.set(entry, found);
	};
	for (const at of candidates(index, reading)) {
		const window = bestWindow(index, reading, at);
		if (window) keep(index.names[at]!.entry, judge(index, reading, at, window));
	}
	for (const word of reading.words) {
		if (!word.capitals) continue;
		for (const { entry, name } of index.withAcronym(reading.text.slice(word.start, word.end))) keep(entry, judgeAcronym(index, reading, entry, name, word));
	}
	return [...best.values()].filter(({ score }) => score > 0.2).sort((a, b) => b.score - a.score || length(b) - length(a) || (a.entry.id < b.entry.id ? -1 : 1)).slice(0, limit);
}

const length = ({ span }: Recognised) => span.end - span.start;

/**
 * The organisations that a text surely names: what `recognise` gives from `sure` on, where of several that share words
 * only the one with the longest part of the text stays.
 */
export function namedIn(index: NameIndex, query: RecogniseQuery, sure = SURE): Recognised[] {
	const kept: Recognised[] = [];
	const all = recognise(index, query, 40).filter(({ score }) => score >= sure);
	for (const each of all.sort((a, b) => length(b) * b.score - length(a) * a.score || b.score - a.score))
		if (!kept.some((other) => covers(other, each))) kept.push(each);
	return kept.sort((a, b) => b.score - a.score || length(b) - length(a));
}

/** Whether one takes the other's words; not where it only goes on across a comma: "Xiangya Hospital, Central South University". */
function covers(one: Recognised, other: Recognised): boolean {
	if (one.span.start >= other.span.end || other.span.start >= one.span.end) return false;
	const rest = one.span.text.replace(other.span.text, '|');
	return !(other.score >= 1 && (/^\|\s*[,(]/.test(rest) || /[,(]\s*(?:the\s+)?\|\)?$/i.test(rest)));
}

function read(index: NameIndex, query: RecogniseQuery): Reading {
	const text = plainText(query.text);
	const words = readNameWords(text).filter(({ joining }) => !joining).slice(0, LONGEST_TEXT);
	const meetings: WordMeeting[][] = words.map(() => []);
	for (const [i, word] of words.entries()) {
		const { here, joined } = index.meetings(word, words[i + 1]);
		meetings[i]!.push(...here);
		if (joined !== undefined) {
			meetings[i]!.push({ words: [joined], share: 1 });
			meetings[i + 1]!.push({ words: [joined], share: 0 });
		}
	}
	const places = [...text.matchAll(/[\p{L}\p{M}'’]+/gu)].map((match) => ({ key: foldWord(match[0]), start: match.index, end: match.index + match[0].length }));
	return { text, words, meetings, countries: countryMentions(text), places, query };
}

/** Names whose words stand in the text to a good part, the fullest first. */
function candidates(index: NameIndex, { meetings }: Reading): number[] {
	const met = new Map<number, number>();
	const seen = new Set<number>();
	for (const here of meetings)
		for (const { words, share } of here)
			for (const word of words) {
				if (share === 0 || seen.has(word)) continue;
				seen.add(word);
				const weight = index.weights[word]! * share;
				for (const at of index.namesWith(word)) met.set(at, (met.get(at) ?? 0) + weight);
			}
	return [...met]
		.map(([at, weight]) => ({ at, share: weight / index.names[at]!.weight, weight }))
		.filter(({ share }) => share > 0.4)
		.sort((a, b) => b.share * Math.sqrt(b.weight) - a.share * Math.sqrt(a.weight))
		.slice(0, CANDIDATES)
		.map(({ at }) => at);
}

interface Window {
	first: number;
	last: number;
	matched: number;
	score: number;
}

/** The part of the text that holds most of a name and least besides. */
function bestWindow(index: NameIndex, reading: Reading, at: number): Window | undefined {
	const { words, meetings } = reading;
	const name = index.names[at]!;
	const place = new Map<number, number>();
	for (const [i, word] of name.words.entries()) place.set(word, i);
	let best: Window | undefined;
	for (let first = 0; first < words.length; first++) {
		if (!meetings[first]!.some((meeting) => meeting.share > 0 && meeting.words.some((word) => place.has(word)))) continue;
		const used = new Set<number>();
		let matched = 0;
		let lost = 0;
		let before = -1;
		for (let last = first; last < words.length && last < first + name.words.length + 5; last++) {
			if (last > first && words[last]!.part !== words[last - 1]!.part) lost += ACROSS_A_COMMA * Math.min(2, words[last]!.part - words[last - 1]!.part);
			const meeting = meetings[last]!.find((each) => each.words.some((word) => place.has(word) && !used.has(word)));
			if (!meeting) {
				const secondHalf = meetings[last]!.some((each) => each.share === 0 && each.words.some((word) => used.has(word)));
				if (!secondHalf) lost += Math.max(STRANGER_LEAST, (STRANGER * strangerWeight(index, meetings[last]!)) / name.weight);
				continue;
			}
			for (const word of meeting.words) {
				const position = place.get(word);
				if (position === undefined || used.has(word)) continue;
				used.add(word);
				matched += meeting.share * index.weights[word]!;
				// A name whose words stand in another order is a little less sure.
				if (position < before) lost += OUT_OF_ORDER;
				before = position;
			}
			const score = matched / name.weight - lost;
			if (!best || score > best.score) best = { first, last, matched, score };
		}
	}
	return best;
}

function strangerWeight(index: NameIndex, meetings: readonly WordMeeting[]): number {
	let least = STRANGER_MOST;
	for (const { words, share } of meetings) if (share === 1) for (const word of words) least = Math.min(least, index.weights[word]!);
	return least;
}

function judge(index: NameIndex, reading: Reading, at: number, window: Window): Recognised {
	const { entry: number, name, weight } = index.names[at]!;
	const span = { start: reading.words[window.first]!.start, end: reading.words[window.last]!.end };
	const evidence = evidenceOf(index, reading, number, span);
	let score = Math.max(0, window.score);
	score -= pieceOfLonger(index, reading, window);
	// A name of common words says little by itself; but more where it is all that was typed.
	const alone = window.score > 0.99 && window.first === 0 && window.last === reading.words.length - 1 ? 0.4 : 1;
	if (weight < 9) score -= alone * (evidence.place === 'same' ? 0.015 : evidence.country === 'same' ? 0.04 : 0.06) * (9 - weight);
	score = weigh(score, evidence);
	return { entry: index.entries[number]!, name: index.entries[number]!.names[name]!.text, score, covered: Math.min(1, window.matched / weight), span: { ...span, text: reading.text.slice(span.start, span.end) }, ...evidence, acronym: false };
}

/** Whether a window seems to be a piece of a longer name: "Anhui [University of Technology]", "[Hunan University] of Arts". */
function pieceOfLonger(index: NameIndex, { text, words, meetings }: Reading, { first, last }: Window): number {
	const before = words[first - 1];
	const after = words[last + 1];
	const joined = (from: number, to: number) => text.slice(from, to);
	if (before && before.part === words[first]!.part) {
		const between = joined(before.end, words[first]!.start);
		// The hospital of a university is a house of its own.
		if (before.key === 'hospital' && /of|to/.test(between)) return PIECE;
		if (weightOf(index, meetings[first]!) < 3.2 && strangerWeight(index, meetings[first - 1]!) > 3.2 && !/\b(?:of|at|and)\b/.test(between)) return PIECE;
	}
	if (after && after.part === words[last]!.part) {
		if (after.key === 'hospital') return PIECE;
		if (/\bof\b/.test(joined(words[last]!.end, after.start)) && ['university', 'college', 'institute', 'academy'].includes(words[last]!.key)) return PIECE;
	}
	return 0;
}

function weightOf(index: NameIndex, meetings: readonly WordMeeting[]): number {
	return Math.min(STRANGER_MOST, ...meetings.filter(({ share }) => share === 1).flatMap((each) => each.words.map((word) => index.weights[word]!)));
}

function judgeAcronym(index: NameIndex, reading: Reading, number: number, name: number, word: NameWord): Recognised {
	const evidence = evidenceOf(index, reading, number, word);
	const text = reading.text.slice(word.start, word.end);
	const alone = reading.words.length === 1;
	const rivals = index.withAcronym(text).length;
	const length = Math.min(0.2, 0.1 * (text.length - 2));
	const score = weigh(0.5 + (alone ? 0.15 : 0) + length - (rivals > 1 ? 0.15 : 0) + (evidence.place === 'same' ? 0.15 : 0), evidence);
	const entry = index.entries[number]!;
	return { entry, name: entry.names[name]!.text, score, covered: 1, span: { start: word.start, end: word.end, text }, ...evidence, acronym: true };
}

function weigh(score: number, { country, place }: { country: Evidence; place: Evidence }): number {
	let weighed = score;
	if (country === 'other') weighed *= 0.45;
	if (place === 'same') weighed += 0.06;
	if (place === 'other') weighed -= 0.04;
	if (country === 'same') weighed += 0.03;
	return Math.max(0, weighed);
}

/** Chinese addresses of Hong Kong, Macao and Taiwan name China as well. */
const WITHIN: Readonly<Record<string, string>> = { HK: 'CN', MO: 'CN' };

function evidenceOf(index: NameIndex, reading: Reading, number: number, span: { start: number; end: number }): { country: Evidence; place: Evidence } {
	const entry = index.entries[number]!;
	const outside = (each: { start: number; end: number }) => each.end <= span.start || each.start >= span.end;
	const countries = reading.query.country ? [reading.query.country] : reading.countries.filter(outside).map(({ code }) => code);
	const country = countries.length === 0 ? 'unknown' : countries.some((code) => code === entry.country || WITHIN[entry.country] === code) ? 'same' : 'other';
	const keys = index.placeWords[number]!;
	const typed = reading.query.place ? placeKeys(reading.query.place) : null;
	const words = typed ?? reading.places.filter(outside).map(({ key }) => key);
	if (keys.length > 0 && holds(words, keys)) return { country, place: 'same' };
	const elsewhere = words.some((word) => index.places.has(word));
	return { country, place: elsewhere ? 'other' : 'unknown' };
}

function holds(words: readonly string[], run: readonly string[]): boolean {
	return words.some((_word, i) => run.every((each, j) => words[i + j] === each));
}
