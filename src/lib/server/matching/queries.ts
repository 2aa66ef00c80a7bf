import { and, eq, inArray, or, sql } from 'drizzle-orm';
import type { Executor } from '#lib/server/platform/database.ts';
import { OPEN_PAIR_STATES } from './suggested-pair.ts';
import { suggestedPair } from './tables.ts';

export type SuggestedPairRow = typeof suggestedPair.$inferSelect;

/** What a judgement says of a pair, as it is stored. */
export type JudgedPair = Pick<
	SuggestedPairRow,
	| 'needId'
	| 'offerId'
	| 'needCentreId'
	| 'offerCentreId'
	| 'score'
	| 'criteria'
	| 'exclusion'
	| 'nearDuplicateOf'
	| 'needChange'
	| 'offerChange'
	| 'engine'
>;

/** Rows of one statement: PostgreSQL takes 65,535 parameters. */
const ROWS_AT_ONCE = 2000;

/**
 * Stores judgements: new pairs are suggested, known ones keep their state, their broker and their version, and get the new
 * judgement. A pair withdrawn because a listing was not public is suggested again.
 */
export async function upsertPairs(db: Executor, pairs: readonly JudgedPair[], now: Date): Promise<void> {
	for (let from = 0; from < pairs.length; from += ROWS_AT_ONCE) {
		const rows = pairs.slice(from, from + ROWS_AT_ONCE).map((pair) => ({ ...pair, firstSuggestedAt: now, judgedAt: now }));
		await db
			.insert(suggestedPair)
			.values(rows)
			.onConflictDoUpdate({
				target: [suggestedPair.needId, suggestedPair.offerId],
				set: {
					needCentreId: sql`excluded.need_centre_id`,
					offerCentreId: sql`excluded.offer_centre_id`,
					score: sql`excluded.score`,
					criteria: sql`excluded.criteria`,
					exclusion: sql`excluded.exclusion`,
					nearDuplicateOf: sql`excluded.near_duplicate_of`,
					needChange: sql`excluded.need_change`,
					offerChange: sql`excluded.offer_change`,
					engine: sql`excluded.engine`,
					judgedAt: sql`excluded.judged_at`,
					state: sql`case when ${suggestedPair.state} = 'withdrawn' then 'suggested' else ${suggestedPair.state} end`,
				},
			});
	}
}

export async function pairById(db: Executor, id: string): Promise<SuggestedPairRow | undefined> {
	return (await db.select().from(suggestedPair).where(eq(suggestedPair.id, id)))[0];
}

/** Every pair of a listing, whatever its state, strongest first. */
export async function pairsOfListing(db: Executor, listingId: string): Promise<SuggestedPairRow[]> {
	return db
		.select()
		.from(suggestedPair)
		.where(or(eq(suggestedPair.needId, listingId), eq(suggestedPair.offerId, listingId)))
		.orderBy(sql`${suggestedPair.score} desc`, suggestedPair.id);
}

/** Pairs of listings that are public no more leave the queues; what brokers decided stays. */
export async function withdrawPairs(db: Executor, listingIds: readonly string[]): Promise<void> {
	if (listingIds.length === 0) return;
	await db
		.update(suggestedPair)
		.set({ state: 'withdrawn', laterUntil: null, version: sql`${suggestedPair.version} + 1` })
		.where(
			and(
				or(inArray(suggestedPair.needId, [...listingIds]), inArray(suggestedPair.offerId, [...listingIds])),
				inArray(suggestedPair.state, [...OPEN_PAIR_STATES]),
			),
		);
}
