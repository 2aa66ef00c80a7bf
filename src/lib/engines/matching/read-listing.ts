import type { Reading, TextReader } from '../reading/text-reader.ts';
import { isEssay } from './essays.ts';
import { KeyNumbers } from './key-numbers.ts';
import { KIND_WEIGHTS, TOPIC_FIELD_WEIGHTS } from './matching-weights.ts';
import { addPurposes, PURPOSES } from './purposes.ts';
import { rarityOf, type KeyFrequencies } from './rarity.ts';
import { thingsSaid, type ThingSaid } from './things-said.ts';
import { READ_FIELDS, type MatchableListing, type ReadField } from './types.ts';
import { MOST_PAIRS, neighbouringPairs } from './word-pairs.ts';

/** Where a thing that a listing says stands: UTF-16 offsets into the field's original text. */
export interface SaidAt {
	field: ReadField;
	start: number;
	end: number;
}

/**
 * A listing with what it says, heaviest first, in typed arrays, so that tens of thousands of listings stay read: about 8 kB
 * each. The position of a thing said is its number from 0.
 */
export interface ReadListing {
	listing: MatchableListing;
	keys: KeyNumbers;
	/** Per thing: its own key, its kind (0 word, 1 phrase, 2 concept), its weight, its substance, a bit for each field. */
	own: Int32Array;
	kinds: Uint8Array;
	weights: Float32Array;
	substances: Float32Array;
	fields: Uint16Array;
	/** Places, those of thing i from placesFrom[i] to placesFrom[i + 1], in the order of READ_FIELDS. */
	placesFrom: Uint16Array;
	placeFields: Uint8Array;
	placeStarts: Uint32Array;
	placeEnds: Uint32Array;
	/** All meanings of all things in the order of their keys: the key, whose it is, the square root of its share. */
	meaningKeys: Int32Array;
	meaningOwners: Uint8Array;
	meaningShares: Float32Array;
	/** Square root of the sum of squared weights: what similarity is normalised by. */
	norm: number;
	/** What it says of purposes, in the order of PURPOSES. */
	purposes: Float32Array;
	/** Its pairs of neighbouring words (see word-pairs.ts), ascending. */
	pairs: Int32Array;
	/** Whether it is an offer that brings no technology (see essays.ts). */
	essay: boolean;
}

export const CONCEPT = 2;
export const PHRASE = 1;
const KINDS = ['word', 'phrase', 'concept'] as const;

const MOST_PLACES = 4;

/** Things said that are compared; what weighs less adds noise and time only. At most 256. */
const MOST_SAID = 120;

interface Draft extends Pick<ThingSaid, 'kind' | 'key' | 'substance' | 'meanings'> {
	mass: number;
	fields: number;
	places: SaidAt[];
}

type Weighed = Draft & { weight: number };

/** Reads every text of a listing, once. With frequencies, what many listings say counts less. */
export function readListing(
	listing: MatchableListing,
	reader: TextReader,
	keys: KeyNumbers = new KeyNumbers(),
	frequencies?: KeyFrequencies,
): ReadListing {
	const drafts = new Map<string, Draft>();
	const readingOf = readingsOf(listing, reader);
	const purposes = new Float32Array(PURPOSES.length);
	const pairs = new Set<number>();
	READ_FIELDS.forEach((field, bit) => {
		const text = listing.texts[field];
		if (!text) return;
		const reading = readingOf(text);
		addPurposes(purposes, reading);
		for (const pair of neighbouringPairs(reading, text)) if (pairs.size < MOST_PAIRS) pairs.add(pair);
		const fieldWeight = TOPIC_FIELD_WEIGHTS[listing.kind][field];
		for (const { kind, key, substance, meanings, start, end, share } of thingsSaid(reading, text, reader)) {
			let draft = drafts.get(key);
			if (!draft) drafts.set(key, (draft = { kind, key, substance, meanings, mass: 0, fields: 0, places: [] }));
			draft.mass += fieldWeight * share;
			draft.fields |= 1 << bit;
			// One place of a later field is kept in any case: evidence may be asked of that field alone.
			if (draft.places.length < MOST_PLACES || !draft.places.some((place) => place.field === field))
				draft.places.push({ field, start, end });
		}
	});
	return { ...compact(listing, keys, heaviest([...drafts.values()], frequencies)), purposes, pairs: Int32Array.from(pairs).sort(), essay: isEssay(listing) };
}

/**
 * Reads a listing's texts, those that another one begins with together with it: an imported summary is often the beginning
 * of the description, and reading is most of what matching costs.
 */
function readingsOf({ texts, language }: MatchableListing, reader: TextReader): (text: string) => Reading {
	const whole = new Map<string, Reading>();
	const read = (text: string) => {
		let reading = whole.get(text);
		if (!reading) whole.set(text, (reading = reader.read(text, language)));
		return reading;
	};
	return (text) => {
		const longer = Object.values(texts).find((other) => other !== undefined && other.length > text.length && other.startsWith(text));
		return longer === undefined ? read(text) : beginningOf(read(longer), text.length);
	};
}

function beginningOf(reading: Reading, end: number): Reading {
	const within = (span: { end: number }) => span.end <= end;
	return { ...reading, words: reading.words.filter(within), pivots: reading.pivots.filter(within), concepts: reading.concepts.filter(within) };
}

function heaviest(drafts: readonly Draft[], frequencies?: KeyFrequencies): Weighed[] {
	return drafts
		.map((draft) => {
			const substance = draft.substance * (frequencies ? rarityOf(draft.meanings, frequencies) : 1);
			return { ...draft, substance, weight: Math.sqrt(draft.mass) * KIND_WEIGHTS[draft.kind] * substance };
		})
		.sort((a, b) => b.weight - a.weight || (a.key < b.key ? -1 : 1))
		.slice(0, MOST_SAID);
}

function compact(listing: MatchableListing, keys: KeyNumbers, said: readonly Weighed[]): Omit<ReadListing, 'purposes' | 'pairs' | 'essay'> {
	const places = said.flatMap((each) => each.places);
	const placesFrom = new Uint16Array(said.length + 1);
	said.forEach((each, i) => (placesFrom[i + 1] = placesFrom[i]! + each.places.length));
	const meanings = said
		.flatMap((each, owner) => each.meanings.map(([key, share]) => ({ key: keys.numberOf(key), owner, share })))
		.sort((a, b) => a.key - b.key || a.owner - b.owner);
	return {
		listing,
		keys,
		own: Int32Array.from(said, ({ key }) => keys.numberOf(key)),
		kinds: Uint8Array.from(said, ({ kind }) => KINDS.indexOf(kind)),
		weights: Float32Array.from(said, ({ weight }) => weight),
		substances: Float32Array.from(said, ({ substance }) => substance),
		fields: Uint16Array.from(said, ({ fields }) => fields),
		placesFrom,
		placeFields: Uint8Array.from(places, ({ field }) => READ_FIELDS.indexOf(field)),
		placeStarts: Uint32Array.from(places, ({ start }) => start),
		placeEnds: Uint32Array.from(places, ({ end }) => end),
		meaningKeys: Int32Array.from(meanings, ({ key }) => key),
		meaningOwners: Uint8Array.from(meanings, ({ owner }) => owner),
		meaningShares: Float32Array.from(meanings, ({ share }) => share),
		norm: Math.hypot(...said.map(({ weight }) => weight)),
	};
}

/** The bits of some fields, as ReadListing.fields has them. */
export function fieldBits(fields: readonly ReadField[]): number {
	return fields.reduce((bits, field) => bits | (1 << READ_FIELDS.indexOf(field)), 0);
}

export const ALL_FIELDS = fieldBits(READ_FIELDS);

/** The first place of a thing in one of the fields, in the order of READ_FIELDS. */
export function placeOf(read: ReadListing, thing: number, fields: number): SaidAt | undefined {
	for (let i = read.placesFrom[thing]!; i < read.placesFrom[thing + 1]!; i++) {
		const field = read.placeFields[i]!;
		if ((fields >> field) & 1) return { field: READ_FIELDS[field]!, start: read.placeStarts[i]!, end: read.placeEnds[i]! };
	}
	return undefined;
}
