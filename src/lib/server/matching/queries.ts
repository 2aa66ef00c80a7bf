import { and, eq, inArray, isNull, ne, or, sql } from 'drizzle-orm';
import { listing } from '#lib/server/listings/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { OPEN_PAIR_STATES } from './suggested-pair.ts';
import { matchProgress, nearDuplicate, pairDecision, suggestedPair } from './tables.ts';

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
 * judgement. A pair withdrawn because a listing was not public is suggested again. Pairs of listings that were removed
 * meanwhile are left out.
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

const ofListings = (ids: readonly string[]) => or(inArray(suggestedPair.needId, [...ids]), inArray(suggestedPair.offerId, [...ids]));

/** Every pair of a listing, whatever its state, strongest first. */
export async function pairsOfListing(db: Executor, listingId: string): Promise<SuggestedPairRow[]> {
	return db
		.select()
		.from(suggestedPair)
		.where(ofListings([listingId]))
		.orderBy(sql`${suggestedPair.score} desc`, suggestedPair.id);
}

/** The other ends of a listing's pairs that are still to be decided on, and of those withdrawn with a listing. */
export async function undecidedPairsOf(
	db: Executor,
	listingIds: readonly string[],
): Promise<Pick<SuggestedPairRow, 'id' | 'needId' | 'offerId'>[]> {
	if (listingIds.length === 0) return [];
	return db
		.select({ id: suggestedPair.id, needId: suggestedPair.needId, offerId: suggestedPair.offerId })
		.from(suggestedPair)
		.where(and(ofListings(listingIds), inArray(suggestedPair.state, [...OPEN_PAIR_STATES, 'withdrawn'])));
}

/** Removes pairs that are no suggestion any more, as far as no broker has touched them. */
export async function dropUntouchedPairs(db: Executor, ids: readonly string[]): Promise<void> {
	if (ids.length === 0) return;
	await db
		.delete(suggestedPair)
		.where(
			and(
				inArray(suggestedPair.id, [...ids]),
				inArray(suggestedPair.state, ['suggested', 'withdrawn']),
				isNull(suggestedPair.assignedTo),
				sql`not exists (select 1 from ${pairDecision} where ${pairDecision.pairId} = ${suggestedPair.id})`,
			),
		);
}

/** Pairs of listings that are public no more leave the queues; what brokers decided stays. */
export async function withdrawPairs(db: Executor, listingIds: readonly string[]): Promise<void> {
	if (listingIds.length === 0) return;
	await db
		.update(suggestedPair)
		.set({ state: 'withdrawn', laterUntil: null, version: sql`${suggestedPair.version} + 1` })
		.where(and(ofListings(listingIds), inArray(suggestedPair.state, [...OPEN_PAIR_STATES])));
}

/** Numbers the suggestions of some needs or offers anew, strongest first; excluded ones, duplicates and withdrawn ones have no place. */
export async function rankPairs(db: Executor, side: 'need' | 'offer', listingIds: readonly string[]): Promise<void> {
	if (listingIds.length === 0) return;
	const [of, rank] = side === 'need' ? [sql`need_id`, sql`need_rank`] : [sql`offer_id`, sql`offer_rank`];
	await db.execute(sql`
		update suggested_pair pair set ${rank} = placed.place
		from (
			select id, case when fits then row_number() over (partition by ${of}, fits order by score desc, id) end as place
			from (
				select *, exclusion is null and near_duplicate_of is null and state <> 'withdrawn' as fits
				from suggested_pair where ${of} = any(${sql.param([...listingIds])}::uuid[])
			) of_side
		) placed
		where pair.id = placed.id and pair.${rank} is distinct from placed.place`);
}

/** Keeps which listing a listing says again; `originalId` null where it says none. */
export async function putNearDuplicate(
	db: Executor,
	listingId: string,
	original: { id: string; likeness: number } | null,
	now: Date,
): Promise<void> {
	if (!original) {
		await db.delete(nearDuplicate).where(eq(nearDuplicate.listingId, listingId));
		return;
	}
	const values = { originalId: original.id, likeness: original.likeness, foundAt: now };
	await db
		.insert(nearDuplicate)
		.values({ listingId, ...values })
		.onConflictDoUpdate({ target: nearDuplicate.listingId, set: values });
}

/** The listing that one says again, and those that say it again. */
export async function nearDuplicatesOf(db: Executor, listingId: string): Promise<(typeof nearDuplicate.$inferSelect)[]> {
	return db
		.select()
		.from(nearDuplicate)
		.where(or(eq(nearDuplicate.listingId, listingId), eq(nearDuplicate.originalId, listingId)));
}

/** Published listings whose present state has not been matched, the longest waiting first. */
export async function unmatchedListings(db: Executor, limit: number): Promise<{ id: string; changeNumber: number }[]> {
	return db
		.select({ id: listing.id, changeNumber: listing.changeNumber })
		.from(listing)
		.leftJoin(matchProgress, eq(matchProgress.listingId, listing.id))
		.where(and(eq(listing.state, 'published'), or(isNull(matchProgress.listingId), ne(matchProgress.changeNumber, listing.changeNumber))))
		.orderBy(listing.changeNumber)
		.limit(limit);
}

/** Listings that were matched and are public no more. */
export async function matchedUnpublished(db: Executor, limit: number): Promise<string[]> {
	const rows = await db
		.select({ id: listing.id })
		.from(matchProgress)
		.innerJoin(listing, eq(listing.id, matchProgress.listingId))
		.where(ne(listing.state, 'published'))
		.limit(limit);
	return rows.map(({ id }) => id);
}

export async function putMatchProgress(
	db: Executor,
	rows: readonly { listingId: string; changeNumber: number; engine: string; passId: string | null }[],
	now: Date,
): Promise<void> {
	if (rows.length === 0) return;
	await db
		.insert(matchProgress)
		.values(rows.map((row) => ({ ...row, matchedAt: now })))
		.onConflictDoUpdate({
			target: matchProgress.listingId,
			set: {
				changeNumber: sql`excluded.change_number`,
				engine: sql`excluded.engine`,
				passId: sql`coalesce(excluded.pass_id, ${matchProgress.passId})`,
				matchedAt: sql`excluded.matched_at`,
			},
		});
}

export async function forgetMatchProgress(db: Executor, listingIds: readonly string[]): Promise<void> {
	if (listingIds.length > 0) await db.delete(matchProgress).where(inArray(matchProgress.listingId, [...listingIds]));
}

/** Which of some listings are still there, locked against removal until the transaction ends. */
export async function presentListings(tx: Executor, ids: readonly string[]): Promise<Set<string>> {
	if (ids.length === 0) return new Set();
	const rows = await tx.select({ id: listing.id }).from(listing).where(inArray(listing.id, [...ids])).for('key share');
	return new Set(rows.map(({ id }) => id));
}
