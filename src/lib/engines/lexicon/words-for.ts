import type { KeyTable } from './key-table.ts';
import { SKELETON_MARK } from './lao-thai-skeleton.ts';
import type { WordsFound } from './lexicon.ts';
import { STEM_MARK } from './lookup-keys.ts';
import type { PivotList } from './pivot-list.ts';

/** What is less sure is chance. */
const LEAST_CERTAINTY = 0.3;

/** A longer label is a description, which no key means. */
const MOST_TERMS = 6;

/**
 * Looks through all keys of a language for those whose translations hold each of the English terms: some ten milliseconds for
 * a hundred thousand keys. Keys that are stems or skeletons are no words to show.
 */
export function wordsFor(table: KeyTable, pivots: PivotList, english: readonly string[], limit: number): WordsFound[] {
	const wanted = idsOf(pivots, english);
	if (wanted.size === 0 || wanted.size > MOST_TERMS || wanted.size < new Set(english).size) return [];
	const found: WordsFound[] = [];
	for (let id = 0; id < table.size; id++) {
		const certainty = certaintyOf(table, id, wanted);
		if (certainty < LEAST_CERTAINTY) continue;
		const words = table.keyAt(id);
		if (!words.startsWith(STEM_MARK) && !words.startsWith(SKELETON_MARK)) found.push({ words, certainty });
	}
	return found.sort((a, b) => b.certainty - a.certainty || (a.words < b.words ? -1 : 1)).slice(0, limit);
}

function idsOf(pivots: PivotList, terms: readonly string[]): Set<number> {
	const wanted = new Set(terms);
	const ids = new Set<number>();
	for (let id = 0; id < pivots.length && ids.size < wanted.size; id++) if (wanted.has(pivots.at(id))) ids.add(id);
	return ids;
}

/** How surely a key means all the terms, and how little it means beside them. */
function certaintyOf(table: KeyTable, key: number, wanted: ReadonlySet<number>): number {
	const [from, to] = table.rows(key);
	let product = 1;
	let seen = 0;
	let meant = 0;
	let all = 0;
	for (let row = from; row < to; row++) {
		const weight = table.weightAt(row);
		all += weight;
		if (!wanted.has(table.pivotAt(row))) continue;
		product *= weight;
		meant += weight;
		seen++;
	}
	return seen < wanted.size ? 0 : product ** (1 / wanted.size) * (meant / all);
}
