import { and, asc, desc, eq, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import type { Executor } from '#lib/server/platform/database.ts';
import { eventMeeting, meetingRequest } from '../tables.ts';

export type RequestRow = typeof meetingRequest.$inferSelect;

const OPEN = ['asked', 'accepted'] as const;
const between = (one: string, other: string) => or(and(eq(meetingRequest.fromRegistrationId, one), eq(meetingRequest.toRegistrationId, other)), and(eq(meetingRequest.fromRegistrationId, other), eq(meetingRequest.toRegistrationId, one)));

export async function insertRequest(tx: Executor, values: typeof meetingRequest.$inferInsert): Promise<RequestRow> {
	return (await tx.insert(meetingRequest).values(values).returning())[0]!;
}

export async function updateRequest(tx: Executor, id: string, values: Partial<typeof meetingRequest.$inferInsert>): Promise<RequestRow> {
	return (await tx.update(meetingRequest).set({ ...values, version: sql`${meetingRequest.version} + 1` }).where(eq(meetingRequest.id, id)).returning())[0]!;
}

/** A request; inside `asActor`. `lock`: nobody else changes it meanwhile. */
export async function requestById(tx: Executor, id: string, options: { lock?: boolean } = {}): Promise<RequestRow | undefined> {
	const query = tx.select().from(meetingRequest).where(eq(meetingRequest.id, id));
	return (options.lock ? await query.for('update') : await query)[0];
}

/** The newest request between two people, whoever asked. */
export async function openBetween(tx: Executor, eventId: string, one: string, other: string, options: { lock?: boolean } = {}): Promise<RequestRow | undefined> {
	const query = tx.select().from(meetingRequest).where(and(eq(meetingRequest.eventId, eventId), between(one, other))).orderBy(sql`${meetingRequest.state} in ('asked', 'accepted') desc`, desc(meetingRequest.createdAt)).limit(1);
	return (options.lock ? await query.for('update') : await query)[0];
}

/** How many requests of somebody are open or accepted. Those that the host made do not count. */
export async function countSent(tx: Executor, registrationId: string): Promise<number> {
	return tx.$count(meetingRequest, and(eq(meetingRequest.fromRegistrationId, registrationId), inArray(meetingRequest.state, [...OPEN]), eq(meetingRequest.byHost, false)));
}

/** How often one has asked another, whatever came of it. */
export async function countAsked(tx: Executor, from: string, to: string): Promise<number> {
	return tx.$count(meetingRequest, and(eq(meetingRequest.fromRegistrationId, from), eq(meetingRequest.toRegistrationId, to)));
}

/** Somebody's requests, those that wait first, then the newest; with the meeting where one stands. */
export async function requestsOf(tx: Executor, registrationId: string) {
	return tx
		.select({ request: meetingRequest, meeting: { id: eventMeeting.id, state: eventMeeting.state, startsAt: eventMeeting.startsAt, minutes: eventMeeting.minutes } })
		.from(meetingRequest)
		.leftJoin(eventMeeting, eq(eventMeeting.requestId, meetingRequest.id))
		.where(or(eq(meetingRequest.fromRegistrationId, registrationId), eq(meetingRequest.toRegistrationId, registrationId)))
		.orderBy(sql`${meetingRequest.state} = 'asked' desc`, desc(meetingRequest.createdAt), asc(meetingRequest.id))
		.limit(400);
}

/** What stands between somebody and others, by the other's registration. */
export async function standingPairs(tx: Executor, registrationId: string): Promise<Map<string, { id: string; state: RequestRow['state']; sent: boolean }>> {
	const rows = await requestsOf(tx, registrationId);
	const pairs = new Map<string, { id: string; state: RequestRow['state']; sent: boolean }>();
	for (const { request } of rows) {
		const sent = request.fromRegistrationId === registrationId;
		const other = sent ? request.toRegistrationId : request.fromRegistrationId;
		if (!pairs.has(other) || request.state === 'accepted') pairs.set(other, { id: request.id, state: request.state, sent });
	}
	return pairs;
}

/** Ends what waits for an answer or a place, sent or received, of somebody who wants no meetings any more. */
export async function endOpenRequests(tx: Executor, registrationId: string): Promise<void> {
	await tx
		.update(meetingRequest)
		.set({ state: 'withdrawn', answeredAt: null, version: sql`${meetingRequest.version} + 1` })
		.where(and(inArray(meetingRequest.state, [...OPEN]), sql`not exists (select from event_meeting m where m.request_id = meeting_request.id and m.state <> 'cancelled')`, or(eq(meetingRequest.fromRegistrationId, registrationId), eq(meetingRequest.toRegistrationId, registrationId))));
}

/** Requests that nobody answered in time end; answers them. */
export async function lapseRequests(tx: Executor, now: Date, most: number): Promise<RequestRow[]> {
	const due = tx.select({ id: meetingRequest.id }).from(meetingRequest).where(and(eq(meetingRequest.state, 'asked'), lte(meetingRequest.expiresAt, now))).orderBy(asc(meetingRequest.expiresAt)).limit(most).for('update', { skipLocked: true });
	return tx.update(meetingRequest).set({ state: 'expired', version: sql`${meetingRequest.version} + 1` }).where(inArray(meetingRequest.id, due)).returning();
}

/** Requests and answers that nobody was told of yet, of events that are neither over nor off. */
export async function untoldRequests(tx: Executor, most: number): Promise<RequestRow[]> {
	return tx
		.select()
		.from(meetingRequest)
		.where(or(and(eq(meetingRequest.state, 'asked'), isNull(meetingRequest.toldAt)), and(inArray(meetingRequest.state, ['accepted', 'refused', 'expired']), isNull(meetingRequest.answerToldAt))))
		.orderBy(asc(meetingRequest.createdAt))
		.limit(most)
		.for('update', { skipLocked: true });
}

/** Who has had a letter about requests since a moment. */
export async function toldSince(tx: Executor, registrations: readonly string[], since: Date): Promise<Set<string>> {
	if (registrations.length === 0) return new Set();
	const ids = sql`array[${sql.join(registrations.map((each) => sql`${each}::uuid`), sql`, `)}]`;
	const moment = sql`${since.toISOString()}::timestamptz`;
	const { rows } = await tx.execute<{ id: string }>(sql`
		select distinct to_registration_id as id from meeting_request where to_registration_id = any(${ids}) and told_at > ${moment}
		union select from_registration_id from meeting_request where from_registration_id = any(${ids}) and answer_told_at > ${moment}`);
	return new Set(rows.map(({ id }) => id));
}

export async function markTold(tx: Executor, asked: readonly string[], answered: readonly string[], now: Date): Promise<void> {
	if (asked.length > 0) await tx.update(meetingRequest).set({ toldAt: now }).where(inArray(meetingRequest.id, [...asked]));
	if (answered.length > 0) await tx.update(meetingRequest).set({ answerToldAt: now }).where(inArray(meetingRequest.id, [...answered]));
}
