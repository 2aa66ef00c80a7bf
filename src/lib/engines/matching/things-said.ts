import { broaderShares, conceptKey, pivotKey, wordKey } from '../reading/index-terms.ts';
import type { Reading, TextReader } from '../reading/text-reader.ts';
import { pivotSubstance } from './general-words.ts';
import { KIND_WEIGHTS } from './matching-weights.ts';
import { isSureMention } from './sure-mentions.ts';

/** A key that other texts may share, with the square root of its share of the meaning. */
export type Meaning = readonly [key: string, share: number];

/** A mention of a thing: a word, a run of words with a meaning of its own, or a concept of the thesaurus. */
export interface ThingSaid {
	kind: 'word' | 'phrase' | 'concept';
	/** The key of the same thing in the same language, or of the concept; the first of the meanings. */
	key: string;
	/** 0..1: how much it says of a subject by itself; little for general words, units, and what may mean anything. */
	substance: number;
	meanings: readonly Meaning[];
	start: number;
	end: number;
	/** What the mention is worth: less inside a longer name. */
	share: number;
}

/** Translations less likely than this are left out. */
const LEAST_TRANSLATION = 0.06;

/** What a word that no lexicon knows says: a name or a term, or a misspelling. */
const UNKNOWN_SUBSTANCE = 0.8;

/** A translation of this probability makes a word clear; without any, this much is left of it. */
const SURE = 0.5;
const VAGUE = 0.3;

/** What a lone syllable says, against a word. */
const SYLLABLE = 0.5;

/** What a mention of a concept by a lone syllable counts, against one by a word. */
const SYLLABLE_LABEL = 0.15;

/** What a concept says that is a whole area or sub-area. */
const AREA_SUBSTANCE = 0.4;

/**
 * Concepts of method, which serve every field: two listings that both use machine learning need not share a subject, and two
 * that both ran a clinical trial need not treat the same disease.
 */
const METHODS: ReadonlySet<string> = new Set(
	'artificial-intelligence machine-learning reinforcement-learning federated-learning large-language-model big-data cloud-computing internet-of-things blockchain virtual-reality digital-twin clinical-trial'.split(' '),
);
const METHOD_SUBSTANCE = 0.4;

type Span = { start: number; end: number };

/** Everything that a text says, mention by mention. */
export function* thingsSaid(reading: Reading, text: string, reader: TextReader): Generator<ThingSaid> {
	const spans = pivotsBySpan(reading);
	const wordAt = new Map(reading.words.map((word) => [`${word.start}-${word.end}`, word]));
	const phrases = [...spans].filter(([place]) => !wordAt.has(place)).map(([, span]) => span);
	const worth = (span: Span, ...longer: (readonly Span[])[]) =>
		longer.some((each) => isInside(span, each)) ? KIND_WEIGHTS.insideLonger : 1;
	for (const word of reading.words) {
		const { term, start, end } = word;
		const pivots = spans.get(`${start}-${end}`)?.pivots ?? [];
		const key = wordKey(reading.language, term);
		yield { kind: 'word', key, ...meaningOf(key, pivots, term), start, end, share: worth(word, reading.concepts, phrases) };
	}
	for (const phrase of phrases) {
		const { start, end, pivots } = phrase;
		const key = `x:${reading.language}:${text.slice(start, end).toLowerCase()}`;
		yield { kind: 'phrase', key, ...meaningOf(key, pivots, ''), start, end, share: worth(phrase, reading.concepts) };
	}
	for (const mention of reading.concepts) {
		const { concept, start, end } = mention;
		if (reading.language === 'en' && !isSureMention(mention, text, reader.thesaurus)) continue;
		// A label of one syllable is a homonym of half a dozen words more often than not.
		const share = end - start <= 2 && isSyllable(text.slice(start, end)) && reading.language !== 'zh' ? SYLLABLE_LABEL : 1;
		const { meanings, substance } = conceptMeaning(concept, reader);
		// Named by a lone general word ("scale"), a concept says no more than that word.
		const word = wordAt.get(`${start}-${end}`);
		const said = word && reading.language === 'en' ? substance * pivotSubstance(word.term) : substance;
		yield { kind: 'concept', key: conceptKey(concept), meanings, substance: said, start, end, share };
	}
}

function pivotsBySpan(reading: Reading): Map<string, Span & { pivots: [string, number][] }> {
	const spans = new Map<string, Span & { pivots: [string, number][] }>();
	for (const { pivot, weight, start, end } of reading.pivots) {
		if (weight < LEAST_TRANSLATION) continue;
		const place = `${start}-${end}`;
		const known = spans.get(place);
		if (known) known.pivots.push([pivot, weight]);
		else spans.set(place, { start, end, pivots: [[pivot, weight]] });
	}
	return spans;
}

/** Whether a span is part of a longer one; `longer` are in reading order and apart, so that halving finds the only candidate. */
function isInside(span: Span, longer: readonly Span[]): boolean {
	let low = 0;
	let high = longer.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (longer[middle]!.start <= span.start) low = middle + 1;
		else high = middle;
	}
	const around = longer[low - 1];
	return around !== undefined && around.end >= span.end && around.end - around.start > span.end - span.start;
}

/**
 * The meanings of a word or phrase: itself, and its translations with the square root of their share, so that the sum of
 * products over two words' common meanings is their Bhattacharyya coefficient: 1 where they mean the same.
 */
function meaningOf(key: string, pivots: readonly [string, number][], term: string): { meanings: Meaning[]; substance: number } {
	const total = Math.max(1, pivots.reduce((sum, [, weight]) => sum + weight, 0));
	const meanings: Meaning[] = [[key, 1]];
	let substance = 0;
	let seen = 0;
	for (const [pivot, weight] of pivots) {
		substance += weight * pivotSubstance(pivot);
		seen += weight;
		if (pivotKey(pivot) !== key) meanings.push([pivotKey(pivot), Math.sqrt(weight / total)]);
	}
	const average = seen === 0 ? UNKNOWN_SUBSTANCE * pivotSubstance(term) : substance / seen;
	return { meanings, substance: average * clarity(key, term, pivots) };
}

/**
 * How clear a word is by itself: one with a sure translation is, one with many doubtful ones (or a mere syllable, which word
 * cutters leave of words they do not know) may mean anything, so that two texts that share it need not share a subject.
 */
function clarity(key: string, term: string, pivots: readonly [string, number][]): number {
	if (key.startsWith('p:') || term === '') return 1;
	const surest = Math.max(0, ...pivots.map(([, weight]) => weight));
	const sure = pivots.length === 0 ? 1 : VAGUE + (1 - VAGUE) * Math.min(1, surest / SURE);
	return isSyllable(term) ? sure * SYLLABLE : sure;
}

function isSyllable(term: string): boolean {
	return /^\p{Script=Han}$/u.test(term) || (term.length <= 3 && /^[\u0E00-\u0EFF\u1000-\u109F\u1780-\u17FF]+$/.test(term));
}

function conceptMeaning(concept: string, reader: TextReader): { meanings: Meaning[]; substance: number } {
	const meanings: Meaning[] = [[conceptKey(concept), 1]];
	// Areas and sub-areas link everything with everything.
	const isSpecific = (id: string) => reader.thesaurus.ancestors(id).length >= 2;
	for (const [above, share] of broaderShares(concept, reader.thesaurus))
		if (isSpecific(above)) meanings.push([conceptKey(above), share]);
	if (METHODS.has(concept)) return { meanings, substance: METHOD_SUBSTANCE };
	return { meanings, substance: isSpecific(concept) ? 1 : AREA_SUBSTANCE };
}
