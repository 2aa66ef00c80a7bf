import { and, asc, eq, gt, inArray, lt } from 'drizzle-orm';
import { eventPick, eventRoom, eventSession } from '#lib/server/events/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';

/** A session of the programme that somebody has picked. */
export interface PickedSession {
	id: string;
	userId: string;
	titles: (typeof eventSession.$inferSelect)['titles'];
	startsAt: Date;
	endsAt: Date;
	room: (typeof eventRoom.$inferSelect)['names'];
}

/** Whether two stretches of time have a moment in common. */
export const overlaps = (session: Pick<PickedSession, 'startsAt' | 'endsAt'>, meeting: { startsAt: Date; minutes: number }): boolean =>
	session.startsAt.getTime() < meeting.startsAt.getTime() + meeting.minutes * 60_000 && meeting.startsAt < session.endsAt;

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
