import type { PivotList } from './pivot-list.ts';

/**
 * English terms that are words of the language as against names: a bit for each pivot. Pivots are sorted by code unit,
 * so that a search by halves does without a second table of strings.
 */
export class CommonWords {
	private readonly pivots: PivotList;
	private readonly bits: Uint8Array;

	constructor(pivots: PivotList, bits: Uint8Array) {
		this.pivots = pivots;
		this.bits = bits;
	}

	has(term: string): boolean {
		let low = 0;
		let high = this.pivots.length - 1;
		while (low <= high) {
			const middle = (low + high) >> 1;
			const pivot = this.pivots.at(middle);
			if (pivot === term) return (((this.bits[middle >> 3] ?? 0) >> (middle & 7)) & 1) === 1;
			if (pivot < term) low = middle + 1;
			else high = middle - 1;
		}
		return false;
	}
}
