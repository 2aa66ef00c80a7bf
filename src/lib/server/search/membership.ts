import type { ReadGroup } from '#lib/engines/reading/query-groups.ts';
import type { TermStatistics } from '#lib/engines/reading/search-groups.ts';
import type { QueryGroup } from '#lib/engines/retrieval/types.ts';
import { pivotSubstance } from '#lib/engines/matching/general-words.ts';

/** A word is general when more than this share of all listings has it: "system", "water" in a water network. */
const GENERAL_SHARE = 0.15;
/** In a small collection no word of fewer listings than this is general. */
const GENERAL_LEAST = 30;
/** Alternatives surer than this decide membership; the doubtful ones only add to the score. */
const SURE = 0.5;
/** English stems of less substance than this ("method", "cost") decide nothing where others do. */
const TELLING = 0.5;

/**
 * Which listings are an answer at all. A long query in another language has many words, and each many translations; if
 * any of them sufficed, half the network would be "found". So a listing must hold at least one sure alternative of a word
 * that is not general (or of any word where all are). The group restricts and does not score.
 */
export function membershipGroup(groups: readonly ReadGroup[], { documents, frequencyOf }: TermStatistics): QueryGroup | null {
	const sure = groups.flatMap((group) =>
		group.kind === 'phrase' && group.weight < SURE ? [] : group.alternatives.filter(({ term, weight }) => weight >= SURE && frequencyOf(term) > 0),
	);
	if (sure.length === 0) return null;
	const most = Math.max(GENERAL_LEAST, documents * GENERAL_SHARE);
	const telling = sure.filter(({ term }) => term.startsWith('c:') || (frequencyOf(term) <= most && saysSomething(term)));
	return { alternatives: telling.length > 0 ? telling : sure, weight: 0, occur: 'must' };
}

function saysSomething(term: string): boolean {
	return !term.startsWith('p:') || pivotSubstance(term.slice(2)) >= TELLING;
}
