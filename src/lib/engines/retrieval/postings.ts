/**
 * A posting is 31 bits of one Int32: 15 bits of the document's slot within its segment, 12 bits of impact, 4 bits of
 * the field that weighs most. Lists are sorted by slot, so comparing postings compares slots, reading one is a single
 * load without decoding, and any place can be reached by binary search. The sign bit stays 0: comparisons are signed.
 */
export const SLOT_SHIFT = 16;
export const LARGEST_SEGMENT = 1 << 15;

export function packPosting(slot: number, impact: number, field: number): number {
	return (slot << SLOT_SHIFT) | (impact << 4) | field;
}

export function postingImpact(posting: number): number {
	return (posting >>> 4) & 0xfff;
}

export function postingField(posting: number): number {
	return posting & 0xf;
}

/** First position in `from` .. `end` whose posting is at least `target`: doubling steps, then bisection. */
export function gallop(postings: Int32Array, from: number, end: number, target: number): number {
	if (from >= end || postings[from]! >= target) return from;
	let step = 1;
	let low = from;
	while (low + step < end && postings[low + step]! < target) {
		low += step;
		step <<= 1;
	}
	let high = Math.min(end, low + step);
	low++;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (postings[middle]! < target) low = middle + 1;
		else high = middle;
	}
	return low;
}
