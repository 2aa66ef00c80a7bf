import { clearBit, createBitmap, popcount, setBit } from './bitmap.ts';
import type { Bitmap } from './bitmap.ts';
import { SLOT_SHIFT } from './postings.ts';

/**
 * A second view of a long posting list, beside the list: its documents as bits, and before each word of bits how many
 * came earlier. Whether a document is in the list is one look; where its posting stands, one look and one population
 * count. Derived from the list, never stored.
 */
export interface LongList {
	bits: Bitmap;
	/** `ranks[w]`: bits set in words before w. At most 32,768 documents, and the last word's own are not counted. */
	ranks: Uint16Array;
}

/** Lists of more postings than a 32nd of the slots get the second view: the bits then have fewer words than the list postings. */
export function longListsOf(slots: number, starts: Uint32Array, postings: Int32Array): Map<number, LongList> {
	const lists = new Map<number, LongList>();
	for (let i = 0; i + 1 < starts.length; i++) {
		if (starts[i + 1]! - starts[i]! <= Math.max(slots >>> 5, 32)) continue;
		const bits = createBitmap(slots);
		for (let p = starts[i]!; p < starts[i + 1]!; p++) setBit(bits, postings[p]! >>> SLOT_SHIFT);
		const list = { bits, ranks: new Uint16Array(bits.length) };
		rank(list);
		lists.set(i, list);
	}
	return lists;
}

function rank({ bits, ranks }: LongList): void {
	let before = 0;
	for (let w = 0; w < bits.length; w++) {
		ranks[w] = before;
		before += popcount(bits[w]!);
	}
}

/** Takes documents out, whose postings leave the list as well. */
export function removeFromLongList(list: LongList, slots: Int32Array): void {
	for (const slot of slots) clearBit(list.bits, slot);
	rank(list);
}
