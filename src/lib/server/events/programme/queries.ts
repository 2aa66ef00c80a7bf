import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Executor } from '#lib/server/platform/database.ts';
import type { SessionRow } from '../queries.ts';
import { eventDay, eventNotice, eventOrganiser, eventRoom, eventSession, eventSessionSpeaker, eventTable, eventTrack, eventVenue } from '../tables.ts';

/** The tables of an event whose rows are named by an id; each row is found and changed within its event only. */
const LISTS = { organiser: eventOrganiser, venue: eventVenue, room: eventRoom, table: eventTable, day: eventDay, track: eventTrack, session: eventSession } as const;
type Lists = typeof LISTS;
type ListName = keyof Lists;

export async function rowOf<Name extends ListName>(tx: Executor, name: Name, eventId: string, id: string | null): Promise<Lists[Name]['$inferSelect'] | undefined> {
	if (id === null) return undefined;
	const table = LISTS[name];
	return (await tx.select().from(table as typeof eventDay).where(and(eq(table.id, id), eq(table.eventId, eventId))))[0] as Lists[Name]['$inferSelect'] | undefined;
}

export async function countOfList(tx: Executor, name: ListName, eventId: string): Promise<number> {
	return tx.$count(LISTS[name], eq(LISTS[name].eventId, eventId));
}

export async function deleteRow(tx: Executor, name: ListName, eventId: string, id: string): Promise<void> {
	await tx.delete(LISTS[name]).where(and(eq(LISTS[name].id, id), eq(LISTS[name].eventId, eventId)));
}

export async function insertOrganiser(tx: Executor, values: typeof eventOrganiser.$inferInsert): Promise<void> {
	await tx.insert(eventOrganiser).values(values).onConflictDoNothing();
}

export async function insertVenue(tx: Executor, values: typeof eventVenue.$inferInsert): Promise<string> {
	return (await tx.insert(eventVenue).values(values).returning({ id: eventVenue.id }))[0]!.id;
}
export async function updateVenue(tx: Executor, id: string, values: Partial<typeof eventVenue.$inferInsert>): Promise<void> {
	await tx.update(eventVenue).set(values).where(eq(eventVenue.id, id));
}

export async function insertRoom(tx: Executor, values: typeof eventRoom.$inferInsert): Promise<string> {
	return (await tx.insert(eventRoom).values(values).returning({ id: eventRoom.id }))[0]!.id;
}
export async function updateRoom(tx: Executor, id: string, values: Partial<typeof eventRoom.$inferInsert>): Promise<void> {
	await tx.update(eventRoom).set(values).where(eq(eventRoom.id, id));
}

export async function updateTable(tx: Executor, id: string, values: Partial<typeof eventTable.$inferInsert>): Promise<void> {
	await tx.update(eventTable).set(values).where(eq(eventTable.id, id));
}

/** Tables whose labels are there already are left out. Answers how many are new. */
export async function insertTables(tx: Executor, values: (typeof eventTable.$inferInsert)[]): Promise<number> {
	if (values.length === 0) return 0;
	return (await tx.insert(eventTable).values(values).onConflictDoNothing().returning({ id: eventTable.id })).length;
}

export async function addDays(tx: Executor, eventId: string, days: readonly string[]): Promise<void> {
	if (days.length > 0) await tx.insert(eventDay).values(days.map((day) => ({ eventId, day })));
}
export async function insertDay(tx: Executor, values: typeof eventDay.$inferInsert): Promise<string> {
	return (await tx.insert(eventDay).values(values).returning({ id: eventDay.id }))[0]!.id;
}
export async function updateDay(tx: Executor, id: string, values: Partial<typeof eventDay.$inferInsert>): Promise<void> {
	await tx.update(eventDay).set(values).where(eq(eventDay.id, id));
}

/** Puts all days of an event so many days later, in one statement: each may take the place of the next. */
export async function shiftDays(tx: Executor, eventId: string, days: number): Promise<void> {
	await tx.update(eventDay).set({ day: sql`${eventDay.day} + ${days}::int` as unknown as string }).where(eq(eventDay.eventId, eventId));
}

export async function insertTrack(tx: Executor, values: typeof eventTrack.$inferInsert): Promise<string> {
	return (await tx.insert(eventTrack).values(values).returning({ id: eventTrack.id }))[0]!.id;
}
export async function updateTrack(tx: Executor, id: string, values: Partial<typeof eventTrack.$inferInsert>): Promise<void> {
	await tx.update(eventTrack).set(values).where(eq(eventTrack.id, id));
}

export async function insertSession(tx: Executor, values: typeof eventSession.$inferInsert): Promise<string> {
	return (await tx.insert(eventSession).values(values).returning({ id: eventSession.id }))[0]!.id;
}
export async function updateSession(tx: Executor, id: string, values: Partial<typeof eventSession.$inferInsert>): Promise<void> {
	await tx.update(eventSession).set(values).where(eq(eventSession.id, id));
}
export async function sessionsOfDay(tx: Executor, dayId: string): Promise<SessionRow[]> {
	return tx.select().from(eventSession).where(eq(eventSession.dayId, dayId));
}
export async function sessionsIn(tx: Executor, of: { room: string } | { track: string }): Promise<SessionRow[]> {
	return tx.select().from(eventSession).where('room' in of ? eq(eventSession.roomId, of.room) : eq(eventSession.trackId, of.track));
}
/** Puts all sessions of a day so much later. */
export async function shiftSessions(tx: Executor, dayId: string, milliseconds: number, now: Date): Promise<void> {
	const later = sql`${`${milliseconds} milliseconds`}::interval`;
	await tx
		.update(eventSession)
		.set({ startsAt: sql`${eventSession.startsAt} + ${later}`, endsAt: sql`${eventSession.endsAt} + ${later}`, sequence: sql`${eventSession.sequence} + 1`, version: sql`${eventSession.version} + 1`, changedAt: now })
		.where(eq(eventSession.dayId, dayId));
}
/** What calendars hold of these sessions changes, though not their hours. */
export async function sessionsChanged(tx: Executor, ids: readonly string[], now: Date): Promise<void> {
	if (ids.length === 0) return;
	await tx.update(eventSession).set({ sequence: sql`${eventSession.sequence} + 1`, version: sql`${eventSession.version} + 1`, changedAt: now }).where(inArray(eventSession.id, [...ids]));
}
export async function cancelSessions(tx: Executor, of: { ids: readonly string[] }, now: Date): Promise<void> {
	if (of.ids.length === 0) return;
	await tx.update(eventSession).set({ state: 'cancelled', sequence: sql`${eventSession.sequence} + 1`, version: sql`${eventSession.version} + 1`, changedAt: now }).where(inArray(eventSession.id, [...of.ids]));
}

export async function replaceSpeaking(tx: Executor, session: { id: string; eventId: string }, speaking: readonly { speakerId: string; role: (typeof eventSessionSpeaker.$inferSelect)['role'] }[]): Promise<void> {
	await tx.delete(eventSessionSpeaker).where(eq(eventSessionSpeaker.sessionId, session.id));
	if (speaking.length > 0) await tx.insert(eventSessionSpeaker).values(speaking.map((each, position) => ({ ...each, sessionId: session.id, eventId: session.eventId, position })));
}

export async function insertNotice(tx: Executor, values: typeof eventNotice.$inferInsert): Promise<void> {
	await tx.insert(eventNotice).values(values);
}
