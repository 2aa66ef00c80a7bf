import type { Actor } from '#lib/server/accounts/actor.ts';
import { pickSession } from '#lib/server/events/pick-session.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import type { MeetingsContext } from '../context.ts';
import { moveOwnMeeting } from './move-own-meeting.ts';
import { sessionClashes } from './session-clashes.ts';

/**
 * One side moves a booked meeting out of the way of a session and picks that; where other meetings are in its way still, the person is
 * asked about these first. The meeting stays where the session cannot be picked. Answers whether it was. Errors: those of `moveOwnMeeting`
 * and `pickSession`.
 */
export async function makeRoomForSession(context: MeetingsContext, actor: Actor, input: { eventId: string; meetingId: string; slotId: string | null; sessionId: string }): Promise<{ picked: boolean }> {
	return asActor(context.db, actor, async (tx) => {
		const within = { ...context, db: tx };
		await moveOwnMeeting(within, actor, input);
		if ((await sessionClashes(within, actor, input)).length > 0) return { picked: false };
		await pickSession(within, actor, { ...input, pick: true });
		return { picked: true };
	});
}
