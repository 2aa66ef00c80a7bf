/** What a request weighs by what speaks for it. Every weight has a name, and an organiser may change it. */
export interface RequestWeights {
	/** One side wishes it. */
	wish: number;
	/** Each further party who wishes it too: a mutual wish weighs more than two meetings that one side wishes. */
	mutual: number;
	/** A suggestion of the matching that nobody has wished for yet, at a score of 1; lower scores weigh less. */
	suggestion: number;
	/** What the score of the matching, 0..1, adds to a wish. */
	score: number;
	/** What each step of the host's priority adds. */
	priority: number;
}

export const REQUEST_WEIGHTS: RequestWeights = { wish: 1, mutual: 2, suggestion: 0.5, score: 0.5, priority: 2 };

/** Smaller differences are none; whole hundredths keep totals exact. */
const HUNDREDTHS = 100;
const LEAST = 0.01;

/**
 * The weight of one request. `wishedBy`: how many of its parties wish for it; `score`: of the matching, 0..1; `priority`: the
 * host's, 0 (none) and up.
 */
export function requestWeight(request: { wishedBy: number; score?: number | null; priority?: number | null }, weights: RequestWeights = REQUEST_WEIGHTS): number {
	const score = Math.min(1, Math.max(0, request.score ?? 0));
	const wished = request.wishedBy > 0 ? weights.wish + weights.mutual * (request.wishedBy - 1) + weights.score * score : weights.suggestion * score;
	return Math.max(LEAST, Math.round((wished + weights.priority * (request.priority ?? 0)) * HUNDREDTHS) / HUNDREDTHS);
}
