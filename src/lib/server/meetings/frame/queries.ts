import { and, asc, count, eq, inArray, ne, sql, type SQL } from 'drizzle-orm';
import { event, eventTable } from '#lib/server/events/tables.ts';
import type { SlotKind } from '#lib/meetings/vocabulary.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { eventRegistration } from '#lib/server/registration/tables.ts';
import { meetingSoftWish } from '../host/tables.ts';
import type { FrameRow } from '../queries.ts';
import { eventMeeting, meetingAvailability, meetingFrame, meetingInterpreter, meetingParticipant, meetingRequest, meetingSlot } from '../tables.ts';

export type MeetingRow = typeof eventMeeting.$inferSelect;

export async function frameOf(tx: Executor, eventId: string): Promise<FrameRow | undefined> {
	return (await tx.select().from(meetingFrame).where(eq(meetingFrame.eventId, eventId)))[0];
}

/** On whose clocks an event runs. */
export async function timeZoneOf(tx: Executor, eventId: string): Promise<string> {
	return (await tx.select({ zone: event.timeZone }).from(event).where(eq(event.id, eventId)))[0]!.zone;
}

/** The frame of an event, made where there is none, and nobody else changes it meanwhile. */
export async function lockFrame(tx: Executor, eventId: string): Promise<FrameRow> {
	await tx.insert(meetingFrame).values({ eventId }).onConflictDoNothing();
	return (await tx.select().from(meetingFrame).where(eq(meetingFrame.eventId, eventId)).for('update'))[0]!;
}

export async function updateFrame(tx: Executor, eventId: string, values: Partial<typeof meetingFrame.$inferInsert>): Promise<void> {
	await tx.update(meetingFrame).set({ ...values, version: sql`${meetingFrame.version} + 1` }).where(eq(meetingFrame.eventId, eventId));
}

/** Slots of an event, and its last hour for requests, keep their hours on the clocks of another zone. In one statement: each slot may take the hour of the next. */
export async function meetingsToNewClock(tx: Executor, eventId: string, { from, to }: { from: string; to: string }): Promise<void> {
	const onNewClock = (at: typeof meetingSlot.startsAt | typeof meetingFrame.requestDeadline) => sql`(${at} at time zone ${from}::text) at time zone ${to}::text`;
	await tx.update(meetingSlot).set({ startsAt: onNewClock(meetingSlot.startsAt) }).where(eq(meetingSlot.eventId, eventId));
	await tx.update(meetingFrame).set({ requestDeadline: onNewClock(meetingFrame.requestDeadline) }).where(eq(meetingFrame.eventId, eventId));
}

export const meetingTablesOf = (tx: Executor, eventId: string) => tx.select().from(eventTable).where(eq(eventTable.eventId, eventId)).orderBy(asc(eventTable.position), asc(eventTable.label));

export async function insertSlots(tx: Executor, values: (typeof meetingSlot.$inferInsert)[]): Promise<void> {
	if (values.length > 0) await tx.insert(meetingSlot).values(values);
}
export async function deleteSlots(tx: Executor, ids: readonly string[]): Promise<void> {
	if (ids.length > 0) await tx.delete(meetingSlot).where(inArray(meetingSlot.id, [...ids]));
}
/** All slots of a day that does not take place. */
export async function deleteSlotsOfDay(tx: Executor, dayId: string): Promise<void> {
	await tx.delete(meetingSlot).where(eq(meetingSlot.dayId, dayId));
}
export async function setSlotKind(tx: Executor, ids: readonly string[], kind: SlotKind): Promise<void> {
	if (ids.length > 0) await tx.update(meetingSlot).set({ kind }).where(inArray(meetingSlot.id, [...ids]));
}
/**
 * Puts the slots of some days so many milliseconds later each, and the meetings that stand in them, of which calendars hear. All in one
 * statement: a slot may take the moment of another day's.
 */
export async function shiftSlots(tx: Executor, later: ReadonlyMap<string, number>, now: Date): Promise<void> {
	const days = sql`(select key::uuid as day_id, value::double precision * interval '1 millisecond' as later from jsonb_each_text(${JSON.stringify(Object.fromEntries(later))}::jsonb)) d`;
	await tx.execute(sql`
		update event_meeting m set starts_at = m.starts_at + d.later, sequence = m.sequence + 1, version = m.version + 1, changed_at = ${now.toISOString()}::timestamptz
		from meeting_slot s join ${days} on d.day_id = s.day_id where m.slot_id = s.id`);
	await tx.execute(sql`update meeting_slot s set starts_at = s.starts_at + d.later from ${days} where d.day_id = s.day_id`);
}

/** The meetings that stand in slots of some days, each with its day. */
export async function standingOnDays(tx: Executor, dayIds: readonly string[]): Promise<(MeetingRow & { dayId: string })[]> {
	const rows = await tx.select({ meeting: eventMeeting, dayId: meetingSlot.dayId }).from(eventMeeting).innerJoin(meetingSlot, eq(meetingSlot.id, eventMeeting.slotId)).where(inArray(meetingSlot.dayId, [...dayIds])).orderBy(asc(eventMeeting.startsAt), asc(eventMeeting.id));
	return rows.map(({ meeting, dayId }) => ({ ...meeting, dayId }));
}

/** Takes hold of an event, so that nobody changes its days, rooms or tables until the end of the transaction. */
export async function holdEvent(tx: Executor, id: string): Promise<void> {
	await tx.select({ id: event.id }).from(event).where(eq(event.id, id)).for('key share');
}

/** Takes hold of the requests met in some places, in their order: first of all, for bookings hold them before any place. */
async function lockRequestsMet(tx: Executor, there: SQL): Promise<void> {
	const met = tx.select({ id: eventMeeting.requestId }).from(eventMeeting).where(there);
	await tx.select({ id: meetingRequest.id }).from(meetingRequest).where(inArray(meetingRequest.id, met)).orderBy(asc(meetingRequest.id)).for('update');
}

/** Takes hold of slots that are to go, in the order in which bookings do. Who books one in the same moment has done so before, or finds it gone. */
export async function lockSlots(tx: Executor, ids: readonly string[]): Promise<void> {
	await lockRequestsMet(tx, inArray(eventMeeting.slotId, [...ids]));
	await tx.select({ id: meetingSlot.id }).from(meetingSlot).where(inArray(meetingSlot.id, [...ids])).orderBy(asc(meetingSlot.id)).for('update');
}

/** The same of a table. */
export async function lockTable(tx: Executor, eventId: string, id: string): Promise<void> {
	await lockRequestsMet(tx, eq(eventMeeting.tableId, id));
	await tx.select({ id: eventTable.id }).from(eventTable).where(and(eq(eventTable.id, id), eq(eventTable.eventId, eventId))).for('update');
}

export async function deleteTable(tx: Executor, eventId: string, id: string): Promise<void> {
	await tx.delete(eventTable).where(and(eq(eventTable.id, id), eq(eventTable.eventId, eventId)));
}

/** A table is there no more from a moment on, and stays for what was held at it: nobody is wished to be received there any more. */
export async function takeTableAway(tx: Executor, eventId: string, id: string, goneAt: Date): Promise<void> {
	await tx.update(eventTable).set({ goneAt }).where(and(eq(eventTable.id, id), eq(eventTable.eventId, eventId)));
	await tx.delete(meetingSoftWish).where(eq(meetingSoftWish.tableId, id));
}

export async function bringTableBack(tx: Executor, eventId: string, id: string): Promise<void> {
	await tx.update(eventTable).set({ goneAt: null }).where(and(eq(eventTable.id, id), eq(eventTable.eventId, eventId)));
}

/** Meetings that stand in any slot, also those that were held. */
export const standingMeetings = (tx: Executor, eventId: string): Promise<MeetingRow[]> =>
	tx.select().from(eventMeeting).where(and(eq(eventMeeting.eventId, eventId), ne(eventMeeting.state, 'cancelled'))).orderBy(asc(eventMeeting.startsAt), asc(eventMeeting.id));

/** How many meetings stand on a day, at a table, or at the tables of some rooms: they are moved or called off before that goes. */
export async function countStanding(tx: Executor, of: { day: string } | { table: string } | { rooms: readonly string[] }): Promise<number> {
	if ('rooms' in of && of.rooms.length === 0) return 0;
	const tables = 'rooms' in of ? tx.select({ id: eventTable.id }).from(eventTable).where(inArray(eventTable.roomId, [...of.rooms])) : null;
	const slots = 'day' in of ? tx.select({ id: meetingSlot.id }).from(meetingSlot).where(eq(meetingSlot.dayId, of.day)) : null;
	const where = 'table' in of ? eq(eventMeeting.tableId, of.table) : tables ? inArray(eventMeeting.tableId, tables) : inArray(eventMeeting.slotId, slots!);
	return (await tx.select({ count: count() }).from(eventMeeting).where(where))[0]!.count;
}

/** Who takes part in meetings, and is approved for the event, in the order of registration. */
export async function meetingPeople(tx: Executor, eventId: string) {
	// Read apart and joined here: behind their walls the database would join a thousand rows one by one.
	const joined = await tx.select({ id: meetingParticipant.registrationId, maxMeetings: meetingParticipant.maxMeetings, maxPerDay: meetingParticipant.maxPerDay }).from(meetingParticipant).where(eq(meetingParticipant.eventId, eventId));
	const wants = new Map(joined.map((person) => [person.id, person]));
	const coming = await tx
		.select({ id: eventRegistration.id, languages: eventRegistration.languages, organisationId: eventRegistration.organisationId })
		.from(eventRegistration)
		.where(and(eq(eventRegistration.eventId, eventId), eq(eventRegistration.state, 'approved')))
		.orderBy(asc(eventRegistration.createdAt), asc(eventRegistration.id));
	return coming.flatMap((person) => (wants.has(person.id) ? [{ ...wants.get(person.id)!, ...person }] : []));
}

/** The pairs of languages of each interpreter who is approved for the event. */
export async function interpretersOf(tx: Executor, eventId: string) {
	return tx
		.select({ registrationId: meetingInterpreter.registrationId, one: meetingInterpreter.oneLanguage, other: meetingInterpreter.otherLanguage })
		.from(meetingInterpreter)
		.innerJoin(eventRegistration, and(eq(eventRegistration.id, meetingInterpreter.registrationId), eq(eventRegistration.state, 'approved')))
		.where(eq(meetingInterpreter.eventId, eventId))
		.orderBy(asc(meetingInterpreter.registrationId), asc(meetingInterpreter.oneLanguage), asc(meetingInterpreter.otherLanguage));
}
export async function insertInterpreterPair(tx: Executor, values: typeof meetingInterpreter.$inferInsert): Promise<void> {
	await tx.insert(meetingInterpreter).values(values).onConflictDoNothing();
}
export async function deleteInterpreter(tx: Executor, eventId: string, registrationId: string): Promise<void> {
	await tx.delete(meetingInterpreter).where(and(eq(meetingInterpreter.eventId, eventId), eq(meetingInterpreter.registrationId, registrationId)));
}

export const absencesOf = (tx: Executor, eventId: string) => tx.select({ personId: meetingAvailability.registrationId, slotId: meetingAvailability.slotId, byDesk: meetingAvailability.byDesk }).from(meetingAvailability).where(eq(meetingAvailability.eventId, eventId));
/** Absences that the desk marks, in slots that the person has not painted already; answers how many. */
export async function insertMarks(tx: Executor, eventId: string, registrationId: string, slotIds: readonly string[]): Promise<number> {
	if (slotIds.length === 0) return 0;
	return (await tx.insert(meetingAvailability).values(slotIds.map((slotId) => ({ eventId, registrationId, slotId, byDesk: true }))).onConflictDoNothing().returning({ slotId: meetingAvailability.slotId })).length;
}
/** Takes such marks back, of some slots; answers how many. What the person painted stays. */
export async function deleteMarks(tx: Executor, registrationId: string, slotIds: readonly string[]): Promise<number> {
	if (slotIds.length === 0) return 0;
	return (await tx.delete(meetingAvailability).where(and(eq(meetingAvailability.registrationId, registrationId), eq(meetingAvailability.byDesk, true), inArray(meetingAvailability.slotId, [...slotIds]))).returning({ slotId: meetingAvailability.slotId })).length;
}

/** Requests that all sides have agreed to: of each, who meets and what it weighs. */
export const acceptedRequests = (tx: Executor, eventId: string) =>
	tx
		.select({ id: meetingRequest.id, fromRegistrationId: meetingRequest.fromRegistrationId, toRegistrationId: meetingRequest.toRegistrationId, several: meetingRequest.several, mutual: meetingRequest.mutual, suggestionScore: meetingRequest.suggestionScore, hostPriority: meetingRequest.hostPriority })
		.from(meetingRequest)
		.where(and(eq(meetingRequest.eventId, eventId), eq(meetingRequest.state, 'accepted')))
		.orderBy(asc(meetingRequest.createdAt), asc(meetingRequest.id));
export const countRequests = (tx: Executor, eventId: string) => tx.select({ state: meetingRequest.state, count: count() }).from(meetingRequest).where(eq(meetingRequest.eventId, eventId)).groupBy(meetingRequest.state);
