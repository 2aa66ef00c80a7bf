import { countIntersection, createBitmap, hasBit, orInto, setBit } from './bitmap.ts';
import type { Bitmap } from './bitmap.ts';
import type { FacetCount } from './types.ts';

/** The values of one facet as numbers, shared by all segments. */
export class FacetValues {
	#numbers = new Map<string, number>();
	#values: string[] = [];

	get size(): number {
		return this.#values.length;
	}

	intern(value: string): number {
		const known = this.#numbers.get(value);
		if (known !== undefined) return known;
		this.#numbers.set(value, this.#values.length);
		this.#values.push(value);
		return this.#values.length - 1;
	}

	/** The values of a snapshot, into an empty set. */
	restore(values: string[]): void {
		this.#values = values;
		values.forEach((value, number) => this.#numbers.set(value, number));
	}

	/** What `restore` takes. */
	content(): readonly string[] {
		return this.#values;
	}

	/** The value's number, or -1. */
	find(value: string): number {
		return this.#numbers.get(value) ?? -1;
	}

	value(number: number): string {
		return this.#values[number]!;
	}
}

/** One facet of one segment: for each value that occurs, its documents' slots in order. */
export interface FacetColumn {
	/** Value numbers, ascending. */
	values: Uint32Array;
	/** `slots[starts[i]] .. slots[starts[i + 1] - 1]` hold `values[i]`. */
	starts: Uint32Array;
	slots: Uint16Array;
	/** By position in `values`: the same set as bits, where a list would be longer to walk. Derived. */
	bitmaps: Map<number, Bitmap>;
}

/** A source of (value, slot) pairs with slots ascending within a value; called twice with the same pairs. */
type Pairs = (take: (value: number, slot: number) => void) => void;

function layOut(pairs: Pairs, valueCount: number, slotCount: number): FacetColumn {
	const counts = new Uint32Array(valueCount + 1);
	pairs((value) => counts[value]!++);
	const present: number[] = [];
	for (let value = 0; value < valueCount; value++) if (counts[value]! > 0) present.push(value);
	const starts = new Uint32Array(present.length + 1);
	const cursors = new Uint32Array(valueCount);
	present.forEach((value, i) => {
		cursors[value] = starts[i]!;
		starts[i + 1] = starts[i]! + counts[value]!;
	});
	const slots = new Uint16Array(starts[present.length]!);
	pairs((value, slot) => {
		slots[cursors[value]!++] = slot;
	});
	return withBitmaps(Uint32Array.from(present), starts, slots, slotCount);
}

/** Adds the bitmaps to a stored column. A list pays as bits once it holds more slots than the bitmap holds words. */
export function withBitmaps(
	values: Uint32Array,
	starts: Uint32Array,
	slots: Uint16Array,
	slotCount: number,
): FacetColumn {
	const bitmaps = new Map<number, Bitmap>();
	for (let i = 0; i < values.length; i++) {
		if (starts[i + 1]! - starts[i]! <= slotCount >>> 5) continue;
		const bitmap = createBitmap(slotCount);
		for (let p = starts[i]!; p < starts[i + 1]!; p++) setBit(bitmap, slots[p]!);
		bitmaps.set(i, bitmap);
	}
	return { values, starts, slots, bitmaps };
}

/** `documents[slot]` are the distinct value numbers of that document. */
export function buildColumn(documents: readonly (readonly number[])[], valueCount: number): FacetColumn {
	return layOut(
		(take) => documents.forEach((values, slot) => values.forEach((value) => take(value, slot))),
		valueCount,
		documents.length,
	);
}

/** `remaps[i][slot]` is the new slot of column i's document, or -1 when it is gone; new slots ascend through all. */
export function mergeColumns(
	columns: readonly FacetColumn[],
	remaps: readonly Int32Array[],
	valueCount: number,
	slotCount: number,
): FacetColumn {
	return layOut(
		(take) => {
			columns.forEach((column, c) => {
				const remap = remaps[c]!;
				for (let i = 0; i < column.values.length; i++) {
					for (let p = column.starts[i]!; p < column.starts[i + 1]!; p++) {
						const slot = remap[column.slots[p]!]!;
						if (slot >= 0) take(column.values[i]!, slot);
					}
				}
			});
		},
		valueCount,
		slotCount,
	);
}

/** The documents that have at least one of the values. */
export function documentsWithAny(column: FacetColumn, wanted: ReadonlySet<number>, slotCount: number): Bitmap {
	const result = createBitmap(slotCount);
	for (let i = 0; i < column.values.length; i++) {
		if (!wanted.has(column.values[i]!)) continue;
		const bitmap = column.bitmaps.get(i);
		if (bitmap) orInto(result, bitmap);
		else for (let p = column.starts[i]!; p < column.starts[i + 1]!; p++) setBit(result, column.slots[p]!);
	}
	return result;
}

/** Adds to `counts[value]` how many of `matches` have the value. */
export function countValuesInto(column: FacetColumn, matches: Bitmap, counts: Float64Array): void {
	for (let i = 0; i < column.values.length; i++) {
		const bitmap = column.bitmaps.get(i);
		let count = 0;
		if (bitmap) count = countIntersection(bitmap, matches);
		else for (let p = column.starts[i]!; p < column.starts[i + 1]!; p++) count += hasBit(matches, column.slots[p]!) ? 1 : 0;
		counts[column.values[i]!]! += count;
	}
}

/** Most first, equal counts by value; values without documents are left out. */
export function rankedCounts(values: FacetValues, counts: Float64Array): FacetCount[] {
	const ranked: FacetCount[] = [];
	counts.forEach((count, number) => {
		if (count > 0) ranked.push({ value: values.value(number), count });
	});
	return ranked.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}
