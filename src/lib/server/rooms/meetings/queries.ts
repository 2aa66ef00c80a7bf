import { and, asc, desc, eq, gt, inArray, ne, or, sql } from 'drizzle-orm';
import { user } from '#lib/server/accounts/tables.ts';
import { docking } from '#lib/server/docking/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { roomInvited, roomMeeting, roomSlot, roomSlotAnswer } from '../tables.ts';

export type MeetingRow = typeof roomMeeting.$inferSelect;
export type SlotRow = typeof roomSlot.$inferSelect;
export type SlotAnswerRow = typeof roomSlotAnswer.$inferSelect;

export async function insertMeeting(tx: Executor, values: typeof roomMeeting.$inferInsert, slots: readonly Date[]): Promise<string> {
	const { id } = (await tx.insert(roomMeeting).values(values).returning({ id: roomMeeting.id }))[0]!;
	await tx.insert(roomSlot).values(slots.map((startsAt) => ({ meetingId: id, dockingId: values.dockingId, startsAt })));
	return id;
}

/** A meeting of a docking; inside `asActor` only. `lock`: nobody else changes it meanwhile. */
export async function meetingById(tx: Executor, dockingId: string, id: string, options: { lock?: boolean } = {}): Promise<MeetingRow | undefined> {
	const query = tx.select().from(roomMeeting).where(and(eq(roomMeeting.id, id), eq(roomMeeting.dockingId, dockingId)));
	return (options.lock ? await query.for('update') : await query)[0];
}

export async function updateMeeting(tx: Executor, id: string, values: Partial<typeof roomMeeting.$inferInsert>): Promise<void> {
	await tx.update(roomMeeting).set({ ...values, version: sql`${roomMeeting.version} + 1` }).where(eq(roomMeeting.id, id));
}

export async function slotsOf(tx: Executor, meetingId: string): Promise<SlotRow[]> {
	return tx.select().from(roomSlot).where(eq(roomSlot.meetingId, meetingId)).orderBy(asc(roomSlot.startsAt));
}

/** What people said of a meeting's times, with their names. */
export async function slotAnswersOf(tx: Executor, meetingId: string): Promise<(SlotAnswerRow & { name: string })[]> {
	const rows = await tx
		.select({ answer: roomSlotAnswer, name: user.name })
		.from(roomSlotAnswer)
		.innerJoin(roomSlot, eq(roomSlot.id, roomSlotAnswer.slotId))
		.innerJoin(user, eq(user.id, roomSlotAnswer.personId))
		.where(eq(roomSlot.meetingId, meetingId))
		.orderBy(asc(user.name), asc(user.id));
	return rows.map(({ answer, name }) => ({ ...answer, name }));
}

export async function putSlotAnswers(tx: Executor, values: (typeof roomSlotAnswer.$inferInsert)[]): Promise<void> {
	if (values.length === 0) return;
	await tx
		.insert(roomSlotAnswer)
		.values(values)
		.onConflictDoUpdate({ target: [roomSlotAnswer.slotId, roomSlotAnswer.personId], set: { answer: sql`excluded.answer`, at: sql`excluded.at` } });
}

/** Meetings of a room: those ahead and those proposed, the next first, then what is past or called off. */
export async function meetingsOf(tx: Executor, dockingId: string, now: Date, most: number): Promise<MeetingRow[]> {
	const ahead = sql<boolean>`(${roomMeeting.state} = 'proposed' or (${roomMeeting.state} = 'fixed' and ${roomMeeting.startsAt} + ${roomMeeting.minutes} * interval '1 minute' > ${now.toISOString()}::timestamptz))`;
	return tx.select().from(roomMeeting).where(eq(roomMeeting.dockingId, dockingId)).orderBy(desc(ahead), sql`case when ${ahead} then ${roomMeeting.startsAt} end asc nulls first`, desc(roomMeeting.changedAt)).limit(most);
}

export async function invitedTo(tx: Executor, meetingId: string): Promise<string[]> {
	return (await tx.select({ id: roomInvited.personId }).from(roomInvited).where(eq(roomInvited.meetingId, meetingId))).map(({ id }) => id);
}

export async function putInvited(tx: Executor, values: (typeof roomInvited.$inferInsert)[]): Promise<void> {
	if (values.length > 0) await tx.insert(roomInvited).values(values).onConflictDoNothing();
}

export async function deleteInvited(tx: Executor, meetingId: string, people: readonly string[]): Promise<void> {
	if (people.length > 0) await tx.delete(roomInvited).where(and(eq(roomInvited.meetingId, meetingId), inArray(roomInvited.personId, [...people])));
}

/** Meetings ahead of dockings that were stopped meanwhile. */
export async function meetingsOfStopped(tx: Executor, now: Date): Promise<{ meetingId: string; dockingId: string }[]> {
	return tx
		.select({ meetingId: roomMeeting.id, dockingId: docking.id })
		.from(roomMeeting)
		.innerJoin(docking, and(eq(docking.id, roomMeeting.dockingId), eq(docking.state, 'stopped')))
		.where(and(ne(roomMeeting.state, 'cancelled'), or(gt(roomMeeting.startsAt, now), and(eq(roomMeeting.state, 'proposed')))))
		.limit(500);
}

/** Fixed meetings ahead of which calendars know that are in the docking no more, or do not whose people are in it by now. */
export async function meetingsOfOthers(tx: Executor, now: Date): Promise<{ meetingId: string; dockingId: string }[]> {
	const contact = sql`
		select p.person_id from docking_person p
		join docking_party o on o.docking_id = p.docking_id and o.side = p.side
		join membership s on s.user_id = p.person_id and s.organisation_id = o.organisation_id
		where p.docking_id = m.docking_id`;
	const adviser = sql`
		select s.user_id from docking_party o
		join membership s on s.centre_id = o.centre_id and s.role in ('officer', 'secretariat')
		where o.docking_id = m.docking_id`;
	const invited = sql`select i.person_id from room_invited i where i.meeting_id = m.id`;
	const { rows } = await tx.execute<{ meeting_id: string; docking_id: string }>(sql`
		select m.id as meeting_id, m.docking_id from room_meeting m
		where m.state = 'fixed' and m.starts_at > ${now.toISOString()}::timestamptz
			and (exists (${invited} except (${contact} union ${adviser})) or exists (${contact} except ${invited}))
		order by m.starts_at limit 500`);
	return rows.map(({ meeting_id, docking_id }) => ({ meetingId: meeting_id, dockingId: docking_id }));
}
