import { and, desc, eq, isNull } from 'drizzle-orm';
import { suggestedPair } from '#lib/server/matching/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';

/** The strongest stored pairs that nobody has decided on and nothing excludes, strongest first. */
export async function strongestStoredPairs(db: Executor, limit: number): Promise<{ needId: string; offerId: string }[]> {
	return db
		.select({ needId: suggestedPair.needId, offerId: suggestedPair.offerId })
		.from(suggestedPair)
		.where(and(eq(suggestedPair.state, 'suggested'), isNull(suggestedPair.exclusion), isNull(suggestedPair.nearDuplicateOf)))
		.orderBy(desc(suggestedPair.score))
		.limit(limit);
}
