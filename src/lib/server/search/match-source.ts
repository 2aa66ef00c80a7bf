import type { MatchingEngine, Suggestion } from '#lib/engines/matching/matching-engine.ts';
import type { CriterionWeights } from '#lib/engines/matching/matching-weights.ts';
import type { MatchResult } from '#lib/engines/matching/types.ts';
import { matchableOf, type PublicListing } from './public-listing.ts';

/** What the matching of stored pairs asks of the index. Days are ISO days. */
export interface MatchSource {
	/** The published listing as the index has it; undefined where it has none. */
	published(id: string): Pick<PublicListing, 'id' | 'kind' | 'changeNumber' | 'centreId' | 'publishedAt'> | undefined;
	/** The strongest pairs of a listing, excluded ones and near-duplicates among them, marked. */
	suggestions(id: string, limit: number, today: string): Suggestion[];
	/** One pair judged, whatever its score. */
	judge(askedId: string, otherId: string, today: string): MatchResult | undefined;
	/** Listings of the same kind that say the same. */
	nearDuplicates(id: string): { id: string; likeness: number }[];
	useWeights(weights: CriterionWeights): void;
	/** Keeps so many listings read, for who matches many of them. */
	keepReadings(count: number): void;
}

/** The matching engine and the listings of one index, as a source. */
export function matchSourceOver(engine: MatchingEngine, listing: (id: string) => PublicListing | undefined): MatchSource {
	return {
		published: listing,
		suggestions(id, limit, today) {
			const found = listing(id);
			return found ? engine.suggestions(matchableOf(found), limit, today) : [];
		},
		judge: (askedId, otherId, today) => engine.judgePair(askedId, otherId, today),
		nearDuplicates(id) {
			const found = listing(id);
			return found ? engine.nearDuplicates(matchableOf(found)) : [];
		},
		useWeights: (weights) => engine.useWeights(weights),
		keepReadings: (count) => engine.keepReadings(count),
	};
}
