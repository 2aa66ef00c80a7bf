import { and, desc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { suggestedPair } from '#lib/server/matching/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { meetingParticipant, meetingParticipantListing, meetingRequest } from '../tables.ts';

/** A need and an offer that fit, and how well. */
export interface JudgedPair {
	needId: string;
	offerId: string;
	score: number;
}

/** The judged pairs of listings that people at an event show, the best first; without those that a hard conflict keeps apart, and doubles. As the operator. */
export async function pairsShownAt(tx: Executor, eventId: string, most: number): Promise<JudgedPair[]> {
	const shown = tx.select({ id: meetingParticipantListing.listingId }).from(meetingParticipantListing).innerJoin(meetingParticipant, eq(meetingParticipant.registrationId, meetingParticipantListing.registrationId)).where(eq(meetingParticipant.eventId, eventId));
	return tx
		.select({ needId: suggestedPair.needId, offerId: suggestedPair.offerId, score: suggestedPair.score })
		.from(suggestedPair)
		.where(and(inArray(suggestedPair.needId, shown), inArray(suggestedPair.offerId, shown), isNull(suggestedPair.exclusion), isNull(suggestedPair.nearDuplicateOf)))
		.orderBy(desc(suggestedPair.score), suggestedPair.id)
		.limit(most);
}

/** Everything that was asked at an event, whatever came of it: who asked and who was asked. */
export async function askedPairs(tx: Executor, eventId: string): Promise<{ from: string; to: string }[]> {
	const { rows } = await tx.execute<{ from: string; to: string }>(sql`
		select q.from_registration_id as from, q.to_registration_id as to from meeting_request q where q.event_id = ${eventId}
		union select q.from_registration_id, p.registration_id from meeting_request q join meeting_request_party p on p.request_id = q.id where q.event_id = ${eventId}`);
	return rows;
}

/** What the organisers have proposed, the newest first; not what two agreed on at the spot. */
export async function proposalsOf(tx: Executor, eventId: string, most: number) {
	const atTheSpot = sql`exists (select from event_meeting m where m.request_id = ${meetingRequest.id} and m.origin = 'walk-in')`;
	return tx
		.select({ id: meetingRequest.id, from: meetingRequest.fromRegistrationId, to: meetingRequest.toRegistrationId, state: meetingRequest.state, fromAgreed: meetingRequest.fromAgreed, suggestionScore: meetingRequest.suggestionScore, createdAt: meetingRequest.createdAt })
		.from(meetingRequest)
		.where(and(eq(meetingRequest.eventId, eventId), eq(meetingRequest.byHost, true), sql`not ${atTheSpot}`))
		.orderBy(desc(meetingRequest.createdAt), meetingRequest.id)
		.limit(most);
}
