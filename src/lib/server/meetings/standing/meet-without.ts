import type { FoundEvent } from '#lib/server/events/queries.ts';
import { operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { partiesIn } from '../agenda/view-agenda.ts';
import type { MeetingsContext } from '../context.ts';
import { requestById, updateRequest } from '../requests/queries.ts';
import { leaveMeeting } from './leave-meeting.ts';
import type { LockedMeeting } from './lock-meeting.ts';
import { callOff } from './place-meeting.ts';
import { attendeesOf } from './queries.ts';
import { tellMeeting } from './tell-meeting.ts';

/** The system itself, which follows what becomes of registrations. */
export const system = operator('meetings at events');

/**
 * Some of those who were to meet come no more: the rest of several meets without, unless who asked is among the gone; any other
 * meeting is off, as all are of an event that is. All are told. `erased`: the registration of who is erased, whom no letter names
 * and who gets none. As the operator.
 */
export async function meetWithout(context: Pick<MeetingsContext, 'jobs' | 'baseUrl' | 'organiser'>, tx: Transaction, of: LockedMeeting & { event: FoundEvent }, gone: readonly string[], { now, erased }: { now: Date; erased?: string }): Promise<void> {
	const { event, meeting, request } = of;
	let parties = partiesIn(await attendeesOf(tx, [meeting.id]));
	const audit = { actor: system, entity: 'event' as const, entityId: meeting.eventId, detail: { meetingId: meeting.id }, about: { centreId: event.row.centreId } };
	const said = { words: '', language: null, now };
	if (event.row.state !== 'cancelled' && parties.length - gone.length >= 2 && !gone.includes(request.fromRegistrationId)) {
		let stands = meeting;
		for (const left of gone) {
			stands = await leaveMeeting(context, tx, event.row, { meeting: stands, request: (await requestById(tx, request.id))!, parties }, left, said, erased);
			parties = parties.filter((id) => id !== left);
		}
		await recordAudit(tx, { ...audit, action: 'event.leave-meeting-of-several' });
		return;
	}
	const off = await callOff(tx, meeting, said);
	await updateRequest(tx, request.id, { state: 'withdrawn', answeredAt: null });
	await tellMeeting(context, tx, event.row, off, 'cancel', { before: meeting, ...(erased ? { erased } : {}) });
	await recordAudit(tx, { ...audit, action: 'event.cancel-meeting' });
}
