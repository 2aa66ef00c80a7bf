import type { KeyTable } from './key-table.ts';
import { SKELETON_MARK } from './lao-thai-skeleton.ts';
import type { WordsFound } from './lexicon.ts';
import { STEM_MARK } from './lookup-keys.ts';
import type { PivotList } from './pivot-list.ts';

/** What is less like is chance. */
const LEAST_LIKENESS = 0.3;
/** A key of one rare translation looks like everything that means it too; common words have several. */
const rowsShare = (rows: number) => rows / (rows + 1);
/** Shorter words are the commoner ones. */
const lengthShare = (length: number) => 1 / (1 + 0.03 * length);

/**
 * Words of a language that mean about what each of some words means, given as what these stand for in the pivot (stem -> weight):
 * by the cosine of the two distributions, and commoner words before rare ones. All are looked for in one pass over the
 * language's keys, some ten milliseconds. A reading aid, no translation: one word of several meanings brings words of each.
 */
export function sameMeaning(table: KeyTable, pivots: PivotList, asked: readonly ReadonlyMap<string, number>[], limit: number): WordsFound[][] {
	const wanted = wantedByPivot(pivots, asked);
	const norms = asked.map((meaning) => Math.hypot(...meaning.values()));
	const found = asked.map((): WordsFound[] => []);
	const dots = new Float64Array(asked.length);
	for (let id = 0; id < table.size; id++) {
		const [from, to] = table.rows(id);
		const touched = dotProducts(table, from, to, wanted, dots);
		if (touched.length === 0) continue;
		let square = 0;
		for (let row = from; row < to; row++) square += table.weightAt(row) ** 2;
		let words: string | undefined;
		for (const index of touched) {
			const cosine = dots[index]! / (norms[index]! * Math.sqrt(square));
			dots[index] = 0;
			if (cosine < LEAST_LIKENESS) continue;
			words ??= table.keyAt(id);
			if (isShown(words)) found[index]!.push({ words, certainty: cosine * rowsShare(to - from) * lengthShare(words.length) });
		}
	}
	return found.map((list) => list.filter(({ certainty }) => certainty >= LEAST_LIKENESS).sort((a, b) => b.certainty - a.certainty || (a.words < b.words ? -1 : 1)).slice(0, limit));
}

/** Keys that are stems or skeletons are no words to show. */
const isShown = (key: string): boolean => /^\p{L}/u.test(key) && !key.startsWith(STEM_MARK) && !key.startsWith(SKELETON_MARK);

type Wanted = (readonly { index: number; weight: number }[] | undefined)[];

function wantedByPivot(pivots: PivotList, asked: readonly ReadonlyMap<string, number>[]): Wanted {
	const byStem = new Map<string, { index: number; weight: number }[]>();
	asked.forEach((meaning, index) => {
		for (const [stem, weight] of meaning) {
			const list = byStem.get(stem);
			if (list) list.push({ index, weight });
			else byStem.set(stem, [{ index, weight }]);
		}
	});
	const wanted: Wanted = [];
	for (let id = 0; id < pivots.length; id++) wanted.push(byStem.get(pivots.at(id)));
	return wanted;
}

/** Adds up, for the words that a key shares a translation with, the products of the weights; answers which they are. */
function dotProducts(table: KeyTable, from: number, to: number, wanted: Wanted, dots: Float64Array): number[] {
	const touched: number[] = [];
	for (let row = from; row < to; row++) {
		const list = wanted[table.pivotAt(row)];
		if (!list) continue;
		for (const { index, weight } of list) {
			if (dots[index] === 0) touched.push(index);
			dots[index]! += weight * table.weightAt(row);
		}
	}
	return touched;
}
