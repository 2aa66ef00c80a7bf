import { and, asc, desc, eq, inArray, isNull, lt, sql } from 'drizzle-orm';
import type { InterestStep } from '#lib/docking/vocabulary.ts';
import { membership, user } from '#lib/server/accounts/tables.ts';
import { listing, listingContact, listingVersion } from '#lib/server/listings/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import type { DockingPerson } from '../queries.ts';
import type { InterestForRules } from '../rules.ts';
import { centreDocking, docking, interest, interestJoined, interestQuestion, type Words } from '../tables.ts';

export type InterestRow = typeof interest.$inferSelect;
export type QuestionRow = typeof interestQuestion.$inferSelect;

export interface FoundInterest {
	row: InterestRow;
	forRules: InterestForRules;
}

/** An interest; inside `asActor` only, where whom it does not concern finds none. */
export async function findInterest(tx: Executor, id: string, options: { lock?: boolean } = {}): Promise<FoundInterest | undefined> {
	const query = tx.select().from(interest).where(eq(interest.id, id));
	const [row] = options.lock ? await query.for('update') : await query;
	return row && { row, forRules: interestForRules(row) };
}

export function interestForRules(row: InterestRow): InterestForRules {
	const { state, organisationId, ownerOrganisationId, ownCentreId, theirCentreId } = row;
	return { state, organisationId, ownerOrganisationId, ownCentreId, theirCentreId, pastOwnCentre: row.pastOwnCentreAt !== null, reachedOwner: row.withOwnerAt !== null };
}

export async function insertInterest(tx: Executor, values: typeof interest.$inferInsert): Promise<InterestRow> {
	return (await tx.insert(interest).values(values).returning())[0]!;
}

export async function updateInterest(tx: Executor, id: string, values: Partial<typeof interest.$inferInsert>): Promise<void> {
	await tx.update(interest).set({ ...values, version: sql`${interest.version} + 1` }).where(eq(interest.id, id));
}

/** Without counting the version up: what the clock notes is no decision. */
export async function updateInterestQuietly(tx: Executor, id: string, values: Pick<typeof interest.$inferInsert, 'remindedAt'>): Promise<void> {
	await tx.update(interest).set(values).where(eq(interest.id, id));
}

/** The interest of an organisation in a listing that is on its way. */
export async function openInterestOf(tx: Executor, listingId: string, organisationId: string): Promise<InterestRow | undefined> {
	const rows = await tx
		.select()
		.from(interest)
		.where(and(eq(interest.listingId, listingId), eq(interest.organisationId, organisationId), inArray(interest.state, ['at_own_centre', 'at_their_centre', 'with_owner'])));
	return rows[0];
}

export async function putJoined(tx: Executor, values: typeof interestJoined.$inferInsert): Promise<void> {
	await tx.insert(interestJoined).values(values).onConflictDoUpdate({ target: [interestJoined.interestId, interestJoined.personId], set: { words: values.words } });
}

export async function joinedOf(tx: Executor, interestId: string): Promise<{ personId: string; name: string; words: Words; joinedAt: Date }[]> {
	return tx
		.select({ personId: interestJoined.personId, name: user.name, words: interestJoined.words, joinedAt: interestJoined.joinedAt })
		.from(interestJoined)
		.innerJoin(user, eq(user.id, interestJoined.personId))
		.where(eq(interestJoined.interestId, interestId))
		.orderBy(asc(interestJoined.joinedAt));
}

/** The docking of an accepted interest, as far as who asks is in it. */
export async function dockingOfInterest(tx: Executor, interestId: string): Promise<{ id: string; reference: string; state: string } | undefined> {
	return (await tx.select({ id: docking.id, reference: docking.reference, state: docking.state }).from(docking).where(eq(docking.interestId, interestId)))[0];
}

/** Whether a docking of these two organisations about a listing runs already; for the system, who sees all. */
export async function runningDockingAbout(tx: Executor, listingId: string, organisationId: string): Promise<{ id: string; reference: string } | undefined> {
	const { rows } = await tx.execute<{ id: string; reference: string }>(sql`
		select d.id, d.reference from docking d
		join docking_party p on p.docking_id = d.id and p.organisation_id = ${organisationId}
		where (d.offer_listing_id = ${listingId} or d.need_listing_id = ${listingId}) and d.state not in ('stopped', 'completed')
		order by d.opened_at desc limit 1`);
	return rows[0];
}

const who = { id: user.id, name: user.name, email: user.email, language: user.language };

/** Who is told of what comes to a listing: its contact people who still write for the organisation, else its owners. */
export async function ownersOfListing(tx: Executor, listing: { listingId: string; organisationId: string }): Promise<DockingPerson[]> {
	const contacts = await tx
		.selectDistinct(who)
		.from(listingContact)
		.innerJoin(membership, and(eq(membership.userId, listingContact.userId), eq(membership.organisationId, listing.organisationId), inArray(membership.role, ['owner', 'editor'])))
		.innerJoin(user, eq(user.id, listingContact.userId))
		.where(eq(listingContact.listingId, listing.listingId));
	return contacts.length > 0 ? contacts : ownersOf(tx, listing.organisationId);
}

/** The owners of an organisation; where it has none, its editors. */
export async function ownersOf(tx: Executor, organisationId: string): Promise<DockingPerson[]> {
	const people = await tx
		.select({ ...who, role: membership.role })
		.from(membership)
		.innerJoin(user, eq(user.id, membership.userId))
		.where(and(eq(membership.organisationId, organisationId), inArray(membership.role, ['owner', 'editor'])))
		.orderBy(asc(user.name));
	const owners = people.filter(({ role }) => role === 'owner');
	return (owners.length > 0 ? owners : people).map(({ id, name, email, language }) => ({ id, name, email, language }));
}

/** Of these people, those who belong to an organisation still. */
export async function stillIn(tx: Executor, organisationId: string, people: readonly string[]): Promise<string[]> {
	if (people.length === 0) return [];
	const rows = await tx.select({ id: membership.userId }).from(membership).where(and(eq(membership.organisationId, organisationId), inArray(membership.userId, [...people])));
	return rows.map(({ id }) => id);
}

/** Which of some centres screen: those that want to, and have somebody who can. */
export async function screeningCentres(tx: Executor, ids: readonly string[]): Promise<Set<string>> {
	const rows = await tx
		.selectDistinct({ id: centreDocking.centreId })
		.from(centreDocking)
		.innerJoin(membership, and(eq(membership.centreId, centreDocking.centreId), inArray(membership.role, ['officer', 'secretariat'])))
		.where(and(inArray(centreDocking.centreId, [...ids]), eq(centreDocking.screens, true)));
	return new Set(rows.map(({ id }) => id));
}

export async function centreScreens(tx: Executor, centreId: string): Promise<boolean> {
	return (await tx.select({ screens: centreDocking.screens }).from(centreDocking).where(eq(centreDocking.centreId, centreId)))[0]?.screens ?? false;
}

export async function putCentreDocking(tx: Executor, values: typeof centreDocking.$inferInsert): Promise<void> {
	await tx.insert(centreDocking).values(values).onConflictDoUpdate({ target: centreDocking.centreId, set: values });
}

export async function questionsOf(tx: Executor, organisationId: string): Promise<QuestionRow[]> {
	return tx.select().from(interestQuestion).where(and(eq(interestQuestion.organisationId, organisationId), isNull(interestQuestion.retiredAt))).orderBy(asc(interestQuestion.position));
}

export async function insertQuestion(tx: Executor, values: typeof interestQuestion.$inferInsert): Promise<void> {
	await tx.insert(interestQuestion).values(values);
}

export async function updateQuestion(tx: Executor, id: string, values: Partial<typeof interestQuestion.$inferInsert>): Promise<void> {
	await tx.update(interestQuestion).set(values).where(eq(interestQuestion.id, id));
}

/** Steps whose day is over, the longest first; locked, and those that somebody is deciding on left out. */
export async function overdueInterests(tx: Executor, now: Date, limit: number): Promise<InterestRow[]> {
	return tx.select().from(interest).where(lt(interest.dueAt, now)).orderBy(asc(interest.dueAt)).limit(limit).for('update', { skipLocked: true });
}

/** Steps that began before a moment and whose holder has not been reminded. */
export async function unremindedInterests(tx: Executor, step: InterestStep, before: Date, limit: number): Promise<InterestRow[]> {
	return tx
		.select()
		.from(interest)
		.where(and(eq(interest.state, step), isNull(interest.remindedAt), lt(interest.stepSince, before)))
		.orderBy(asc(interest.stepSince))
		.limit(limit)
		.for('update', { skipLocked: true });
}

/** The published listings of one kind of some organisations, newest first. */
export async function publishedListingsOf(tx: Executor, organisations: readonly string[], kind: 'offer' | 'need'): Promise<{ id: string; reference: number; title: string; language: string; organisationId: string }[]> {
	if (organisations.length === 0) return [];
	return tx
		.select({ id: listing.id, reference: listing.reference, title: listingVersion.title, language: listingVersion.language, organisationId: listing.organisationId })
		.from(listing)
		.innerJoin(listingVersion, eq(listingVersion.id, listing.publishedVersionId))
		.where(and(inArray(listing.organisationId, [...organisations]), eq(listing.kind, kind), eq(listing.state, 'published')))
		.orderBy(desc(listing.publishedAt))
		.limit(200);
}

/** Whether a centre has introduced an organisation to the owner of a listing already. */
export async function isIntroduced(tx: Executor, listingId: string, organisationId: string): Promise<boolean> {
	return (await tx.execute(sql`select from listing_introduced_to(${listingId}) as introduced(id) where introduced.id = ${organisationId}`)).rows.length > 0;
}

export async function referenceOfListing(tx: Executor, listingId: string): Promise<number | undefined> {
	return (await tx.select({ reference: listing.reference }).from(listing).where(eq(listing.id, listingId)))[0]?.reference;
}
