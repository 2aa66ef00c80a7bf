import type { PivotTerm } from '../lexicon/lexicon.ts';
import type { QueryAlternative, QueryGroup } from '../retrieval/types.ts';
import { foldDiacritics } from '../text/diacritics.ts';
import type { Language } from '../text/language.ts';
import { conceptKey, foldedKey, pivotKey, wordKey } from './index-terms.ts';
import type { Reading } from './text-reader.ts';

/** A group of the query with the characters of the query it stands for. */
export interface ReadGroup extends QueryGroup {
	start: number;
	end: number;
	/** What the group asks: one word with its translations, a phrase's translation, or a concept. */
	kind: 'word' | 'phrase' | 'concept';
}

/** Weights of the kinds of groups and of their alternatives, by name, so that evaluation can tune them. */
export interface QueryWeights {
	word: number;
	/** A translation that belongs to a run of several words. */
	phrase: number;
	concept: number;
	/** The surest translation of a word, relative to the word itself. */
	surestTranslation: number;
	/** A word found without its diacritics. */
	folded: number;
}

export const QUERY_WEIGHTS: QueryWeights = {
	word: 1,
	phrase: 0.8,
	concept: 1.2,
	surestTranslation: 0.95,
	folded: 0.7,
};

/** Translations below this share of the surest one are left out of a query. */
const LEAST_SHARE = 0.12;

/**
 * A read text as a weighted query. Each word asks for the best of: itself in its language, its translations in the pivot
 * relative to the surest one, itself without diacritics. Each run of words with a translation of its own asks for that
 * translation's terms. Each concept asks for itself; documents of narrower concepts carry it too.
 * `repeated` words (matching asks with whole listings) grow with the square root of how often they stand.
 */
export function queryGroups(reading: Reading, weights: QueryWeights = QUERY_WEIGHTS): ReadGroup[] {
	const groups = new Map<string, ReadGroup & { times: number }>();
	const add = (key: string, group: ReadGroup) => {
		const known = groups.get(key);
		if (known) known.times++;
		else groups.set(key, { ...group, times: 1 });
	};
	const ownPivots = pivotsByWord(reading);
	for (const word of reading.words) {
		const alternatives = wordAlternatives(reading.language, word.term, word.surface, ownPivots.get(word.start) ?? [], weights);
		const { start, end } = word;
		add(`w:${word.term}`, { alternatives, weight: weights.word, occur: 'should', start, end, kind: 'word' });
	}
	for (const phrase of phrasesOf(reading)) {
		for (const { pivot, weight } of phrase.pivots)
			add(`x:${pivot}`, {
				alternatives: [{ term: pivotKey(pivot), weight: 1 }],
				weight: weights.phrase * weight,
				occur: 'should',
				start: phrase.start,
				end: phrase.end,
				kind: 'phrase',
			});
	}
	for (const { concept, start, end } of reading.concepts)
		add(`c:${concept}`, {
			alternatives: [{ term: conceptKey(concept), weight: 1 }],
			weight: weights.concept,
			occur: 'should',
			start,
			end,
			kind: 'concept',
		});
	return [...groups.values()].map(({ times, ...group }) => ({ ...group, weight: group.weight * Math.sqrt(times) }));
}

function wordAlternatives(
	language: Language,
	term: string,
	surface: string,
	pivots: readonly { pivot: string; weight: number }[],
	weights: QueryWeights,
): QueryAlternative[] {
	const alternatives: QueryAlternative[] = [{ term: wordKey(language, term), weight: 1 }];
	const surest = Math.max(0, ...pivots.map((pivot) => pivot.weight));
	for (const { pivot, weight } of pivots) {
		const share = surest > 0 ? weight / surest : 0;
		if (share >= LEAST_SHARE) alternatives.push({ term: pivotKey(pivot), weight: share * weights.surestTranslation });
	}
	if ((language === 'vi' || language === 'pt') && foldDiacritics(surface) === surface)
		alternatives.push({ term: foldedKey(language, term), weight: weights.folded });
	return alternatives;
}

/** The pivots that stand for no more than one word, by the word's start. */
function pivotsByWord(reading: Reading): Map<number, PivotTerm[]> {
	const found = new Map<number, PivotTerm[]>();
	for (const pivot of reading.pivots) {
		const word = wordAround(reading, pivot);
		if (!word) continue;
		const known = found.get(word.start);
		if (known) known.push(pivot);
		else found.set(word.start, [pivot]);
	}
	return found;
}

/** The word that a span lies within. Words are in reading order and apart, so that halving finds it. */
function wordAround({ words }: Reading, span: { start: number; end: number }): { start: number; end: number } | undefined {
	let low = 0;
	let high = words.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (words[middle]!.start <= span.start) low = middle + 1;
		else high = middle;
	}
	const word = words[low - 1];
	return word && word.end >= span.end ? word : undefined;
}

/** Translations that span several words, best first, at most four terms a span. */
function phrasesOf(reading: Reading): { start: number; end: number; pivots: { pivot: string; weight: number }[] }[] {
	const spans = new Map<string, { start: number; end: number; pivots: { pivot: string; weight: number }[] }>();
	for (const { pivot, weight, start, end } of reading.pivots) {
		if (wordAround(reading, { start, end })) continue;
		const key = `${start}-${end}`;
		const span = spans.get(key) ?? { start, end, pivots: [] };
		span.pivots.push({ pivot, weight });
		spans.set(key, span);
	}
	return [...spans.values()].map((span) => {
		const best = span.pivots.sort((a, b) => b.weight - a.weight).slice(0, 4);
		const surest = best[0]?.weight ?? 1;
		return { ...span, pivots: best.map(({ pivot, weight }) => ({ pivot, weight: weight / surest })) };
	});
}
