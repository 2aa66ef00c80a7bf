import { and, asc, desc, eq, gt, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import type { Executor } from '#lib/server/platform/database.ts';
import { eventMeeting, meetingInvitation, meetingRequest, meetingRequestParty } from '../tables.ts';

export type RequestRow = typeof meetingRequest.$inferSelect;
export type PartyRow = typeof meetingRequestParty.$inferSelect;

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

/**
 * Whoever asks or is asked takes turns until the end of the transaction: what stands between the same people, and how many requests
 * somebody has, is looked up and added to by one at a time. Always in the same order.
 */
export async function takeTurns(tx: Executor, registrations: readonly string[]): Promise<void> {
	for (const id of [...registrations].sort()) await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`meeting request|${id}`}, 0))`);
}

/** The newest request between two people alone, whoever asked. */
export async function openBetween(tx: Executor, eventId: string, one: string, other: string, options: { lock?: boolean } = {}): Promise<RequestRow | undefined> {
	const query = tx.select().from(meetingRequest).where(and(eq(meetingRequest.eventId, eventId), eq(meetingRequest.several, false), between(one, other))).orderBy(sql`${meetingRequest.state} in ('asked', 'accepted') desc`, desc(meetingRequest.createdAt)).limit(1);
	return (options.lock ? await query.for('update') : await query)[0];
}

/**
 * How much of what somebody may have open is: requests that wait or are agreed on, and invitations that wait, for one becomes the
 * other. What the host made does not count, nor what nobody answered in time, though no job has said so yet.
 */
export async function countSent(tx: Executor, registrationId: string, now: Date): Promise<number> {
	const requests = await tx.$count(meetingRequest, and(eq(meetingRequest.fromRegistrationId, registrationId), or(eq(meetingRequest.state, 'accepted'), and(eq(meetingRequest.state, 'asked'), gt(meetingRequest.expiresAt, now))), eq(meetingRequest.byHost, false)));
	return requests + (await countInvited(tx, registrationId, now));
}

/** How many invitations of somebody wait for those who are not registered. */
export async function countInvited(tx: Executor, registrationId: string, now: Date): Promise<number> {
	return tx.$count(meetingInvitation, and(eq(meetingInvitation.fromRegistrationId, registrationId), eq(meetingInvitation.state, 'open'), gt(meetingInvitation.expiresAt, now)));
}

/** How often one has asked another, whatever came of it; what the host proposed does not count. */
export async function countAsked(tx: Executor, from: string, to: string): Promise<number> {
	const ofSeveral = sql`exists (select from meeting_request_party p where p.request_id = meeting_request.id and p.registration_id = ${to})`;
	return tx.$count(meetingRequest, and(eq(meetingRequest.fromRegistrationId, from), eq(meetingRequest.byHost, false), or(and(eq(meetingRequest.several, false), eq(meetingRequest.toRegistrationId, to)), ofSeveral)));
}

/** Those who were asked to meetings of several, request by request in the order in which they were named. */
export async function partyRowsOf(tx: Executor, requestIds: readonly string[]): Promise<PartyRow[]> {
	if (requestIds.length === 0) return [];
	return tx.select().from(meetingRequestParty).where(inArray(meetingRequestParty.requestId, [...requestIds])).orderBy(asc(meetingRequestParty.requestId), asc(meetingRequestParty.position));
}

export async function insertParties(tx: Executor, values: (typeof meetingRequestParty.$inferInsert)[]): Promise<void> {
	await tx.insert(meetingRequestParty).values(values);
}

export async function updateParty(tx: Executor, requestId: string, registrationId: string, values: Partial<typeof meetingRequestParty.$inferInsert>): Promise<void> {
	await tx.update(meetingRequestParty).set(values).where(and(eq(meetingRequestParty.requestId, requestId), eq(meetingRequestParty.registrationId, registrationId)));
}

/** Everybody in a meeting of several knows by its letter what became of the request. */
export async function markPartiesTold(tx: Executor, requestId: string, now: Date): Promise<void> {
	await tx.update(meetingRequestParty).set({ toldAt: sql`coalesce(${meetingRequestParty.toldAt}, ${now.toISOString()}::timestamptz)`, answerToldAt: now }).where(eq(meetingRequestParty.requestId, requestId));
}

const askedOf = (registrationId: string) => sql`exists (select from meeting_request_party p where p.request_id = meeting_request.id and p.registration_id = ${registrationId})`;

/** Requests of several that wait or are agreed on, in which somebody asks or was asked. */
export async function openOfSeveral(tx: Executor, eventId: string, registrationId: string, options: { lock?: boolean } = {}): Promise<RequestRow[]> {
	const query = tx
		.select()
		.from(meetingRequest)
		.where(and(eq(meetingRequest.eventId, eventId), eq(meetingRequest.several, true), inArray(meetingRequest.state, [...OPEN]), or(eq(meetingRequest.fromRegistrationId, registrationId), askedOf(registrationId))))
		.orderBy(asc(meetingRequest.id));
	return options.lock ? query.for('update') : query;
}

/** Who is in the requests of several that wait and that some registrations were asked to, these among them. */
export async function askedTogetherWith(tx: Executor, registrations: readonly string[]): Promise<string[]> {
	if (registrations.length === 0) return [];
	const asked = tx.select({ id: meetingRequestParty.requestId }).from(meetingRequestParty).where(inArray(meetingRequestParty.registrationId, [...registrations]));
	const waiting = await tx.select({ id: meetingRequest.id, from: meetingRequest.fromRegistrationId }).from(meetingRequest).where(and(eq(meetingRequest.state, 'asked'), inArray(meetingRequest.id, asked)));
	const parties = await partyRowsOf(tx, waiting.map(({ id }) => id));
	return [...new Set([...waiting.map(({ from }) => from), ...parties.map(({ registrationId }) => registrationId)])];
}

/** The ids of the requests in which somebody asks or was asked: each way by its index, where one condition would read the requests of all. */
export const requestIdsOf = (registrationId: string) => sql`(
	select q.id from meeting_request q where q.from_registration_id = ${registrationId}
	union select q.id from meeting_request q where q.to_registration_id = ${registrationId}
	union select p.request_id from meeting_request_party p where p.registration_id = ${registrationId})`;

/** Somebody's requests, those that wait first, then the newest; with the meeting where one stands. */
export async function requestsOf(tx: Executor, registrationId: string) {
	return tx
		.select({ request: meetingRequest, meeting: { id: eventMeeting.id, state: eventMeeting.state, startsAt: eventMeeting.startsAt, minutes: eventMeeting.minutes } })
		.from(meetingRequest)
		.leftJoin(eventMeeting, eq(eventMeeting.requestId, meetingRequest.id))
		.where(inArray(meetingRequest.id, requestIdsOf(registrationId)))
		.orderBy(sql`${meetingRequest.state} = 'asked' desc`, desc(meetingRequest.createdAt), asc(meetingRequest.id))
		.limit(400);
}

/** Requests of somebody that wait for an answer or a place, sent or received; nobody else changes them meanwhile. */
export async function lockOpenOf(tx: Executor, registrationId: string): Promise<RequestRow[]> {
	const unplaced = sql`not exists (select from event_meeting m where m.request_id = meeting_request.id and m.state <> 'cancelled')`;
	return tx
		.select()
		.from(meetingRequest)
		.where(and(inArray(meetingRequest.state, [...OPEN]), unplaced, inArray(meetingRequest.id, requestIdsOf(registrationId))))
		.orderBy(asc(meetingRequest.id))
		.for('update');
}

/** Requests that nobody answered in time end; answers them. Of what the organisers proposed, nobody waits for word where neither had agreed. */
export async function lapseRequests(tx: Executor, now: Date, most: number): Promise<RequestRow[]> {
	const due = tx.select({ id: meetingRequest.id }).from(meetingRequest).where(and(eq(meetingRequest.state, 'asked'), lte(meetingRequest.expiresAt, now))).orderBy(asc(meetingRequest.expiresAt)).limit(most).for('update', { skipLocked: true });
	return tx.update(meetingRequest).set({ state: 'expired', answerToldAt: sql`case when ${meetingRequest.fromAgreed} then ${meetingRequest.answerToldAt} else ${now.toISOString()}::timestamptz end`, version: sql`${meetingRequest.version} + 1` }).where(inArray(meetingRequest.id, due)).returning();
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

/** Of those who were asked to meetings of several, who was not told yet of being asked, or of what became of what they agreed on. */
export async function untoldParties(tx: Executor, most: number): Promise<{ request: RequestRow; party: PartyRow }[]> {
	return tx
		.select({ request: meetingRequest, party: meetingRequestParty })
		.from(meetingRequestParty)
		.innerJoin(meetingRequest, eq(meetingRequest.id, meetingRequestParty.requestId))
		.where(
			or(
				and(eq(meetingRequestParty.state, 'asked'), eq(meetingRequest.state, 'asked'), isNull(meetingRequestParty.toldAt)),
				and(eq(meetingRequestParty.state, 'accepted'), inArray(meetingRequest.state, ['accepted', 'expired']), isNull(meetingRequestParty.answerToldAt)),
			),
		)
		.orderBy(asc(meetingRequest.createdAt), asc(meetingRequestParty.position))
		.limit(most)
		.for('update', { skipLocked: true });
}

/** Who has had a letter about requests since a moment. */
export async function toldSince(tx: Executor, registrations: readonly string[], since: Date): Promise<Set<string>> {
	if (registrations.length === 0) return new Set();
	const ids = sql`array[${sql.join(registrations.map((each) => sql`${each}::uuid`), sql`, `)}]`;
	const moment = sql`${since.toISOString()}::timestamptz`;
	// To who is asked together with others the row of its own says it.
	const { rows } = await tx.execute<{ id: string }>(sql`
		select distinct to_registration_id as id from meeting_request where to_registration_id = any(${ids}) and told_at > ${moment} and not several
		union select from_registration_id from meeting_request where from_registration_id = any(${ids}) and answer_told_at > ${moment}
		union select registration_id from meeting_request_party where registration_id = any(${ids}) and (told_at > ${moment} or answer_told_at > ${moment})`);
	return new Set(rows.map(({ id }) => id));
}

/** A letter has said that a request was sent, or what became of it: to one side of a request of two, or to one of several. */
export async function markTold(tx: Executor, told: readonly { requestId: string; party: string | null; of: 'asking' | 'answer' }[], now: Date): Promise<void> {
	for (const { requestId, party, of } of told) {
		const told = of === 'asking' ? { toldAt: now } : { answerToldAt: now };
		if (party === null) await tx.update(meetingRequest).set(told).where(eq(meetingRequest.id, requestId));
		else await updateParty(tx, requestId, party, told);
	}
}

/** What one person has not answered yet. */
export interface Unanswered {
	request: RequestRow;
	registrationId: string;
	/** One of several, who has a row of its own. */
	ofSeveral: boolean;
}

/**
 * What people have not answered, and were not reminded of: all of it, of those of whom something ends before a moment. What two are to
 * answer waits until it ends itself, so that both are reminded at once. `toldBefore`: what they have heard of later waits. Nobody else
 * reminds them meanwhile.
 */
export async function unansweredBy(tx: Executor, { now, endsBefore, toldBefore }: { now: Date; endsBefore: Date; toldBefore: Date }): Promise<Unanswered[]> {
	const moment = (at: Date) => sql`${at.toISOString()}::timestamptz`;
	const { rows } = await tx.execute<{ request_id: string; registration_id: string; of_several: boolean }>(sql`
		with waiting as (
			select q.id, q.expires_at, q.to_registration_id as registration_id, false as of_several, not q.from_agreed as of_both, q.told_at, q.reminded_at from meeting_request q where q.state = 'asked' and not q.several
			union all select q.id, q.expires_at, q.from_registration_id, false, true, q.told_at, q.reminded_at from meeting_request q where q.state = 'asked' and not q.several and not q.from_agreed
			union all select q.id, q.expires_at, p.registration_id, true, false, p.told_at, p.reminded_at from meeting_request q join meeting_request_party p on p.request_id = q.id where q.state = 'asked' and q.several and p.state = 'asked'
		), known as (select * from waiting w where w.expires_at > ${moment(now)} and w.told_at <= ${moment(toldBefore)} and w.reminded_at is null and (not w.of_both or w.expires_at <= ${moment(endsBefore)}))
		select k.id as request_id, k.registration_id, k.of_several from known k
		where k.registration_id in (select d.registration_id from known d where d.expires_at <= ${moment(endsBefore)})
		order by k.expires_at, k.id, k.registration_id`);
	const ids = [...new Set(rows.map(({ request_id }) => request_id))];
	const requests = ids.length === 0 ? [] : await tx.select().from(meetingRequest).where(inArray(meetingRequest.id, ids)).orderBy(asc(meetingRequest.id)).for('update', { skipLocked: true });
	const byId = new Map(requests.map((request) => [request.id, request]));
	return rows.flatMap(({ request_id, registration_id, of_several }) => {
		const request = byId.get(request_id);
		return request ? [{ request, registrationId: registration_id, ofSeveral: of_several }] : [];
	});
}

/** A letter has reminded these of what they have not answered. */
export async function markReminded(tx: Executor, reminded: readonly Unanswered[], now: Date): Promise<void> {
	for (const { request, registrationId, ofSeveral } of reminded) {
		if (ofSeveral) await updateParty(tx, request.id, registrationId, { remindedAt: now });
		else await tx.update(meetingRequest).set({ remindedAt: now }).where(eq(meetingRequest.id, request.id));
	}
}
