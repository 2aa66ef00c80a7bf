/** Sets of small integers as bits in 32-bit words: one bit per document slot of a segment. */
export type Bitmap = Uint32Array;

export function createBitmap(size: number): Bitmap {
	return new Uint32Array((size + 31) >>> 5);
}

/** All of 0 .. size-1. The bits after `size` stay 0, so that counting and iterating need no special end. */
export function fullBitmap(size: number): Bitmap {
	const bitmap = createBitmap(size).fill(0xffffffff);
	if ((size & 31) !== 0) bitmap[bitmap.length - 1] = (1 << (size & 31)) - 1;
	return bitmap;
}

export function setBit(bitmap: Bitmap, position: number): void {
	bitmap[position >>> 5]! |= 1 << (position & 31);
}

export function clearBit(bitmap: Bitmap, position: number): void {
	bitmap[position >>> 5]! &= ~(1 << (position & 31));
}

export function hasBit(bitmap: Bitmap, position: number): boolean {
	return ((bitmap[position >>> 5]! >>> (position & 31)) & 1) === 1;
}

export function orInto(target: Bitmap, other: Bitmap): void {
	for (let i = 0; i < target.length; i++) target[i]! |= other[i]!;
}

export function andInto(target: Bitmap, other: Bitmap): void {
	for (let i = 0; i < target.length; i++) target[i]! &= other[i]!;
}

export function andNotInto(target: Bitmap, other: Bitmap): void {
	for (let i = 0; i < target.length; i++) target[i]! &= ~other[i]!;
}

/** Bits of one word, by adding neighbours in parallel (Warren, Hacker's Delight, 5-1). */
export function popcount(word: number): number {
	let v = word - ((word >>> 1) & 0x55555555);
	v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
	return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

export function countBits(bitmap: Bitmap): number {
	let count = 0;
	for (let i = 0; i < bitmap.length; i++) count += popcount(bitmap[i]!);
	return count;
}

export function countIntersection(a: Bitmap, b: Bitmap): number {
	let count = 0;
	for (let i = 0; i < a.length; i++) count += popcount(a[i]! & b[i]!);
	return count;
}

/**
 * Writes the set positions of `from` .. `to`-1, ascending, into `out` and returns how many. `from` and `to` must be
 * multiples of 32, or `to` the end.
 */
export function positionsInto(bitmap: Bitmap, from: number, to: number, out: Int32Array): number {
	const end = Math.min(bitmap.length, (to + 31) >>> 5);
	let count = 0;
	for (let i = from >>> 5; i < end; i++) {
		let word = bitmap[i]!;
		while (word !== 0) {
			const bit = 31 - Math.clz32(word & -word);
			out[count++] = (i << 5) + bit;
			word &= word - 1;
		}
	}
	return count;
}
