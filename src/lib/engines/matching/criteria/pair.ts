import { CRITERION_WEIGHTS } from '../matching-weights.ts';
import type { Links } from '../links.ts';
import type { ReadListing } from '../read-listing.ts';
import type { Criterion, CriterionResult, EvidencePair, MatchableListing } from '../types.ts';

/** A need and an offer that are judged, with what links their texts. */
export interface Pair {
	need: MatchableListing;
	offer: MatchableListing;
	readNeed: ReadListing;
	readOffer: ReadListing;
	links: Links;
	/** Whether hardly a fact is known of both, so that their texts must convince alone. */
	bare: boolean;
}

/** One criterion: answers match or gap where both sides state the fact, unknown where one does not. */
export type JudgeCriterion = (pair: Pair) => CriterionResult;

export type Facts = { need: readonly string[]; offer: readonly string[] };

/** Scores at or above this are a match. */
const MATCH = 0.5;

/** A judgement with a score: from 0.5 up a match, below a gap. */
export function judged(
	criterion: Criterion,
	score: number,
	details: { facts?: Facts; evidence?: readonly EvidencePair[]; matchFrom?: number } = {},
): CriterionResult {
	const { facts, evidence = [], matchFrom = MATCH } = details;
	return {
		criterion,
		verdict: score >= matchFrom ? 'match' : 'gap',
		score,
		weight: CRITERION_WEIGHTS[criterion],
		evidence,
		...(facts && { facts }),
	};
}

/** No judgement: a fact is absent on one side, or the two cannot be compared. */
export function unknown(criterion: Criterion, facts?: Facts): CriterionResult {
	return { criterion, verdict: 'unknown', score: null, weight: CRITERION_WEIGHTS[criterion], evidence: [], ...(facts && { facts }) };
}
