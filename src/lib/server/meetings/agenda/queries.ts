import { and, asc, eq, gt, inArray, lt, sql } from 'drizzle-orm';
import { eventPick, eventRoom, eventSession, eventTable } from '#lib/server/events/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { requestIdsOf } from '../requests/queries.ts';
import type { StandingRow } from '../standing/queries.ts';
import { eventMeeting, meetingAttendee, meetingRequest } from '../tables.ts';
import type { PickedSession } from './picked-sessions.ts';

/** Somebody's meetings in order of time, also those that are off, with the table, the room and what was asked. */
export async function meetingsOfPerson(tx: Executor, registrationId: string, eventId: string) {
	return tx
		.select({
			meeting: eventMeeting,
			own: meetingAttendee,
			request: meetingRequest,
			table: eventTable.label,
			room: eventRoom.names,
		})
		.from(meetingAttendee)
		.innerJoin(eventMeeting, eq(eventMeeting.id, meetingAttendee.meetingId))
		.innerJoin(meetingRequest, eq(meetingRequest.id, eventMeeting.requestId))
		.leftJoin(eventTable, eq(eventTable.id, eventMeeting.tableId))
		.leftJoin(eventRoom, eq(eventRoom.id, eventTable.roomId))
		.where(and(eq(meetingAttendee.registrationId, registrationId), eq(meetingAttendee.eventId, eventId)))
		.orderBy(asc(eventMeeting.startsAt), asc(eventMeeting.id));
}

/** What waits for somebody: requests to answer, and agreed ones without a meeting. */
export async function countWaiting(tx: Executor, registrationId: string, now: Date): Promise<{ toAnswer: number; agreed: number }> {
	const { rows } = await tx.execute<{ to_answer: string | number; agreed: string | number }>(sql`
		select count(*) filter (where r.state = 'asked' and (case when r.several then p.state = 'asked' else r.to_registration_id = ${registrationId} or not r.from_agreed end) and r.expires_at > ${now.toISOString()}::timestamptz) as to_answer,
			count(*) filter (where r.state = 'accepted' and p.state is distinct from 'left_out' and not exists (select from event_meeting m where m.request_id = r.id and m.state <> 'cancelled')) as agreed
		from meeting_request r left join meeting_request_party p on p.request_id = r.id and p.registration_id = ${registrationId}
		where r.id in ${requestIdsOf(registrationId)}`);
	return { toAnswer: Number(rows[0]!.to_answer), agreed: Number(rows[0]!.agreed) };
}

/** The sessions of an event that take place and that some people have picked, unless they wait for a place there; of a stretch of time where one is given. As the operator. */
export async function pickedSessions(tx: Executor, eventId: string, userIds: readonly string[], within?: { from: Date; until: Date }): Promise<PickedSession[]> {
	if (userIds.length === 0) return [];
	const rows = await tx
		.select({ id: eventSession.id, userId: eventPick.userId, titles: eventSession.titles, startsAt: eventSession.startsAt, endsAt: eventSession.endsAt, room: eventRoom.names })
		.from(eventPick)
		.innerJoin(eventSession, and(eq(eventSession.id, eventPick.sessionId), eq(eventSession.state, 'on')))
		.leftJoin(eventRoom, eq(eventRoom.id, eventSession.roomId))
		.where(and(eq(eventPick.eventId, eventId), inArray(eventPick.userId, [...userIds]), sql`${eventPick.place} is distinct from 'waiting'`, within ? and(lt(eventSession.startsAt, within.until), gt(eventSession.endsAt, within.from)) : undefined))
		.orderBy(asc(eventSession.startsAt), asc(eventSession.id));
	return rows.map(({ room, ...row }) => ({ ...row, room: room ?? [] }));
}

/** Events on the eve, from an hour of their clocks on, of a day whose meetings nobody has been sent the agenda of; with that day. What was moved may bear the mark of an earlier eve, which does not count. */
export async function evesNow(tx: Executor, now: Date, fromHour: number): Promise<{ eventId: string; day: string }[]> {
	const there = sql`(${now.toISOString()}::timestamptz at time zone e.time_zone)`;
	const { rows } = await tx.execute<{ event_id: string; day: string }>(sql`
		select m.event_id, to_char(${there}::date + 1, 'YYYY-MM-DD') as day
		from event_meeting m join event e on e.id = m.event_id and e.state = 'published'
		where m.state in ('planned', 'late') and m.starts_at > ${now.toISOString()}::timestamptz and m.starts_at < ${now.toISOString()}::timestamptz + interval '2 days'
			and extract(hour from ${there}) >= ${fromHour} and (m.starts_at at time zone e.time_zone)::date = ${there}::date + 1
		group by m.event_id, e.time_zone having bool_and(m.agenda_told_at is null or m.agenda_told_at < ${there}::date::timestamp at time zone e.time_zone) order by m.event_id`);
	return rows.map(({ event_id, day }) => ({ eventId: event_id, day }));
}

/** The meetings that stand at an event on a day of its clocks; nobody else changes them meanwhile. */
export async function meetingsOnDay(tx: Executor, eventId: string, day: string): Promise<StandingRow[]> {
	const onDay = sql`(${eventMeeting.startsAt} at time zone (select e.time_zone from event e where e.id = ${eventId}))::date = ${day}::date`;
	return tx.select().from(eventMeeting).where(and(eq(eventMeeting.eventId, eventId), inArray(eventMeeting.state, ['planned', 'late']), onDay)).orderBy(asc(eventMeeting.id)).for('update');
}

export async function markAgendaTold(tx: Executor, meetingIds: readonly string[], now: Date): Promise<void> {
	if (meetingIds.length > 0) await tx.update(eventMeeting).set({ agendaToldAt: now }).where(inArray(eventMeeting.id, [...meetingIds]));
}
