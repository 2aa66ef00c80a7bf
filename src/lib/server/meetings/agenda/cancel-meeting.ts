import type { Language } from '#lib/engines/text/language.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { MeetingsContext } from '../context.ts';
import { peopleOf } from '../queries.ts';
import { requestById, updateRequest } from '../requests/queries.ts';
import { meetingRules } from '../rules.ts';
import { callOff } from '../standing/place-meeting.ts';
import { standingById } from '../standing/queries.ts';
import { tellMeeting } from '../standing/tell-meeting.ts';
import { noSuch, notAllowed, withMeetings } from '../with-meetings.ts';
import { meetingForRules } from './view-agenda.ts';

/** Calls a meeting off on behalf of one side; everybody in it is told, and their calendars. Errors: not_found, forbidden. */
export async function cancelMeeting(context: MeetingsContext, actor: Actor, input: { eventId: string; meetingId: string; words: string; language: Language }): Promise<void> {
	await withMeetings(context, actor, { eventId: input.eventId, right: 'view' }, async (meetings) => {
		const { tx, now, row } = meetings;
		const meeting = await standingById(tx, input.meetingId, { lock: true });
		const request = meeting && (await requestById(tx, meeting.requestId, { lock: true }));
		if (!meeting || !request || meeting.eventId !== row.id) throw noSuch('meeting');
		const forRules = meetingForRules(meetings, { meeting, request }, await peopleOf(tx, [request.fromRegistrationId, request.toRegistrationId]));
		if (!meetingRules.view(actor, forRules)) throw noSuch('meeting');
		if (!meetingRules.cancel(actor, forRules)) throw notAllowed();
		const off = await callOff(tx, meeting, { words: input.words, language: input.language, now });
		// What one side called off is no wish any more: no schedule takes it up again.
		await updateRequest(tx, request.id, { state: 'withdrawn', answeredAt: null });
		await tellMeeting(context, tx, row, off, 'cancel', meeting);
		await recordAudit(tx, { actor, action: 'event.cancel-meeting', entity: 'event', entityId: row.id, detail: { meetingId: meeting.id }, before: { state: meeting.state, startsAt: meeting.startsAt.toISOString() }, after: { state: off.state }, about: { centreId: row.centreId } });
	});
}
