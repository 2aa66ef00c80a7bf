import { and, desc, eq, inArray, notInArray, sql } from 'drizzle-orm';
import { listing, listingVersion } from '#lib/server/listings/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { meetingParticipant, meetingParticipantListing } from '../tables.ts';

export async function putParticipant(tx: Executor, values: typeof meetingParticipant.$inferInsert): Promise<void> {
	const { registrationId: _id, eventId: _event, joinedAt: _at, ...changed } = values;
	await tx.insert(meetingParticipant).values(values).onConflictDoUpdate({ target: meetingParticipant.registrationId, set: changed });
}

export async function dropParticipant(tx: Executor, registrationId: string): Promise<void> {
	await tx.delete(meetingParticipant).where(eq(meetingParticipant.registrationId, registrationId));
}

export async function putShownListings(tx: Executor, registrationId: string, listingIds: readonly string[]): Promise<void> {
	const shown = eq(meetingParticipantListing.registrationId, registrationId);
	await tx.delete(meetingParticipantListing).where(listingIds.length > 0 ? and(shown, notInArray(meetingParticipantListing.listingId, [...listingIds])) : shown);
	if (listingIds.length > 0) await tx.insert(meetingParticipantListing).values(listingIds.map((listingId) => ({ registrationId, listingId }))).onConflictDoNothing();
}

export async function shownListings(tx: Executor, registrationId: string): Promise<string[]> {
	return (await tx.select({ id: meetingParticipantListing.listingId }).from(meetingParticipantListing).where(eq(meetingParticipantListing.registrationId, registrationId))).map(({ id }) => id);
}

/** The published listings of some organisations that a person may show: not those whose owner asked to stay unnamed. */
export async function showableListings(tx: Executor, organisations: readonly string[]) {
	if (organisations.length === 0) return [];
	return tx
		.select({ id: listing.id, reference: listing.reference, kind: listing.kind, title: listingVersion.title, language: listingVersion.language })
		.from(listing)
		.innerJoin(listingVersion, eq(listingVersion.id, listing.publishedVersionId))
		.where(and(inArray(listing.organisationId, [...organisations]), eq(listing.state, 'published'), sql`${listingVersion.display} <> 'hidden'`))
		.orderBy(desc(listing.publishedAt))
		.limit(200);
}
