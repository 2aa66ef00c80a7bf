import type { RankedDocument } from './rank.ts';

interface SupportOptions {
	/** Documents from the top that are supported; what follows keeps its order, behind them. */
	depth: number;
	/** What of a score comes from the neighbours, 0..1. */
	share: number;
	/** The documents most like one, itself left out, with their likeness of 0..1. */
	neighbours: (id: string) => readonly RankedDocument[];
}

/**
 * Scores supported by neighbours: each of the first documents gets, for `share` of its score, the mean score of the documents
 * most like it, weighted by likeness; one that the query does not find counts 0. Documents that say the same then score alike,
 * though one lacks the query's words (score regularisation: Diaz, "Regularizing ad hoc retrieval scores", CIKM 2005).
 * `found` is best first and so is the answer; whatever is not among the first cannot pass those before it.
 */
export function supportedScores(found: readonly RankedDocument[], { depth, share, neighbours }: SupportOptions): RankedDocument[] {
	const scores = new Map(found.map(({ document, score }) => [document, score]));
	const first = found.slice(0, depth).map(({ document, score }) => {
		let sum = 0;
		let weights = 0;
		for (const { document: neighbour, score: likeness } of neighbours(document)) {
			sum += likeness * (scores.get(neighbour) ?? 0);
			weights += likeness;
		}
		return { document, score: (1 - share) * score + share * (weights > 0 ? sum / weights : 0) };
	});
	const rest = found.slice(depth).map(({ document, score }) => ({ document, score: (1 - share) * score }));
	return [...first.sort((a, b) => b.score - a.score), ...rest];
}
