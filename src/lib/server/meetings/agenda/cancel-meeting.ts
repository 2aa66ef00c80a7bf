import type { Language } from '#lib/engines/text/language.ts';
import { isSignedIn, type Actor } from '#lib/server/accounts/actor.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { MeetingsContext } from '../context.ts';
import { peopleOf } from '../queries.ts';
import { requestById, updateRequest } from '../requests/queries.ts';
import { meetingRules } from '../rules.ts';
import { leaveMeeting } from '../standing/leave-meeting.ts';
import { callOff } from '../standing/place-meeting.ts';
import { attendeesOf, standingById } from '../standing/queries.ts';
import { tellMeeting } from '../standing/tell-meeting.ts';
import { noSuch, notAllowed, withMeetings } from '../with-meetings.ts';
import { meetingForRules, partiesIn } from './view-agenda.ts';

/**
 * Calls a meeting off on behalf of one side; everybody in it is told, and their calendars. One of several whom another asked leaves
 * it to the rest, who are told; answers which of the two. Errors: not_found, forbidden.
 */
export async function cancelMeeting(context: MeetingsContext, actor: Actor, input: { eventId: string; meetingId: string; words: string; language: Language }): Promise<'off' | 'left'> {
	return withMeetings(context, actor, { eventId: input.eventId, right: 'view' }, async (meetings) => {
		const { tx, now, row } = meetings;
		const meeting = await standingById(tx, input.meetingId, { lock: true });
		const request = meeting && (await requestById(tx, meeting.requestId, { lock: true }));
		if (!meeting || !request || meeting.eventId !== row.id) throw noSuch('meeting');
		const parties = partiesIn(await attendeesOf(tx, [meeting.id]));
		const people = await peopleOf(tx, [...parties, ...(meeting.interpreterId ? [meeting.interpreterId] : [])]);
		const forRules = meetingForRules(meetings, { meeting, parties }, people);
		if (!meetingRules.view(actor, forRules)) throw noSuch('meeting');
		if (!meetingRules.cancel(actor, forRules)) throw notAllowed();
		const own = parties.find((id) => isSignedIn(actor) && people.get(id)?.personId === actor.userId)!;
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
