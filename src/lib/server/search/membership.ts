import type { ReadGroup } from '#lib/engines/reading/query-groups.ts';
import type { QueryGroup } from '#lib/engines/retrieval/types.ts';

/** What the choice needs to know of the index. */
interface TermCounts {
	readonly size: number;
	termDocumentFrequency(term: string): number;
}

/** A word is general when more than this share of all listings has it: "system", "water" in a water network. */
const GENERAL_SHARE = 0.15;
/** In a small collection no word of fewer listings than this is general. */
const GENERAL_LEAST = 30;
/** Alternatives surer than this decide membership; the doubtful ones only add to the score. */
const SURE = 0.5;

/**
 * Which listings are an answer at all. A long query in another language has many words, and each many translations; if
 * any of them sufficed, half the network would be "found". So a listing must hold at least one sure alternative of a word
 * that is not general (or of any word where all are). The group restricts and does not score.
 */
export function membershipGroup(groups: readonly ReadGroup[], index: TermCounts): QueryGroup | null {
	const sure = groups.flatMap((group) =>
		group.kind === 'phrase' && group.weight < SURE
			? []
			: group.alternatives.filter(({ term, weight }) => weight >= SURE && index.termDocumentFrequency(term) > 0),
	);
	if (sure.length === 0) return null;
	const most = Math.max(GENERAL_LEAST, index.size * GENERAL_SHARE);
	const telling = sure.filter(({ term }) => term.startsWith('c:') || index.termDocumentFrequency(term) <= most);
	return { alternatives: telling.length > 0 ? telling : sure, weight: 0, occur: 'must' };
}
