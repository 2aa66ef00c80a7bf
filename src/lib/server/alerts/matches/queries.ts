import { and, asc, eq, gt, isNull, lte, sql } from 'drizzle-orm';
import { alertPreference } from '#lib/server/alerts/tables.ts';
import { membership } from '#lib/server/accounts/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';

/** Members of organisations whose wishes are not known yet. */
export async function membersWithoutPreference(db: Executor, limit: number): Promise<string[]> {
	const rows = await db
		.selectDistinct({ userId: membership.userId })
		.from(membership)
		.leftJoin(alertPreference, eq(alertPreference.userId, membership.userId))
		.where(and(sql`${membership.organisationId} is not null`, isNull(alertPreference.userId)))
		.limit(limit);
	return rows.map(({ userId }) => userId);
}

export async function peopleWithDueDigest(db: Executor, now: Date, after: string, limit: number): Promise<string[]> {
	const rows = await db
		.select({ userId: alertPreference.userId })
		.from(alertPreference)
		.where(and(eq(alertPreference.matchDigest, true), lte(alertPreference.nextMatchDigest, now), gt(alertPreference.userId, after)))
		.orderBy(asc(alertPreference.userId))
		.limit(limit);
	return rows.map(({ userId }) => userId);
}

/** The preference, locked, if the weekly counterparts are wanted and due. */
export async function lockDueDigest(tx: Executor, userId: string, now: Date): Promise<{ timeZone: string } | undefined> {
	const rows = await tx
		.select({ timeZone: alertPreference.timeZone })
		.from(alertPreference)
		.where(and(eq(alertPreference.userId, userId), eq(alertPreference.matchDigest, true), lte(alertPreference.nextMatchDigest, now)))
		.for('update');
	return rows[0];
}

/** An own listing with a counterpart that the person has not been told of. */
export interface UntoldPair {
	listingId: string;
	counterpartId: string;
	score: number;
}

/**
 * The best counterparts of the published listings of a person's organisations that the person has not been told of, at most
 * `each` a listing, strongest first. Pairs with a hard conflict, doubles, and those that a broker turned down are left out.
 */
export async function untoldPairs(tx: Executor, userId: string, each: number): Promise<UntoldPair[]> {
	const { rows } = await tx.execute<{ listing_id: string; counterpart_id: string; score: number }>(sql`
		with own as (
			select l.id from listing l join membership member on member.organisation_id = l.organisation_id
			where member.user_id = ${userId} and l.state = 'published'
		), pair as (
			select need_id as listing_id, offer_id as counterpart_id, score, need_rank as rank from suggested_pair p
			where need_id in (select id from own) and exclusion is null and near_duplicate_of is null and p.state not in ('withdrawn', 'rejected')
			union all
			select offer_id, need_id, score, offer_rank from suggested_pair p
			where offer_id in (select id from own) and exclusion is null and near_duplicate_of is null and p.state not in ('withdrawn', 'rejected')
		)
		select pair.listing_id, pair.counterpart_id, pair.score
		from pair join listing other on other.id = pair.counterpart_id and other.state = 'published'
		where pair.rank <= ${each}
			and not exists (
				select 1 from match_digest_told told
				where told.user_id = ${userId} and told.listing_id = pair.listing_id and told.counterpart_id = pair.counterpart_id
			)
		order by pair.score desc, pair.listing_id, pair.counterpart_id`);
	return rows.map((row) => ({ listingId: row.listing_id, counterpartId: row.counterpart_id, score: row.score }));
}

export async function putTold(tx: Executor, userId: string, pairs: readonly UntoldPair[], at: Date): Promise<void> {
	if (pairs.length === 0) return;
	await tx.execute(sql`
		insert into match_digest_told (user_id, listing_id, counterpart_id, told_at)
		select ${userId}, told.listing, told.counterpart, ${at.toISOString()}::timestamptz
		from unnest(${sql.param(pairs.map(({ listingId }) => listingId))}::uuid[], ${sql.param(pairs.map(({ counterpartId }) => counterpartId))}::uuid[])
			as told(listing, counterpart)
		on conflict do nothing`);
}
