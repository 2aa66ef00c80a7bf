import { clearBit, hasBit, orInto } from './bitmap.ts';
import type { Bitmap } from './bitmap.ts';
import type { TermDictionary } from './dictionary.ts';
import type { FacetColumn } from './facets.ts';
import { removeFromLongList } from './long-list.ts';
import type { LongList } from './long-list.ts';
import { SLOT_SHIFT, gallop, postingImpact } from './postings.ts';

/**
 * Up to 32,768 documents in order of insertion, each in a slot. Written once; what is removed later is first only
 * taken from `live`, and its postings leave the lists before the next search (`settle`), so that searches meet
 * living documents only and document frequencies are exact.
 */
export interface Segment {
	slots: number;
	live: Bitmap;
	liveCount: number;
	/** Slots whose postings are still in the lists although the document is gone. */
	doomed: number[];
	/** By slot, ascending: the document's number in the order of insertion over the whole index. */
	sequences: Float64Array;
	/** By slot. */
	ids: string[];
	/** By slot and field: field lengths in words. */
	lengths: Float64Array;
	/** Term numbers, ascending. */
	terms: Uint32Array;
	/** `postings[starts[i]] .. postings[starts[i + 1] - 1]` is the list of `terms[i]`. */
	starts: Uint32Array;
	/** The largest impact of each list; after removals at least that. */
	maxima: Uint16Array;
	postings: Int32Array;
	/** By position in `terms`. Derived. */
	long: Map<number, LongList>;
	facets: FacetColumn[];
}

/** Position of a number in an ascending array, or -1. */
export function positionOf(sorted: Uint32Array | Float64Array, wanted: number): number {
	let low = 0;
	let high = sorted.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (sorted[middle]! < wanted) low = middle + 1;
		else high = middle;
	}
	return low < sorted.length && sorted[low] === wanted ? low : -1;
}

/** Adds the documents of the list at `position` to the set. */
export function addDocumentsOf(segment: Segment, position: number, target: Bitmap): void {
	const long = segment.long.get(position);
	if (long) {
		orInto(target, long.bits);
		return;
	}
	const { postings, starts } = segment;
	for (let p = starts[position]!, end = starts[position + 1]!; p < end; p++) {
		const slot = postings[p]! >>> SLOT_SHIFT;
		target[slot >>> 5]! |= 1 << (slot & 31);
	}
}

/** The posting of the slot in the list at `position`, or -1. */
export function postingOf(segment: Segment, position: number, slot: number): number {
	const { postings, starts } = segment;
	const end = starts[position + 1]!;
	const p = gallop(postings, starts[position]!, end, slot << SLOT_SHIFT);
	return p < end && postings[p]! >>> SLOT_SHIFT === slot ? postings[p]! : -1;
}

/** The document disappears from searches; its postings leave with `settle`. */
export function removeSlot(segment: Segment, slot: number): void {
	if (!hasBit(segment.live, slot)) return;
	clearBit(segment.live, slot);
	segment.liveCount--;
	segment.ids[slot] = '';
	segment.doomed.push(slot);
}

/** Takes the postings of removed documents out, in one pass, and corrects the document frequencies. */
export function settle(segment: Segment, dictionary: TermDictionary): void {
	if (segment.doomed.length === 0) return;
	const { postings, starts, live } = segment;
	const doomed = Int32Array.from(segment.doomed).sort();
	segment.doomed = [];
	for (const list of segment.long.values()) removeFromLongList(list, doomed);
	let write = 0;
	let read = 0;
	for (let i = 0; i < segment.terms.length; i++) {
		const end = starts[i + 1]!;
		const from = write;
		// Few removals: find their places by search. Many: look at every posting.
		if (doomed.length * 8 < end - read) {
			let kept = read;
			for (const slot of doomed) {
				const p = gallop(postings, kept, end, slot << SLOT_SHIFT);
				if (p === end || postings[p]! >>> SLOT_SHIFT !== slot) continue;
				postings.copyWithin(write, kept, p);
				write += p - kept;
				kept = p + 1;
			}
			if (write !== kept) postings.copyWithin(write, kept, end);
			write += end - kept;
		} else {
			for (let p = read; p < end; p++) {
				if (hasBit(live, postings[p]! >>> SLOT_SHIFT)) postings[write++] = postings[p]!;
			}
		}
		const gone = end - read - (write - from);
		if (gone > 0) dictionary.changeFrequency(segment.terms[i]!, -gone);
		read = end;
		starts[i + 1] = write;
	}
	segment.postings = postings.subarray(0, write);
}

/** The largest impact of each list. */
export function maximaOf(starts: Uint32Array, postings: Int32Array): Uint16Array {
	const maxima = new Uint16Array(starts.length - 1);
	for (let i = 0; i < maxima.length; i++) {
		let largest = 0;
		for (let p = starts[i]!; p < starts[i + 1]!; p++) largest = Math.max(largest, postingImpact(postings[p]!));
		maxima[i] = largest;
	}
	return maxima;
}

/** Bytes of the typed arrays. */
export function segmentBytes(segment: Segment): number {
	let bytes =
		segment.live.byteLength +
		segment.sequences.byteLength +
		segment.lengths.byteLength +
		segment.terms.byteLength +
		segment.starts.byteLength +
		segment.maxima.byteLength +
		segment.postings.buffer.byteLength;
	for (const { bits, ranks } of segment.long.values()) bytes += bits.byteLength + ranks.byteLength;
	for (const column of segment.facets) {
		bytes += column.values.byteLength + column.starts.byteLength + column.slots.byteLength;
		for (const bitmap of column.bitmaps.values()) bytes += bitmap.byteLength;
	}
	return bytes;
}

/** Checks a segment that came from outside; the caller words the error. */
export function isConsistent(segment: Segment): boolean {
	const { starts, terms, slots } = segment;
	return (
		starts.length === terms.length + 1 &&
		starts[terms.length] === segment.postings.length &&
		segment.sequences.length === slots &&
		segment.ids.length === slots &&
		segment.live.length === (slots + 31) >>> 5
	);
}
