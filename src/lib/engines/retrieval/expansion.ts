import type { TermDictionary } from './dictionary.ts';
import type { TermExpansion } from './types.ts';

/**
 * Terms of living documents that start with `prefix`, the most frequent first, equal frequencies by term.
 */
export function expandPrefix(dictionary: TermDictionary, prefix: string, limit: number): TermExpansion[] {
	const { sorted, recent } = dictionary.ordered();
	const found: TermExpansion[] = [];
	const consider = (term: string, number: number) => {
		const documentFrequency = dictionary.documentFrequency(number);
		if (documentFrequency > 0) found.push({ term, documentFrequency, distance: 0 });
	};
	for (let i = dictionary.lowerBound(sorted, prefix); i < sorted.length; i++) {
		const term = dictionary.term(sorted[i]!);
		if (!term.startsWith(prefix)) break;
		consider(term, sorted[i]!);
	}
	recent.forEach((term, i) => {
		if (term.startsWith(prefix)) consider(term, sorted.length + i);
	});
	return found.sort(nearestFirst).slice(0, limit);
}

/**
 * Terms of living documents at most `maxEdits` edits away, the nearest first, then the most frequent, then by term. An
 * edit inserts, removes or replaces one code point, or swaps two neighbours (Damerau 1964, in the "optimal string
 * alignment" form: no code point is edited twice). The first `keptPrefix` code points must agree: people rarely
 * mistype the first letter, and a caller whose terms carry a namespace ("en:") keeps that and one more.
 *
 * The sorted terms are walked like a trie: the table's rows of the prefix shared with the term before are kept, and
 * where a prefix is already too far, all terms that start with it are leapt over.
 */
export function expandFuzzy(
	dictionary: TermDictionary,
	asked: string,
	maxEdits: number,
	limit: number,
	keptPrefix = 1,
): TermExpansion[] {
	const pattern = codePoints(asked);
	const prefix = String.fromCodePoint(...pattern.slice(0, keptPrefix));
	const table = new EditTable(pattern, maxEdits);
	const found: TermExpansion[] = [];
	const consider = (term: string, number: number, distance: number) => {
		const documentFrequency = dictionary.documentFrequency(number);
		if (distance <= maxEdits && documentFrequency > 0) found.push({ term, documentFrequency, distance });
	};
	const { sorted, recent } = dictionary.ordered();
	let i = dictionary.lowerBound(sorted, prefix);
	while (i < sorted.length) {
		const term = dictionary.term(sorted[i]!);
		if (!term.startsWith(prefix)) break;
		const { distance, hopelessPrefix } = table.measure(term);
		consider(term, sorted[i]!, distance);
		i++;
		if (hopelessPrefix === null) continue;
		// Most leaps are short; look at the next term before searching.
		if (i < sorted.length && dictionary.term(sorted[i]!).startsWith(hopelessPrefix)) {
			i = dictionary.lowerBound(sorted, afterPrefix(hopelessPrefix), i);
		}
	}
	recent.forEach((term, r) => {
		if (term.startsWith(prefix)) consider(term, sorted.length + r, table.measure(term).distance);
	});
	return found.sort(nearestFirst).slice(0, limit);
}

function nearestFirst(a: TermExpansion, b: TermExpansion): number {
	return a.distance - b.distance || b.documentFrequency - a.documentFrequency || (a.term < b.term ? -1 : 1);
}

function codePoints(text: string): number[] {
	return Array.from(text, (character) => character.codePointAt(0)!);
}

/** A string above every string with the prefix and below all others that are above it. */
function afterPrefix(prefix: string): string {
	const last = prefix.charCodeAt(prefix.length - 1);
	const head = prefix.slice(0, -1);
	return last === 0xffff ? afterPrefix(head) : head + String.fromCharCode(last + 1);
}

/** Rows of the edit-distance table, kept from one term to the next as far as the two agree. */
class EditTable {
	readonly #pattern: number[];
	readonly #maxEdits: number;
	#previous: number[] = [];
	/** `rows[i][j]`: edits between the term's first i and the pattern's first j code points. */
	#rows: number[][];
	/** Rows up to this one belong to `#previous`. */
	#valid = 0;

	constructor(pattern: number[], maxEdits: number) {
		this.#pattern = pattern;
		this.#maxEdits = maxEdits;
		this.#rows = [Array.from({ length: pattern.length + 1 }, (_, j) => j)];
	}

	/** The distance, Infinity when above the limit; and the shortest prefix that no term near enough can have. */
	measure(term: string): { distance: number; hopelessPrefix: string | null } {
		const text = codePoints(term);
		let shared = 0;
		while (shared < this.#valid && shared < text.length && text[shared] === this.#previous[shared]) shared++;
		this.#previous = text;
		for (let i = shared + 1; i <= text.length; i++) {
			const least = this.#fillRow(i, text);
			this.#valid = i;
			if (least > this.#maxEdits) {
				// A swap may still reach over one row, at the cost of one edit from the row before the last.
				const before = Math.min(...this.#rows[i - 1]!);
				if (before + 1 > this.#maxEdits) {
					return { distance: Infinity, hopelessPrefix: String.fromCodePoint(...text.slice(0, i)) };
				}
			}
		}
		this.#valid = text.length;
		const distance = this.#rows[text.length]![this.#pattern.length]!;
		return { distance: distance <= this.#maxEdits ? distance : Infinity, hopelessPrefix: null };
	}

	#fillRow(i: number, text: readonly number[]): number {
		const pattern = this.#pattern;
		const above = this.#rows[i - 1]!;
		const row = (this.#rows[i] ??= []);
		row[0] = i;
		let least = i;
		for (let j = 1; j <= pattern.length; j++) {
			const replaced = above[j - 1]! + (text[i - 1] === pattern[j - 1] ? 0 : 1);
			let cost = Math.min(replaced, above[j]! + 1, row[j - 1]! + 1);
			if (i > 1 && j > 1 && text[i - 1] === pattern[j - 2] && text[i - 2] === pattern[j - 1]) {
				cost = Math.min(cost, this.#rows[i - 2]![j - 2]! + 1);
			}
			row[j] = cost;
			if (cost < least) least = cost;
		}
		return least;
	}
}
