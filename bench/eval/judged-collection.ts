import type { RankWeights } from '../../src/lib/engines/matching/rank-weights.ts';
import { Ranker, type RankText } from '../../src/lib/engines/matching/rank.ts';
import type { TextReader } from '../../src/lib/engines/reading/text-reader.ts';
import { mean, ndcg } from './measures.ts';

/** Documents, queries, and what each judged document gains for each query. */
export interface JudgedCollection {
	documents: readonly RankText[];
	queries: readonly RankText[];
	gains: ReadonlyMap<string, ReadonlyMap<string, number>>;
	/** Whether only judged documents are ranked; documents without a score then come last, in the order of judgement. */
	onlyJudged: boolean;
}

/** Mean nDCG@10 of the pure ranker over a judged collection. */
export function measureRanker(collection: JudgedCollection, reader: TextReader, weights?: RankWeights): number {
	const ranker = new Ranker(reader, weights);
	for (const document of collection.documents) ranker.add(document);
	return mean(
		collection.queries.map((query) => {
			const gains = collection.gains.get(query.id) ?? new Map<string, number>();
			const ranked = ranker.rank(query, collection.documents.length).map(({ document }) => document);
			const shown = collection.onlyJudged ? judgedOrder(ranked, gains) : ranked;
			return ndcg(shown.map((id) => gains.get(id) ?? 0), [...gains.values()], 10);
		}),
	);
}

function judgedOrder(ranked: readonly string[], gains: ReadonlyMap<string, number>): string[] {
	const found = ranked.filter((id) => gains.has(id));
	const known = new Set(found);
	return [...found, ...[...gains.keys()].filter((id) => !known.has(id))];
}
