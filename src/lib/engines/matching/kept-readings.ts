import type { KeyNumbers } from './key-numbers.ts';
import type { ReadListing } from './read-listing.ts';

/** A reading apart from the listing that it is of and from the engine that made it: numbers and typed arrays. */
export type KeptReading = Omit<ReadListing, 'listing' | 'keys'> & { id: string };

/** What an engine has read, for another one to begin with. */
export interface KeptReadings {
	/** How many documents the collection had: see OUTGROWN. */
	among: number;
	/** The keys by their numbers in the readings: those that a reading has, no other, so that words of a listing that went go too. */
	keys: string[];
	readings: KeptReading[];
}

/** The readings as they may be written down. Keys keep their order, which the meanings of a reading stand in. */
export function keptReadings(read: Iterable<ReadListing>, keyNumbers: KeyNumbers, among: number): KeptReadings {
	const all = [...read];
	const used = new Set<number>();
	for (const { own, meaningKeys } of all) for (const numbers of [own, meaningKeys]) for (const number of numbers) used.add(number);
	const numbers = [...used].sort((a, b) => a - b);
	const newNumber = new Map(numbers.map((number, place) => [number, place]));
	const renumbered = (old: Int32Array) => old.map((number) => newNumber.get(number)!);
	return {
		among,
		keys: numbers.map((number) => keyNumbers.keyOf(number)),
		readings: all.map(({ listing, keys: _keys, ...reading }) => ({ ...reading, id: listing.id, own: renumbered(reading.own), meaningKeys: renumbered(reading.meaningKeys) })),
	};
}
