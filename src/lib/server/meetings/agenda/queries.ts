import { and, asc, eq, gt, inArray, lt, sql } from 'drizzle-orm';
import { eventPick, eventRoom, eventSession, eventTable } from '#lib/server/events/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { requestIdsOf } from '../requests/queries.ts';
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
		select count(*) filter (where r.state = 'asked' and (case when r.several then p.state = 'asked' else r.to_registration_id = ${registrationId} end) and r.expires_at > ${now.toISOString()}::timestamptz) as to_answer,
			count(*) filter (where r.state = 'accepted' and p.state is distinct from 'left_out' and not exists (select from event_meeting m where m.request_id = r.id and m.state <> 'cancelled')) as agreed
		from meeting_request r left join meeting_request_party p on p.request_id = r.id and p.registration_id = ${registrationId}
		where r.id in ${requestIdsOf(registrationId)}`);
	return { toAnswer: Number(rows[0]!.to_answer), agreed: Number(rows[0]!.agreed) };
}

/** The sessions of an event that take place and that some people have picked; of a stretch of time where one is given. As the operator. */
export async function pickedSessions(tx: Executor, eventId: string, userIds: readonly string[], within?: { from: Date; until: Date }): Promise<PickedSession[]> {
	if (userIds.length === 0) return [];
	const rows = await tx
		.select({ id: eventSession.id, userId: eventPick.userId, titles: eventSession.titles, startsAt: eventSession.startsAt, endsAt: eventSession.endsAt, room: eventRoom.names })
		.from(eventPick)
		.innerJoin(eventSession, and(eq(eventSession.id, eventPick.sessionId), eq(eventSession.state, 'on')))
		.leftJoin(eventRoom, eq(eventRoom.id, eventSession.roomId))
		.where(and(eq(eventPick.eventId, eventId), inArray(eventPick.userId, [...userIds]), within ? and(lt(eventSession.startsAt, within.until), gt(eventSession.endsAt, within.from)) : undefined))
		.orderBy(asc(eventSession.startsAt), asc(eventSession.id));
	return rows.map(({ room, ...row }) => ({ ...row, room: room ?? [] }));
}
