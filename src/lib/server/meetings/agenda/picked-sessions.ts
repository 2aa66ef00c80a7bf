import type { LocalText } from '#lib/text/local-text.ts';

/** A session of the programme that somebody has picked. */
export interface PickedSession {
	id: string;
	userId: string;
	titles: LocalText[];
	startsAt: Date;
	endsAt: Date;
	room: LocalText[];
}

/** Whether two stretches of time have a moment in common. */
export const overlaps = (session: Pick<PickedSession, 'startsAt' | 'endsAt'>, meeting: { startsAt: Date; minutes: number }): boolean =>
	session.startsAt.getTime() < meeting.startsAt.getTime() + meeting.minutes * 60_000 && meeting.startsAt < session.endsAt;
