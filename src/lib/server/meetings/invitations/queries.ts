import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import { listing, listingVersion } from '#lib/server/listings/tables.ts';
import { organisation } from '#lib/server/network/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { eventInvitation } from '#lib/server/registration/tables.ts';
import { meetingInvitation, meetingInvitationBlock } from '../tables.ts';

export type InvitationRow = typeof meetingInvitation.$inferSelect;

const shownListing = { id: listing.id, reference: listing.reference, kind: listing.kind, state: listing.state, title: listingVersion.title, language: listingVersion.language, display: listingVersion.display, organisationId: listing.organisationId, organisation: { slug: organisation.slug, names: organisation.names, state: organisation.state } };

/** A published listing with its owner, by its number; none whose owner asked to stay unnamed. */
export async function listingToInvite(tx: Executor, reference: number) {
	const [found] = await tx
		.select(shownListing)
		.from(listing)
		.innerJoin(listingVersion, eq(listingVersion.id, listing.publishedVersionId))
		.innerJoin(organisation, eq(organisation.id, listing.organisationId))
		.where(and(eq(listing.reference, reference), eq(listing.state, 'published'), eq(organisation.state, 'admitted')));
	return found && found.display !== 'hidden' ? found : undefined;
}

/** The organisations of which somebody is registered for an event, whatever became of it so far. */
export async function organisationsComing(tx: Executor, eventId: string): Promise<Set<string>> {
	const { rows } = await tx.execute<{ id: string }>(sql`
		select r.organisation_id as id from event_registration r where r.event_id = ${eventId} and r.state in ('asked', 'waiting', 'approved') and r.organisation_id is not null
		union select m.organisation_id from event_registration r join membership m on m.user_id = r.person_id where r.event_id = ${eventId} and r.state in ('asked', 'waiting', 'approved') and m.organisation_id is not null`);
	return new Set(rows.map(({ id }) => id));
}

/** The owners of some listings, by the listing; only those for whom somebody answers, to whom a letter can go. */
export async function ownersOfListings(tx: Executor, ids: readonly string[]): Promise<Map<string, string>> {
	if (ids.length === 0) return new Map();
	return new Map((await tx.select({ id: listing.id, owner: listing.organisationId }).from(listing).where(and(inArray(listing.id, [...ids]), sql`exists (select from membership m where m.organisation_id = ${listing.organisationId} and m.role in ('owner', 'editor'))`))).map(({ id, owner }) => [id, owner]));
}

export async function insertInvitation(tx: Executor, values: typeof meetingInvitation.$inferInsert): Promise<InvitationRow> {
	return (await tx.insert(meetingInvitation).values(values).returning())[0]!;
}

export async function invitationById(tx: Executor, id: string, options: { lock?: boolean } = {}): Promise<InvitationRow | undefined> {
	const query = tx.select().from(meetingInvitation).where(eq(meetingInvitation.id, id));
	return (options.lock ? await query.for('update') : await query)[0];
}

export async function endInvitation(tx: Executor, id: string, values: { state: Exclude<InvitationRow['state'], 'open'>; requestId?: string; endedAt: Date }): Promise<void> {
	await tx.update(meetingInvitation).set(values).where(eq(meetingInvitation.id, id));
}

export const countOpenTo = (tx: Executor, eventId: string, organisationId: string): Promise<number> => tx.$count(meetingInvitation, and(eq(meetingInvitation.eventId, eventId), eq(meetingInvitation.organisationId, organisationId), eq(meetingInvitation.state, 'open')));

/** The organisations that somebody has invited, whatever came of it: each once. */
export async function invitedBy(tx: Executor, registrationId: string): Promise<Set<string>> {
	return new Set((await tx.select({ id: meetingInvitation.organisationId }).from(meetingInvitation).where(eq(meetingInvitation.fromRegistrationId, registrationId))).map(({ id }) => id));
}

/** Somebody's invitations, the newest first, with whom they went to. */
export async function invitationsOf(tx: Executor, registrationId: string) {
	return tx
		.select({ invitation: meetingInvitation, listing: { reference: listing.reference, title: listingVersion.title, language: listingVersion.language }, names: organisation.names })
		.from(meetingInvitation)
		.innerJoin(organisation, eq(organisation.id, meetingInvitation.organisationId))
		.innerJoin(listing, eq(listing.id, meetingInvitation.listingId))
		.leftJoin(listingVersion, eq(listingVersion.id, listing.publishedVersionId))
		.where(eq(meetingInvitation.fromRegistrationId, registrationId))
		.orderBy(desc(meetingInvitation.createdAt), asc(meetingInvitation.id));
}

/** The listing and the code for the registration that an invitation names. */
export async function namedIn(tx: Executor, { listingId, codeId }: InvitationRow) {
	const [shown] = await tx.select({ reference: listing.reference, title: listingVersion.title, language: listingVersion.language }).from(listing).leftJoin(listingVersion, eq(listingVersion.id, listing.publishedVersionId)).where(eq(listing.id, listingId));
	const [code] = codeId === null ? [] : await tx.select({ code: eventInvitation.code }).from(eventInvitation).where(eq(eventInvitation.id, codeId));
	return { listing: shown!, code: code?.code ?? null };
}

/** An invitation that something became of: by whom, and the registration of who has come, if anybody has. */
export interface Due {
	id: string;
	fromRegistrationId: string;
	registrationId: string | null;
}

/** Open invitations whose time is over, or of whose organisation somebody is approved for the event by now. */
export async function dueInvitations(tx: Executor, now: Date, most: number): Promise<Due[]> {
	const { rows } = await tx.execute<{ id: string; from_registration_id: string; registration_id: string | null }>(sql`
		select i.id, i.from_registration_id, who.id as registration_id from meeting_invitation i
		left join lateral (
			select r.id from event_registration r
			where r.event_id = i.event_id and r.state = 'approved' and (r.organisation_id = i.organisation_id or exists (select from membership m where m.user_id = r.person_id and m.organisation_id = i.organisation_id))
			order by r.created_at, r.id limit 1) who on true
		where i.state = 'open' and (who.id is not null or i.expires_at <= ${now.toISOString()}::timestamptz)
		order by i.created_at limit ${most}`);
	return rows.map(({ id, from_registration_id, registration_id }) => ({ id, fromRegistrationId: from_registration_id, registrationId: registration_id }));
}

/** Of some people, those who want no such letters. */
export async function blockedAmong(tx: Executor, people: readonly string[]): Promise<Set<string>> {
	if (people.length === 0) return new Set();
	return new Set((await tx.select({ id: meetingInvitationBlock.personId }).from(meetingInvitationBlock).where(inArray(meetingInvitationBlock.personId, [...people]))).map(({ id }) => id));
}

export async function block(tx: Executor, personId: string, since: Date): Promise<void> {
	await tx.insert(meetingInvitationBlock).values({ personId, since }).onConflictDoNothing();
}
