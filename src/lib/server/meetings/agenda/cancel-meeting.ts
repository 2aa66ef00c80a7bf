import type { Language } from '#lib/engines/text/language.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { MeetingsContext } from '../context.ts';
import { updateRequest } from '../requests/queries.ts';
import { leaveMeeting } from '../standing/leave-meeting.ts';
import { callOff } from '../standing/place-meeting.ts';
import { tellMeeting } from '../standing/tell-meeting.ts';
import { withMeetings } from '../with-meetings.ts';
import { ownMeeting } from './own-meeting.ts';

/**
 * Calls a meeting off on behalf of one side; everybody in it is told, and their calendars. One of several whom another asked leaves
 * it to the rest, who are told; answers which of the two. Errors: not_found, forbidden.
 */
export async function cancelMeeting(context: MeetingsContext, actor: Actor, input: { eventId: string; meetingId: string; words: string; language: Language }): Promise<'off' | 'left'> {
	return withMeetings(context, actor, { eventId: input.eventId, right: 'view' }, async (meetings) => {
		const { tx, now, row } = meetings;
		const { meeting, request, parties, own } = await ownMeeting(meetings, actor, input.meetingId);
		const said = { words: input.words, language: input.language, now };
		const audit = { actor, entity: 'event' as const, entityId: row.id, detail: { meetingId: meeting.id }, about: { centreId: row.centreId } };
		if (parties.length > 2 && own !== request.fromRegistrationId) {
			await leaveMeeting(context, tx, row, { meeting, request, parties }, own, said);
			await recordAudit(tx, { ...audit, action: 'event.leave-meeting-of-several' });
			return 'left';
		}
		const off = await callOff(tx, meeting, said);
		// What one side called off is no wish any more: no schedule takes it up again.
		await updateRequest(tx, request.id, { state: 'withdrawn', answeredAt: null });
		await tellMeeting(context, tx, row, off, 'cancel', { before: meeting });
		await recordAudit(tx, { ...audit, action: 'event.cancel-meeting', before: { state: meeting.state, startsAt: meeting.startsAt.toISOString() }, after: { state: off.state } });
		return 'off';
	});
}
