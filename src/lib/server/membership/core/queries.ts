import { and, asc, count, desc, eq, gte, isNull, sql } from 'drizzle-orm';
import { user } from '#lib/server/accounts/tables.ts';
import { introduction } from '#lib/server/brokering/tables.ts';
import { listing } from '#lib/server/listings/tables.ts';
import { organisation } from '#lib/server/network/tables.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { coreMembership, coreNomination, coreReview } from '../tables.ts';

type NominationRow = typeof coreNomination.$inferSelect;
type CoreMembershipRow = typeof coreMembership.$inferSelect;

const named = { id: organisation.id, slug: organisation.slug, names: organisation.names, country: organisation.country, place: organisation.place, kind: organisation.kind, centreId: organisation.centreId, isSample: organisation.isSample };

/** The core members that stand, the longest first. */
export async function coreMembers(db: Executor) {
	return db
		.select({ ...named, membershipId: coreMembership.id, since: coreMembership.since })
		.from(coreMembership)
		.innerJoin(organisation, eq(organisation.id, coreMembership.organisationId))
		.where(isNull(coreMembership.endedOn))
		.orderBy(asc(coreMembership.since), asc(organisation.slug));
}

export async function standingMembership(db: Executor, organisationId: string): Promise<CoreMembershipRow | undefined> {
	return (await db.select().from(coreMembership).where(and(eq(coreMembership.organisationId, organisationId), isNull(coreMembership.endedOn))))[0];
}

export async function lockMembership(tx: Executor, id: string): Promise<CoreMembershipRow | undefined> {
	return (await tx.select().from(coreMembership).where(eq(coreMembership.id, id)).for('update'))[0];
}

/** Organisations that ever became core members from a day on. */
export async function countSince(db: Executor, from: string): Promise<number> {
	const rows = await db.select({ count: count() }).from(coreMembership).where(gte(coreMembership.since, from));
	return Number(rows[0]!.count);
}

/** How many became core members and how many ended, by year. */
export async function coreByYear(db: Executor): Promise<{ year: number; joined: number; ended: number }[]> {
	const { rows } = await db.execute<{ year: number; joined: number; ended: number }>(sql`
		with event as (
			select extract(year from since)::int as year, 1 as joined, 0 as ended from core_membership
			union all select extract(year from ended_on)::int, 0, 1 from core_membership where ended_on is not null)
		select year, sum(joined)::int as joined, sum(ended)::int as ended from event group by year order by year`);
	return rows;
}

/** Answers undefined where a nomination of the organisation waits already. */
export async function insertNomination(tx: Executor, values: typeof coreNomination.$inferInsert): Promise<string | undefined> {
	return (await tx.insert(coreNomination).values(values).onConflictDoNothing().returning({ id: coreNomination.id }))[0]?.id;
}

export async function lockNomination(tx: Executor, id: string): Promise<NominationRow | undefined> {
	return (await tx.select().from(coreNomination).where(eq(coreNomination.id, id)).for('update'))[0];
}

export async function updateNomination(tx: Executor, id: string, values: Partial<typeof coreNomination.$inferInsert>): Promise<void> {
	await tx.update(coreNomination).set(values).where(eq(coreNomination.id, id));
}

export async function openNominations(db: Executor) {
	return db
		.select({ nomination: coreNomination, organisation: named, by: user.name })
		.from(coreNomination)
		.innerJoin(organisation, eq(organisation.id, coreNomination.organisationId))
		.leftJoin(user, eq(user.id, coreNomination.nominatedBy))
		.where(eq(coreNomination.state, 'nominated'))
		.orderBy(asc(coreNomination.nominatedAt));
}

export async function nominationsOf(db: Executor, organisationId: string): Promise<NominationRow[]> {
	return db.select().from(coreNomination).where(eq(coreNomination.organisationId, organisationId)).orderBy(desc(coreNomination.nominatedAt)).limit(10);
}

export async function insertMembership(tx: Executor, values: typeof coreMembership.$inferInsert): Promise<string | undefined> {
	return (await tx.insert(coreMembership).values(values).onConflictDoNothing().returning({ id: coreMembership.id }))[0]?.id;
}

export async function endMembership(tx: Executor, id: string, values: Pick<typeof coreMembership.$inferInsert, 'endedOn' | 'endReason'>): Promise<void> {
	await tx.update(coreMembership).set(values).where(eq(coreMembership.id, id));
}

/** Answers false where the year has been reviewed already. */
export async function insertReview(tx: Executor, values: typeof coreReview.$inferInsert): Promise<boolean> {
	return (await tx.insert(coreReview).values(values).onConflictDoNothing().returning({ id: coreReview.id })).length > 0;
}

/** Standing core members whose review of a year is still to come: those that were members before it. */
export async function dueReviews(db: Executor, year: number) {
	return db
		.select({ ...named, membershipId: coreMembership.id, since: coreMembership.since })
		.from(coreMembership)
		.innerJoin(organisation, eq(organisation.id, coreMembership.organisationId))
		.leftJoin(coreReview, and(eq(coreReview.membershipId, coreMembership.id), eq(coreReview.year, year)))
		.where(and(isNull(coreMembership.endedOn), isNull(coreReview.id), sql`${coreMembership.since} < make_date(${year}, 1, 1)`))
		.orderBy(asc(coreMembership.since), asc(organisation.slug));
}

interface Activity {
	published: number;
	introductions: number;
	answered: number;
	/** Dockings that it is in, and agreements that it signed. */
	dockings: number;
	agreements: number;
}

/** What the network has on record of an organisation, as evidence for a nomination or a review. */
export async function activityOf(db: Executor, organisationId: string): Promise<Activity> {
	const [listings] = await db.select({ count: count() }).from(listing).where(and(eq(listing.organisationId, organisationId), eq(listing.state, 'published')));
	const { rows } = await db.execute<{ introductions: number; answered: number }>(sql`
		select count(*)::int as introductions, count(*) filter (where replied)::int as answered from (
			select case when own.id = p.need_id then i.need_reply is not null else i.offer_reply is not null end as replied
			from ${introduction} i join suggested_pair p on p.id = i.pair_id
			join ${listing} own on own.id in (p.need_id, p.offer_id)
			where own.organisation_id = ${organisationId} and i.withdrawn_at is null) as each_one`);
	const came = await asActor(db, operator('activity of members'), (tx) =>
		tx.execute<{ dockings: number; agreements: number }>(sql`select
			(select count(distinct docking_id)::int from docking_party where organisation_id = ${organisationId}) as dockings,
			(select count(distinct a.id)::int from agreement_party p join agreement a on a.id = p.agreement_id where p.organisation_id = ${organisationId} and a.state in ('signed', 'ended')) as agreements`),
	);
	return { published: Number(listings?.count ?? 0), introductions: rows[0]?.introductions ?? 0, answered: rows[0]?.answered ?? 0, ...came.rows[0]! };
}
