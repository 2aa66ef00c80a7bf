import { broaderShares, conceptKey, pivotKey, wordKey } from '../reading/index-terms.ts';
import type { Reading, TextReader } from '../reading/text-reader.ts';
import { pivotSubstance } from './general-words.ts';
import { KIND_WEIGHTS, TOPIC_FIELD_WEIGHTS } from './matching-weights.ts';
import { rarityOf, type KeyFrequencies } from './rarity.ts';
import { READ_FIELDS, type MatchableListing, type ReadField } from './types.ts';

/** Where a thing that a listing says stands: UTF-16 offsets into the field's original text. */
export interface SaidAt {
	field: ReadField;
	start: number;
	end: number;
}

/** One thing that a listing says: a word, a run of words with a meaning of its own, or a concept of the thesaurus. */
export interface Said {
	kind: 'word' | 'phrase' | 'concept';
	/** The key under which the same thing in the same language, or the same concept, is known. */
	key: string;
	/** Weight by field and repetition, without how informative it is. */
	mass: number;
	/** 0..1: how much it says of a subject; little for general words and units. */
	substance: number;
	/** What it may mean: keys that other languages share, each with the square root of its share of the meaning. */
	meanings: readonly (readonly [key: string, share: number])[];
	/** At most MOST_PLACES, in the order of the fields' weight. */
	places: readonly SaidAt[];
}

/** A listing with what it says, heaviest first. */
export interface ReadListing {
	listing: MatchableListing;
	said: readonly Said[];
	/** Which of `said` have a key, by position. */
	byKey: ReadonlyMap<string, readonly (readonly [position: number, share: number])[]>;
	/** Square root of the sum of squared weights: what similarity is normalised by. */
	norm: number;
}

const MOST_PLACES = 6;

/** Things said that are compared; what weighs less adds noise and time only. */
const MOST_SAID = 120;

/** Translations less likely than this are left out. */
const LEAST_TRANSLATION = 0.06;

/** What a word that no lexicon knows says: a name or a term, or a misspelling. */
const UNKNOWN_SUBSTANCE = 0.8;

/** A translation of this probability makes a word clear; without any, this much is left of it. */
const SURE = 0.5;
const VAGUE = 0.3;

/** What a lone syllable says, against a word. */
const SYLLABLE = 0.5;

interface Draft {
	kind: Said['kind'];
	key: string;
	mass: number;
	substance: number;
	meanings: readonly (readonly [string, number])[];
	places: SaidAt[];
}

/** Reads every text of a listing, once. With frequencies, what many listings say counts less. */
export function readListing(listing: MatchableListing, reader: TextReader, frequencies?: KeyFrequencies): ReadListing {
	const drafts = new Map<string, Draft>();
	for (const field of READ_FIELDS) {
		const text = listing.texts[field];
		if (!text) continue;
		const reading = reader.read(text, listing.language);
		const fieldWeight = TOPIC_FIELD_WEIGHTS[listing.kind][field];
		for (const { start, end, share, ...found } of thingsSaid(reading, text, reader)) {
			const known = drafts.get(found.key) ?? { ...found, mass: 0, places: [] };
			known.mass += fieldWeight * share;
			if (known.places.length < MOST_PLACES) known.places.push({ field, start, end });
			drafts.set(found.key, known);
		}
	}
	const said = [...drafts.values()]
		.map((draft) => ({
			...draft,
			mass: Math.sqrt(draft.mass) * KIND_WEIGHTS[draft.kind],
			substance: draft.substance * (frequencies ? rarityOf(draft.meanings, frequencies) : 1),
		}))
		.sort((a, b) => b.mass * b.substance - a.mass * a.substance || (a.key < b.key ? -1 : 1))
		.slice(0, MOST_SAID);
	return { listing, said, byKey: positionsByKey(said), norm: Math.hypot(...said.map(weightOf)) };
}

/** What a thing said counts in comparisons. */
export function weightOf(said: Said): number {
	return said.mass * said.substance;
}

function positionsByKey(said: readonly Said[]): Map<string, [number, number][]> {
	const byKey = new Map<string, [number, number][]>();
	said.forEach(({ meanings }, position) => {
		for (const [key, share] of meanings) {
			const known = byKey.get(key);
			if (known) known.push([position, share]);
			else byKey.set(key, [[position, share]]);
		}
	});
	return byKey;
}

type Found = Omit<Draft, 'mass' | 'places'> & { start: number; end: number; share: number };

/** Everything a reading says, with what a mention is worth: what stands inside a longer name is worth less. */
function* thingsSaid(reading: Reading, text: string, reader: TextReader): Generator<Found> {
	const spans = new Map<string, { start: number; end: number; pivots: [string, number][] }>();
	for (const { pivot, weight, start, end } of reading.pivots) {
		if (weight < LEAST_TRANSLATION) continue;
		const span = spans.get(`${start}-${end}`) ?? { start, end, pivots: [] };
		span.pivots.push([pivot, weight]);
		spans.set(`${start}-${end}`, span);
	}
	const words = new Set(reading.words.map(({ start, end }) => `${start}-${end}`));
	const phrases = [...spans].filter(([place]) => !words.has(place)).map(([, span]) => span);
	const inside = (start: number, end: number, longer: readonly { start: number; end: number }[]) =>
		longer.some((span) => span.start <= start && span.end >= end && span.end - span.start > end - start);
	for (const { term, start, end } of reading.words) {
		const pivots = spans.get(`${start}-${end}`)?.pivots ?? [];
		const covered = inside(start, end, reading.concepts) || inside(start, end, phrases);
		const key = wordKey(reading.language, term);
		yield { kind: 'word', key, ...meaningOf(key, pivots, term), start, end, share: covered ? KIND_WEIGHTS.insideLonger : 1 };
	}
	for (const { start, end, pivots } of phrases) {
		const covered = inside(start, end, reading.concepts);
		const key = `x:${reading.language}:${text.slice(start, end).toLowerCase()}`;
		yield { kind: 'phrase', key, ...meaningOf(key, pivots, ''), start, end, share: covered ? KIND_WEIGHTS.insideLonger : 1 };
	}
	for (const { concept, start, end } of reading.concepts)
		yield { kind: 'concept', key: conceptKey(concept), ...conceptMeaning(concept, reader), start, end, share: 1 };
}

/**
 * The meanings of a word or phrase: itself, and its translations with the square root of their share, so that the sum of
 * products over two words' common meanings is their Bhattacharyya coefficient: 1 where they mean the same.
 */
function meaningOf(key: string, pivots: readonly [string, number][], term: string) {
	const total = Math.max(1, pivots.reduce((sum, [, weight]) => sum + weight, 0));
	const meanings: [string, number][] = [[key, 1]];
	let substance = 0;
	let seen = 0;
	for (const [pivot, weight] of pivots) {
		substance += weight * pivotSubstance(pivot);
		seen += weight;
		if (pivotKey(pivot) !== key) meanings.push([pivotKey(pivot), Math.sqrt(weight / total)]);
	}
	const alone = seen === 0 ? UNKNOWN_SUBSTANCE * pivotSubstance(term) : substance / seen;
	return { meanings, substance: alone * clarity(key, term, pivots) };
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

function conceptMeaning(concept: string, reader: TextReader) {
	const meanings: [string, number][] = [[conceptKey(concept), 1]];
	for (const [above, share] of broaderShares(concept, reader.thesaurus)) {
		// Areas and sub-areas link everything with everything.
		if (reader.thesaurus.ancestors(above).length >= 2) meanings.push([conceptKey(above), share]);
	}
	return { meanings, substance: reader.thesaurus.ancestors(concept).length >= 2 ? 1 : 0.4 };
}
