import { findEvent, type FoundEvent } from '#lib/server/events/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { partiesIn } from '../agenda/view-agenda.ts';
import type { MeetingsContext } from '../context.ts';
import { peopleOf } from '../queries.ts';
import { requestById, updateRequest } from '../requests/queries.ts';
import { leaveMeeting } from './leave-meeting.ts';
import { callOff } from './place-meeting.ts';
import { attendeesOf, meetingsWithoutPeople, standingById, type StandingRow } from './queries.ts';
import { tellMeeting } from './tell-meeting.ts';

const system = operator('meetings at events');

/**
 * Calls off meetings ahead of which somebody comes no more, or whose event is off: nobody may sit and wait. The rest of several
 * meets without. Answers how many.
 */
export async function followRegistrations(context: MeetingsContext, most: number): Promise<number> {
	return asActor(context.db, system, async (tx) => {
		const now = context.clock();
		const without = await meetingsWithoutPeople(tx, now, most);
		for (const id of without) {
			const meeting = await standingById(tx, id, { lock: true });
			const event = meeting && (await findEvent(tx, meeting.eventId, now));
			if (meeting && event && meeting.state !== 'cancelled') await follow(context, tx, event, meeting, now);
		}
		return without.length;
	});
}

async function follow(context: MeetingsContext, tx: Transaction, event: FoundEvent, meeting: StandingRow, now: Date): Promise<void> {
	const request = (await requestById(tx, meeting.requestId, { lock: true }))!;
	let parties = partiesIn(await attendeesOf(tx, [meeting.id]));
	const people = await peopleOf(tx, parties);
	const gone = parties.filter((id) => people.get(id)?.state !== 'approved');
	const audit = { actor: system, entity: 'event' as const, entityId: meeting.eventId, detail: { meetingId: meeting.id }, about: { centreId: event.row.centreId } };
	const said = { words: '', language: null, now };
	if (event.row.state !== 'cancelled' && parties.length - gone.length >= 2 && !gone.includes(request.fromRegistrationId)) {
		let stands = meeting;
		for (const left of gone) {
			stands = await leaveMeeting(context, tx, event.row, { meeting: stands, request: (await requestById(tx, request.id))!, parties }, left, said);
			parties = parties.filter((id) => id !== left);
		}
		await recordAudit(tx, { ...audit, action: 'event.leave-meeting-of-several' });
		return;
	}
	const off = await callOff(tx, meeting, said);
	await updateRequest(tx, meeting.requestId, { state: 'withdrawn', answeredAt: null });
	await tellMeeting(context, tx, event.row, off, 'cancel', { before: meeting });
	await recordAudit(tx, { ...audit, action: 'event.cancel-meeting' });
}
