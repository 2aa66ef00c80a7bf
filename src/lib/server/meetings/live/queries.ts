import { and, asc, eq, inArray, ne, notInArray, or, sql } from 'drizzle-orm';
import { inStatements, type Executor } from '#lib/server/platform/database.ts';
import { eventRegistration } from '#lib/server/registration/tables.ts';
import { partiesOfRequests } from '../requests/parties.ts';
import { meetingInterpreterGone } from '../host/tables.ts';
import { eventMeeting, meetingAttendee, meetingRequest } from '../tables.ts';

export type AttendeeRow = typeof meetingAttendee.$inferSelect;

/** From here on meetings may pass through each other's slots and tables, until `assertPlaces`. */
export async function deferPlaces(tx: Executor): Promise<void> {
	await tx.execute(sql`set constraints all deferred`);
}
/** Has the database look at it: nobody in two places, no two meetings at a table. */
export async function assertPlaces(tx: Executor): Promise<void> {
	await tx.execute(sql`set constraints all immediate`);
}

/** Takes hold of requests, so that nobody takes one back or books it meanwhile; answers those that both sides still want. */
export async function lockWanted(tx: Executor, requestIds: readonly string[]): Promise<Set<string>> {
	if (requestIds.length === 0) return new Set();
	const rows = await tx.select({ id: meetingRequest.id, state: meetingRequest.state }).from(meetingRequest).where(inArray(meetingRequest.id, [...requestIds])).orderBy(asc(meetingRequest.id)).for('update');
	return new Set(rows.filter(({ state }) => state === 'accepted').map(({ id }) => id));
}
/** Meetings of some requests, also those that are off; nobody else changes them meanwhile. */
export async function lockMeetingsOf(tx: Executor, requestIds: readonly string[]) {
	if (requestIds.length === 0) return [];
	return tx.select().from(eventMeeting).where(inArray(eventMeeting.requestId, [...requestIds])).orderBy(asc(eventMeeting.id)).for('update');
}
/** Who meets by some requests of an event, by the request. */
export async function partiesById(tx: Executor, eventId: string, ids: readonly string[]): Promise<Map<string, string[]>> {
	if (ids.length === 0) return new Map();
	return partiesOfRequests(tx, await tx.select().from(meetingRequest).where(and(eq(meetingRequest.eventId, eventId), inArray(meetingRequest.id, [...ids]))));
}

export async function insertMeetings(tx: Executor, values: (typeof eventMeeting.$inferInsert)[]) {
	const made: (typeof eventMeeting.$inferSelect)[] = [];
	for (const rows of inStatements(values)) made.push(...(await tx.insert(eventMeeting).values(rows).returning()));
	return made;
}
/** A meeting stands elsewhere, or again: its version and what calendars count go up. */
export async function placeMeeting(tx: Executor, id: string, values: Partial<typeof eventMeeting.$inferInsert>): Promise<void> {
	await tx.update(eventMeeting).set({ ...values, sequence: sql`${eventMeeting.sequence} + 1`, version: sql`${eventMeeting.version} + 1` }).where(eq(eventMeeting.id, id));
}
/** What nobody needs to be told of. */
export async function updateMeetings(tx: Executor, ids: readonly string[], values: Partial<typeof eventMeeting.$inferInsert>): Promise<void> {
	if (ids.length > 0) await tx.update(eventMeeting).set({ ...values, version: sql`${eventMeeting.version} + 1` }).where(inArray(eventMeeting.id, [...ids]));
}
export async function callOffMeetings(tx: Executor, ids: readonly string[], now: Date, words: { text: string; language: NonNullable<typeof eventMeeting.$inferSelect.cancelledLanguage> } | null): Promise<void> {
	if (ids.length === 0) return;
	await tx
		.update(eventMeeting)
		.set({ state: 'cancelled', slotId: null, tableId: null, interpreterId: null, cancelledWords: words?.text ?? '', cancelledLanguage: words?.language ?? null, sequence: sql`${eventMeeting.sequence} + 1`, version: sql`${eventMeeting.version} + 1`, changedAt: now })
		.where(inArray(eventMeeting.id, [...ids]));
	await tx.update(meetingAttendee).set({ slotId: null }).where(inArray(meetingAttendee.meetingId, [...ids]));
}

/** Whoever sat in some meetings before, and does not by the request any more; also who interpreted: they are put there anew. */
export async function deleteOthersOf(tx: Executor, meetings: readonly { id: string; parties: readonly string[] }[]): Promise<void> {
	if (meetings.length === 0) return;
	const seats = meetings.flatMap(({ id, parties }) => parties.map((registrationId) => `${id} ${registrationId}`));
	const seat = sql<string>`${meetingAttendee.meetingId}::text || ' ' || ${meetingAttendee.registrationId}::text`;
	await tx.delete(meetingAttendee).where(and(inArray(meetingAttendee.meetingId, meetings.map(({ id }) => id)), or(eq(meetingAttendee.role, 'interpreter'), notInArray(seat, seats))));
}
export const attendeesOf = (tx: Executor, eventId: string): Promise<AttendeeRow[]> => tx.select().from(meetingAttendee).where(eq(meetingAttendee.eventId, eventId)).orderBy(asc(meetingAttendee.role), asc(meetingAttendee.registrationId));
export async function setPresence(tx: Executor, meetingId: string, registrationIds: readonly string[], presence: AttendeeRow['presence'], lateMinutes: number | null = null): Promise<void> {
	if (registrationIds.length > 0) await tx.update(meetingAttendee).set({ presence, lateMinutes }).where(and(eq(meetingAttendee.meetingId, meetingId), inArray(meetingAttendee.registrationId, [...registrationIds])));
}

/** Remembers how some meetings stand before they are reported on, so that it can be taken back; right before `updateMeetings`. `by`: whose report it is; null: the desk's. */
export async function rememberBefore(tx: Executor, meetingIds: readonly string[], report: { id: string; by: string | null; now: Date }): Promise<void> {
	if (meetingIds.length === 0) return;
	const reportId = report.by === null ? null : sql`case when ${meetingAttendee.registrationId} = ${report.by} then ${report.id}::uuid end`;
	await tx.update(meetingAttendee).set({ presenceBefore: sql`${meetingAttendee.presence}`, lateMinutesBefore: sql`${meetingAttendee.lateMinutes}`, reportId }).where(inArray(meetingAttendee.meetingId, [...meetingIds]));
	await tx.update(eventMeeting).set({ reportId: report.id, reportedAt: report.now, reportedVersion: sql`${eventMeeting.version} + 1`, stateBefore: sql`${eventMeeting.state}` }).where(inArray(eventMeeting.id, [...meetingIds]));
}

/** Puts some meetings back to how they were before they were last reported on. */
export async function putBack(tx: Executor, meetingIds: readonly string[], now: Date): Promise<void> {
	if (meetingIds.length === 0) return;
	await tx
		.update(eventMeeting)
		.set({ state: sql`${eventMeeting.stateBefore}`, version: sql`${eventMeeting.version} + 1`, changedAt: now, reportId: null, reportedAt: null, reportedVersion: null, stateBefore: null })
		.where(inArray(eventMeeting.id, [...meetingIds]));
	await tx
		.update(meetingAttendee)
		.set({ presence: sql`coalesce(${meetingAttendee.presenceBefore}, ${meetingAttendee.presence})`, lateMinutes: sql`${meetingAttendee.lateMinutesBefore}`, reportId: null, presenceBefore: null, lateMinutesBefore: null })
		.where(inArray(meetingAttendee.meetingId, [...meetingIds]));
}

/** The meetings of a slot of which nobody has said yet whether they were held; nobody else changes them meanwhile. */
export async function lockOpenIn(tx: Executor, eventId: string, slotId: string): Promise<string[]> {
	const rows = await tx.select({ id: eventMeeting.id }).from(eventMeeting).where(and(eq(eventMeeting.eventId, eventId), eq(eventMeeting.slotId, slotId), inArray(eventMeeting.state, ['planned', 'late']))).orderBy(asc(eventMeeting.id)).for('update');
	return rows.map(({ id }) => id);
}

/** Whoever is not known to have stayed away was there. */
export async function setOthersThere(tx: Executor, meetingIds: readonly string[]): Promise<void> {
	if (meetingIds.length > 0) await tx.update(meetingAttendee).set({ presence: 'there' }).where(and(inArray(meetingAttendee.meetingId, [...meetingIds]), eq(meetingAttendee.role, 'party'), ne(meetingAttendee.presence, 'absent')));
}

/** The meetings that a report of the desk was about and that nothing has changed since; nobody else changes them meanwhile. */
export async function lockReported(tx: Executor, eventId: string, reportId: string): Promise<string[]> {
	const ofOneSide = sql`exists (select from meeting_attendee a where a.meeting_id = ${eventMeeting.id} and a.report_id = ${eventMeeting.reportId})`;
	const rows = await tx.select({ id: eventMeeting.id }).from(eventMeeting).where(and(eq(eventMeeting.eventId, eventId), eq(eventMeeting.reportId, reportId), eq(eventMeeting.version, eventMeeting.reportedVersion), sql`not ${ofOneSide}`)).orderBy(asc(eventMeeting.id)).for('update');
	return rows.map(({ id }) => id);
}

/** One meeting, and nobody else changes it meanwhile. */
export async function lockMeeting(tx: Executor, eventId: string, id: string | null) {
	return id === null ? undefined : (await tx.select().from(eventMeeting).where(and(eq(eventMeeting.id, id), eq(eventMeeting.eventId, eventId))).for('update'))[0];
}
/** The parties of a meeting with the people behind them. */
export async function partiesOf(tx: Executor, meetingId: string) {
	return tx
		.select({ registrationId: meetingAttendee.registrationId, personId: eventRegistration.personId, presence: meetingAttendee.presence, outcome: meetingAttendee.outcome, reportId: meetingAttendee.reportId })
		.from(meetingAttendee)
		.innerJoin(eventRegistration, eq(eventRegistration.id, meetingAttendee.registrationId))
		.where(and(eq(meetingAttendee.meetingId, meetingId), eq(meetingAttendee.role, 'party')));
}
/** The registration of who comes with a badge, by the part of its code that is drawn by lot. */
export async function wearing(tx: Executor, eventId: string, badge: string): Promise<string | undefined> {
	return (await tx.select({ id: eventRegistration.id }).from(eventRegistration).where(and(eq(eventRegistration.eventId, eventId), eq(eventRegistration.badge, badge), eq(eventRegistration.state, 'approved'))))[0]?.id;
}

/** An interpreter without whom meetings ahead stand as they were arranged, and how many. */
export interface InterpreterGone {
	registrationId: string;
	eventId: string;
	meetings: number;
}

/** Whether somebody interprets at an event: comes, and is on the organisers' list. */
const interprets = sql`r.state = 'approved' and exists (select from meeting_interpreter i where i.registration_id = r.id)`;

/** Interpreters of whom nobody was told yet, with how many meetings ahead rest on each: those who interpret no more, or some who are about to be erased. */
export async function interpretersGone(tx: Executor, now: Date, which: { most: number } | { erased: readonly string[] }): Promise<InterpreterGone[]> {
	const gone = 'erased' in which ? inArray(sql`m.interpreter_id`, [...which.erased]) : sql`not (${interprets})`;
	const { rows } = await tx.execute<{ registration_id: string; event_id: string; meetings: number }>(sql`
		select m.interpreter_id as registration_id, m.event_id, count(*)::integer as meetings
		from event_meeting m join event_registration r on r.id = m.interpreter_id join event e on e.id = m.event_id
		where m.state in ('planned', 'late') and m.starts_at > ${now.toISOString()}::timestamptz and ${gone} and e.state <> 'cancelled'
			and not exists (select from meeting_interpreter_gone g where g.registration_id = m.interpreter_id)
		group by m.interpreter_id, m.event_id order by m.event_id, m.interpreter_id limit ${'most' in which ? which.most : null}`);
	return rows.map(({ registration_id, event_id, meetings }) => ({ registrationId: registration_id, eventId: event_id, meetings }));
}
/** Whoever interprets again may cease again: that is news once more. */
export async function forgetReturned(tx: Executor): Promise<void> {
	await tx.execute(sql`delete from meeting_interpreter_gone g using event_registration r where r.id = g.registration_id and ${interprets}`);
}
export async function markInterpretersGone(tx: Executor, values: (typeof meetingInterpreterGone.$inferInsert)[]): Promise<void> {
	if (values.length > 0) await tx.insert(meetingInterpreterGone).values(values).onConflictDoNothing();
}
export const goneInterpretersOf = (tx: Executor, eventId: string) => tx.select().from(meetingInterpreterGone).where(eq(meetingInterpreterGone.eventId, eventId)).orderBy(asc(meetingInterpreterGone.toldAt), asc(meetingInterpreterGone.registrationId));
