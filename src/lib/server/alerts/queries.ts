import { and, asc, count, desc, eq, exists, gt, inArray, isNull, lte, ne, or, sql } from 'drizzle-orm';
import type { LetterRhythm } from '#lib/alerts/vocabulary.ts';
import { membership, user } from '#lib/server/accounts/tables.ts';
import { listing, listingVersion } from '#lib/server/listings/tables.ts';
import { centre, organisation } from '#lib/server/network/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { alertPreference, alertProgress, savedSearch, savedSearchHit } from './tables.ts';

export type SavedSearchRow = typeof savedSearch.$inferSelect;
export type AlertPreference = typeof alertPreference.$inferSelect;

export async function insertSearch(tx: Executor, values: typeof savedSearch.$inferInsert): Promise<string> {
	const rows = await tx.insert(savedSearch).values(values).returning({ id: savedSearch.id });
	return rows[0]!.id;
}

export async function countSearches(db: Executor, userId: string): Promise<number> {
	const rows = await db.select({ count: count() }).from(savedSearch).where(eq(savedSearch.userId, userId));
	return Number(rows[0]?.count ?? 0);
}

export async function searchById(db: Executor, id: string): Promise<SavedSearchRow | undefined> {
	return (await db.select().from(savedSearch).where(eq(savedSearch.id, id)))[0];
}

export async function lockSearch(tx: Executor, id: string): Promise<SavedSearchRow | undefined> {
	return (await tx.select().from(savedSearch).where(eq(savedSearch.id, id)).for('update'))[0];
}

export async function searchByFeedToken(db: Executor, token: string): Promise<SavedSearchRow | undefined> {
	return (await db.select().from(savedSearch).where(eq(savedSearch.feedToken, token)))[0];
}

/** A person's searches, the newest first, each with how many published listings it found since the person last looked. */
export async function searchesOf(db: Executor, userId: string): Promise<(SavedSearchRow & { fresh: number })[]> {
	const rows = await db
		.select({ search: savedSearch, fresh: count(listing.id) })
		.from(savedSearch)
		.leftJoin(savedSearchHit, and(eq(savedSearchHit.searchId, savedSearch.id), gt(savedSearchHit.foundAt, savedSearch.seenAt)))
		.leftJoin(listing, and(eq(listing.id, savedSearchHit.listingId), eq(listing.state, 'published')))
		.where(eq(savedSearch.userId, userId))
		.groupBy(savedSearch.id)
		.orderBy(desc(savedSearch.createdAt), asc(savedSearch.id));
	return rows.map(({ search, fresh }) => ({ ...search, fresh: Number(fresh) }));
}

/** Ids of what a search found since its person last looked, the newest first. */
export async function freshListingIds(db: Executor, search: SavedSearchRow, limit: number): Promise<string[]> {
	const rows = await db
		.select({ id: savedSearchHit.listingId })
		.from(savedSearchHit)
		.innerJoin(listing, and(eq(listing.id, savedSearchHit.listingId), eq(listing.state, 'published')))
		.where(and(eq(savedSearchHit.searchId, search.id), gt(savedSearchHit.foundAt, search.seenAt)))
		.orderBy(desc(savedSearchHit.foundAt), asc(savedSearchHit.listingId))
		.limit(limit);
	return rows.map(({ id }) => id);
}

export async function updateSearch(tx: Executor, id: string, values: Partial<typeof savedSearch.$inferInsert>): Promise<void> {
	await tx.update(savedSearch).set(values).where(eq(savedSearch.id, id));
}

export async function deleteSearch(tx: Executor, id: string): Promise<void> {
	await tx.delete(savedSearch).where(eq(savedSearch.id, id));
}

/** Pauses every search of a person that sends letters in a rhythm. */
export async function pauseRhythm(tx: Executor, userId: string, rhythm: LetterRhythm): Promise<void> {
	await tx.update(savedSearch).set({ paused: true }).where(and(eq(savedSearch.userId, userId), eq(savedSearch.rhythm, rhythm)));
}

/** Searches page by page, whoever's they are. */
export async function searchesAfter(db: Executor, after: string | null, limit: number): Promise<SavedSearchRow[]> {
	return db
		.select()
		.from(savedSearch)
		.where(after === null ? undefined : gt(savedSearch.id, after))
		.orderBy(asc(savedSearch.id))
		.limit(limit);
}

/** Keeps that listings answer a search; those that it has had stay as they are. Returns how many are new. */
export async function putHits(db: Executor, searchId: string, listingIds: readonly string[], foundAt: Date, toldAt: Date | null): Promise<number> {
	if (listingIds.length === 0) return 0;
	// A search that was deleted and a listing that is gone meanwhile are left out.
	const { rowCount } = await db.execute(sql`
		insert into saved_search_hit (search_id, listing_id, found_at, told_at)
		select s.id, l.id, ${foundAt.toISOString()}::timestamptz, ${toldAt?.toISOString() ?? null}::timestamptz
		from saved_search s, listing l
		where s.id = ${searchId} and l.id = any(${sql.param([...listingIds])}::uuid[])
		on conflict do nothing`);
	return rowCount ?? 0;
}

/** Which listings a search has still to tell. */
export async function untoldListingIds(db: Executor, searchId: string): Promise<string[]> {
	const rows = await db
		.select({ id: savedSearchHit.listingId })
		.from(savedSearchHit)
		.where(and(eq(savedSearchHit.searchId, searchId), isNull(savedSearchHit.toldAt)));
	return rows.map(({ id }) => id);
}

/** Counts everything that a search has still to tell as told. */
export async function tellAll(tx: Executor, searchId: string, at: Date): Promise<void> {
	await tx
		.update(savedSearchHit)
		.set({ toldAt: at })
		.where(and(eq(savedSearchHit.searchId, searchId), isNull(savedSearchHit.toldAt)));
}

/** Forgets untold listings that answer a search no more, so that they are new should they answer it again. */
export async function forgetHits(tx: Executor, searchId: string, listingIds: readonly string[]): Promise<void> {
	if (listingIds.length === 0) return;
	await tx
		.delete(savedSearchHit)
		.where(and(eq(savedSearchHit.searchId, searchId), isNull(savedSearchHit.toldAt), inArray(savedSearchHit.listingId, [...listingIds])));
}

/** Published listings whose present state the searches have not been run against, the longest waiting first. */
export async function uncheckedListings(db: Executor, limit: number): Promise<{ id: string; changeNumber: number; publishedAt: Date | null }[]> {
	return db
		.select({ id: listing.id, changeNumber: listing.changeNumber, publishedAt: listing.publishedAt })
		.from(listing)
		.leftJoin(alertProgress, eq(alertProgress.listingId, listing.id))
		.where(and(eq(listing.state, 'published'), or(isNull(alertProgress.listingId), ne(alertProgress.changeNumber, listing.changeNumber))))
		.orderBy(asc(listing.changeNumber))
		.limit(limit);
}

export async function putAlertProgress(db: Executor, rows: readonly { id: string; changeNumber: number }[]): Promise<void> {
	if (rows.length === 0) return;
	await db.execute(sql`
		insert into alert_progress (listing_id, change_number)
		select done.id, done.number
		from unnest(${sql.param(rows.map(({ id }) => id))}::uuid[], ${sql.param(rows.map((row) => row.changeNumber))}::bigint[]) as done(id, number)
		join listing on listing.id = done.id
		on conflict (listing_id) do update set change_number = excluded.change_number`);
}

const untold = (db: Executor) =>
	exists(
		db
			.select({ one: sql`1` })
			.from(savedSearchHit)
			.where(and(eq(savedSearchHit.searchId, savedSearch.id), isNull(savedSearchHit.toldAt))),
	);
const due = (now: Date) => and(eq(savedSearch.paused, false), lte(savedSearch.nextLetter, now));

/** People with letters due: digests whose morning has come, and immediate letters with something to tell. */
export async function peopleWithDueLetters(db: Executor, now: Date, after: string, limit: number): Promise<string[]> {
	const rows = await db
		.selectDistinct({ userId: savedSearch.userId })
		.from(savedSearch)
		.where(and(gt(savedSearch.userId, after), due(now), or(ne(savedSearch.rhythm, 'immediate'), untold(db))))
		.orderBy(asc(savedSearch.userId))
		.limit(limit);
	return rows.map(({ userId }) => userId);
}

/** A person's searches with letters due, locked, in the order of their names. */
export async function lockDueSearches(tx: Executor, userId: string, now: Date): Promise<SavedSearchRow[]> {
	return tx
		.select()
		.from(savedSearch)
		.where(and(eq(savedSearch.userId, userId), due(now)))
		.orderBy(asc(savedSearch.name), asc(savedSearch.id))
		.for('update');
}

export async function preferenceOf(db: Executor, userId: string): Promise<AlertPreference | undefined> {
	return (await db.select().from(alertPreference).where(eq(alertPreference.userId, userId)))[0];
}

export async function insertPreference(tx: Executor, values: AlertPreference): Promise<void> {
	await tx.insert(alertPreference).values(values).onConflictDoNothing();
}

export async function updatePreference(tx: Executor, userId: string, values: Partial<AlertPreference>): Promise<void> {
	await tx.update(alertPreference).set(values).where(eq(alertPreference.userId, userId));
}

/** The country of a person's organisation or centre; null for who belongs to none. */
export async function countryOfPerson(db: Executor, userId: string): Promise<string | null> {
	const rows = await db
		.select({ country: sql<string>`coalesce(${organisation.country}, ${centre.country})` })
		.from(membership)
		.leftJoin(organisation, eq(organisation.id, membership.organisationId))
		.leftJoin(centre, eq(centre.id, membership.centreId))
		.where(eq(membership.userId, userId))
		.orderBy(asc(membership.createdAt), asc(membership.id))
		.limit(1);
	return rows[0]?.country ?? null;
}

export async function personById(db: Executor, userId: string): Promise<{ name: string; email: string; language: string } | undefined> {
	return (await db.select({ name: user.name, email: user.email, language: user.language }).from(user).where(eq(user.id, userId)))[0];
}

/** When what everyone reads of some listings last changed, by listing id. */
export async function publicationTimes(db: Executor, ids: readonly string[]): Promise<Map<string, Date>> {
	if (ids.length === 0) return new Map();
	const rows = await db
		.select({ id: listing.id, publishedAt: listing.publishedAt, writtenAt: listingVersion.updatedAt })
		.from(listing)
		.innerJoin(listingVersion, eq(listingVersion.id, listing.publishedVersionId))
		.where(and(inArray(listing.id, [...ids]), eq(listing.state, 'published')));
	return new Map(rows.map(({ id, publishedAt, writtenAt }) => [id, publishedAt && publishedAt > writtenAt ? publishedAt : writtenAt]));
}
