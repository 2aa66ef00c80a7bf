import { laoSkeleton, SKELETON_MARK, thaiSkeletons } from '../../src/lib/engines/lexicon/lao-thai-skeleton.ts';
import type { Translation } from '../../src/lib/engines/lexicon/lexicon-format.ts';

type Table = Map<string, Translation[]>;

const MOST_TRANSLATIONS = 8;

/** Share of a sister language's translations in a row that has its own. */
const BLENDED_SHARE = 0.3;

/** Weight of a sister language's translations where the language itself has none. */
const BORROWED_SHARE = 0.8;

function blend(own: readonly Translation[], other: readonly Translation[], share: number): Translation[] {
	const row = new Map<string, number>();
	for (const { pivot, weight } of own) row.set(pivot, weight * (1 - share));
	for (const { pivot, weight } of other) row.set(pivot, (row.get(pivot) ?? 0) + weight * share);
	return [...row]
		.map(([pivot, weight]) => ({ pivot, weight }))
		.sort((a, b) => b.weight - a.weight || (a.pivot < b.pivot ? -1 : 1))
		.slice(0, MOST_TRANSLATIONS);
}

function scaled(row: readonly Translation[], share: number): Translation[] {
	return row.map(({ pivot, weight }) => ({ pivot, weight: weight * share }));
}

/** Indonesian and Malay share their spelling: each fills the other's gaps, and steadies what both have. */
export function borrowFromSister(table: Table, sister: Table): void {
	for (const [key, row] of sister) {
		const own = table.get(key);
		table.set(key, own ? blend(own, row, BLENDED_SHARE) : scaled(row, BORROWED_SHARE));
	}
}

function overlap(a: readonly Translation[], b: readonly Translation[]): boolean {
	const strong = new Set(a.filter((translation) => translation.weight > 0.1).map((translation) => translation.pivot));
	return b.some((translation) => translation.weight > 0.1 && strong.has(translation.pivot));
}

/**
 * Thai words become skeleton keys of the Lao table, which answer for Lao words that no corpus has. A Lao word whose
 * skeleton and meaning both agree with a Thai one is its cognate, and takes a share of the Thai translations.
 */
export function borrowFromThai(lao: Table, thai: Table): void {
	const skeletons = new Map<string, Translation[]>();
	for (const [key, row] of thai) {
		if (!/^[\u0E00-\u0E7F]+$/.test(key)) continue;
		for (const skeleton of thaiSkeletons(key)) {
			const other = skeletons.get(skeleton);
			skeletons.set(skeleton, other ? blend(other, row, 0.5) : row);
		}
	}
	const known = new Set<string>();
	for (const [key, row] of lao) {
		const skeleton = laoSkeleton(key);
		known.add(skeleton);
		const cousin = skeletons.get(skeleton);
		if (cousin && overlap(row, cousin)) lao.set(key, blend(row, cousin, BLENDED_SHARE));
	}
	// Where Lao has a word of that skeleton, its own dictionary says what it means.
	for (const [skeleton, row] of skeletons) if (!known.has(skeleton)) lao.set(SKELETON_MARK + skeleton, scaled(row, BORROWED_SHARE));
}
