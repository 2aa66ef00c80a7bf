import type { Clock } from '#lib/server/platform/clock.ts';
import { inTransaction, type Database } from '#lib/server/platform/database.ts';
import { nextTurn } from '#lib/server/platform/next-turn.ts';
import type { MatchSource } from '#lib/server/search/match-source.ts';
import { matchListing, storeMatched, type MatchedListing } from './match-listings.ts';
import { forgetMatchProgress, matchedUnpublished, putMatchProgress, unmatchedListings, withdrawPairs } from './queries.ts';
import { adoptWeights } from './weights/weights-in-use.ts';

/** Listings matched between two answers to others, and stored together. */
const BATCH = 20;

export interface FollowContext {
	db: Database;
	clock: Clock;
	source: MatchSource;
	/** Brings one listing of the index up to date. */
	refresh(listingId: string): Promise<void>;
}

/**
 * Brings the stored pairs in step with the published listings: matches those that are new or changed, from either side, and
 * withdraws the pairs of those that are public no more. At most `most` listings; answers whether more are waiting. What was
 * stored stays where the signal stops it, and the next call goes on behind it.
 */
export async function followListings(context: FollowContext, { most, signal }: { most: number; signal?: AbortSignal }): Promise<boolean> {
	const { db, source } = context;
	await withdrawUnpublished(db);
	const engine = await adoptWeights(db, source);
	const waiting = await unmatchedListings(db, most + 1);
	for (let from = 0; from < Math.min(most, waiting.length); from += BATCH) {
		if (signal?.aborted) return true;
		const now = context.clock();
		const matched: MatchedListing[] = [];
		for (const { id, changeNumber } of waiting.slice(from, Math.min(most, from + BATCH))) {
			if (source.published(id)?.changeNumber !== changeNumber) await context.refresh(id);
			const found = matchListing(source, id, { engine, now });
			if (found) matched.push(found);
			// Published when it was asked for, gone when it was read: done with, until it changes again.
			else await putMatchProgress(db, [{ listingId: id, changeNumber, engine, passId: null }], now);
			await nextTurn();
		}
		await storeMatched(db, source, matched, { engine, now });
	}
	return waiting.length > most;
}

const AT_ONCE = 500;

async function withdrawUnpublished(db: Database): Promise<void> {
	for (;;) {
		const gone = await matchedUnpublished(db, AT_ONCE);
		if (gone.length === 0) return;
		await inTransaction(db, async (tx) => {
			await withdrawPairs(tx, gone);
			await forgetMatchProgress(tx, gone);
		});
	}
}
