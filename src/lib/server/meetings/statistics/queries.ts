import { alias } from 'drizzle-orm/pg-core';
import { and, eq, isNotNull, ne, sql } from 'drizzle-orm';
import { listing, listingVersion } from '#lib/server/listings/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { eventRegistration } from '#lib/server/registration/tables.ts';
import { meetingPeople } from '../frame/queries.ts';
import { eventMeeting, meetingAttendee, meetingRequest } from '../tables.ts';

/** Each request of an event with where its sides come from, what they would talk about, and what became of it. */
export async function requestFacts(tx: Executor, eventId: string) {
	const [from, to, fromListing, toListing, fromVersion, toVersion] = [alias(eventRegistration, 'from_side'), alias(eventRegistration, 'to_side'), alias(listing, 'from_listing'), alias(listing, 'to_listing'), alias(listingVersion, 'from_version'), alias(listingVersion, 'to_version')];
	return tx
		.select({
			id: meetingRequest.id,
			state: meetingRequest.state,
			fromCountry: from.country,
			toCountry: to.country,
			/** Of those beside the two who are asked to the same meeting. */
			otherCountries: sql<string[]>`array(select r.country::text from meeting_request_party p join event_registration r on r.id = p.registration_id where p.request_id = ${meetingRequest.id} and p.state in ('asked', 'accepted') and p.registration_id <> ${meetingRequest.toRegistrationId} order by p.position)`,
			areas: sql<string[]>`array(select distinct unnest(coalesce(${fromVersion.areas}, '{}') || coalesce(${toVersion.areas}, '{}')))`,
			meeting: eventMeeting.state,
			meetingId: eventMeeting.id,
			origin: eventMeeting.origin,
			startsAt: eventMeeting.startsAt,
			minutes: eventMeeting.minutes,
		})
		.from(meetingRequest)
		.innerJoin(from, eq(from.id, meetingRequest.fromRegistrationId))
		.innerJoin(to, eq(to.id, meetingRequest.toRegistrationId))
		.leftJoin(fromListing, eq(fromListing.id, meetingRequest.fromListingId))
		.leftJoin(fromVersion, eq(fromVersion.id, fromListing.publishedVersionId))
		.leftJoin(toListing, eq(toListing.id, meetingRequest.toListingId))
		.leftJoin(toVersion, eq(toVersion.id, toListing.publishedVersionId))
		.leftJoin(eventMeeting, eq(eventMeeting.requestId, meetingRequest.id))
		.where(eq(meetingRequest.eventId, eventId));
}
export type RequestFact = Awaited<ReturnType<typeof requestFacts>>[number];

/** Who took part: who wants meetings and comes, and who sat in one that stands, also where that one has left since. */
export async function countParticipants(tx: Executor, eventId: string): Promise<number> {
	const sat = await tx
		.selectDistinct({ id: meetingAttendee.registrationId })
		.from(meetingAttendee)
		.innerJoin(eventMeeting, eq(eventMeeting.id, meetingAttendee.meetingId))
		.where(and(eq(meetingAttendee.eventId, eventId), eq(meetingAttendee.role, 'party'), ne(eventMeeting.state, 'cancelled')));
	return new Set([...(await meetingPeople(tx, eventId)), ...sat].map(({ id }) => id)).size;
}

/** What each side said came of its meetings. */
export async function outcomeFacts(tx: Executor, eventId: string) {
	return tx
		.select({ meetingId: meetingAttendee.meetingId, outcome: meetingAttendee.outcome, interestId: meetingAttendee.interestId })
		.from(meetingAttendee)
		.where(and(eq(meetingAttendee.eventId, eventId), isNotNull(meetingAttendee.outcome)));
}
export type OutcomeFact = Awaited<ReturnType<typeof outcomeFacts>>[number];
