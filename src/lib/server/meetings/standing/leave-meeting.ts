import type { EventRow } from '#lib/server/events/queries.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import type { MeetingsContext } from '../context.ts';
import { updateParty, updateRequest, type RequestRow } from '../requests/queries.ts';
import { dropAttendees, updateStanding, type StandingRow } from './queries.ts';
import { tellMeeting } from './tell-meeting.ts';

/** One of several leaves a meeting that stands: the others meet without, and all are told, with what calendars take in; `erased` as in `tellMeeting`. As the operator. */
export async function leaveMeeting(
	context: Pick<MeetingsContext, 'jobs' | 'baseUrl' | 'organiser'>,
	tx: Transaction,
	event: Pick<EventRow, 'id' | 'names' | 'timeZone'>,
	of: { meeting: StandingRow; request: RequestRow; parties: readonly string[] },
	left: string,
	why: { words: string; language: StandingRow['cancelledLanguage']; now: Date },
	erased?: string,
): Promise<StandingRow> {
	const { meeting, request } = of;
	const stay = of.parties.filter((id) => id !== left);
	await dropAttendees(tx, meeting.id, [...stay, ...(meeting.interpreterId ? [meeting.interpreterId] : [])]);
	await updateParty(tx, request.id, left, { state: 'left_out', answerToldAt: why.now });
	const other = stay.find((id) => id !== request.fromRegistrationId)!;
	await updateRequest(tx, request.id, request.toRegistrationId === left ? { toRegistrationId: other, toListingId: null } : {});
	const rest = await updateStanding(tx, meeting.id, { sequence: meeting.sequence + 1, changedAt: why.now });
	await tellMeeting(context, tx, event, rest, 'fewer', { left, words: why, ...(erased ? { erased } : {}) });
	return rest;
}
