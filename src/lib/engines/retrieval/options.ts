import { LARGEST_SEGMENT } from './postings.ts';
import type { IndexOptions, SegmentLayout } from './types.ts';

export const DEFAULT_K1 = 1.2;
export const DEFAULT_LAYOUT: SegmentLayout = { tail: 512, fanOut: 8, largest: LARGEST_SEGMENT };
/** A posting names its heaviest field in 4 bits. */
const MOST_FIELDS = 16;

/** Throws RangeError naming the option, what it was and what it may be. */
export function checkOptions(options: IndexOptions): void {
	const { fields, facets, k1 = DEFAULT_K1, layout = DEFAULT_LAYOUT } = options;
	if (fields.length < 1 || fields.length > MOST_FIELDS) {
		throw new RangeError(`${fields.length} fields, expected 1 to ${MOST_FIELDS}`);
	}
	expectDistinct('field', fields.map((field) => field.name));
	expectDistinct('facet', facets);
	for (const { name, weight, b, averageLength } of fields) {
		expectWithin(`weight of field "${name}"`, weight, 0, Number.MAX_VALUE);
		expectWithin(`b of field "${name}"`, b, 0, 1);
		if (averageLength !== undefined) expectWithin(`averageLength of field "${name}"`, averageLength, 0, Number.MAX_VALUE);
	}
	expectWithin('k1', k1, Number.MIN_VALUE, Number.MAX_VALUE);
	expectWithin('layout.largest', layout.largest, 1, LARGEST_SEGMENT);
	expectWithin('layout.tail', layout.tail, 1, layout.largest);
	expectWithin('layout.fanOut', layout.fanOut, 2, 64);
}

function expectDistinct(what: string, names: readonly string[]): void {
	const twice = names.find((name, i) => names.indexOf(name) !== i);
	if (twice !== undefined) throw new RangeError(`The ${what} "${twice}" is given twice`);
}

function expectWithin(what: string, value: number, low: number, high: number): void {
	if (!(value >= low && value <= high)) throw new RangeError(`${what} is ${value}, expected ${low} to ${high}`);
}
