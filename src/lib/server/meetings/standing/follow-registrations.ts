import { findEvent } from '#lib/server/events/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { MeetingsContext } from '../context.ts';
import { updateRequest } from '../requests/queries.ts';
import { callOff } from './place-meeting.ts';
import { meetingsWithoutPeople, standingById } from './queries.ts';
import { tellMeeting } from './tell-meeting.ts';

/** Calls off meetings ahead of which somebody comes no more, or whose event is off: nobody may sit and wait. Answers how many. */
export async function followRegistrations(context: MeetingsContext, most: number): Promise<number> {
	const system = operator('meetings at events');
	return asActor(context.db, system, async (tx) => {
		const now = context.clock();
		const without = await meetingsWithoutPeople(tx, now, most);
		for (const id of without) {
			const meeting = await standingById(tx, id, { lock: true });
			const event = meeting && (await findEvent(tx, meeting.eventId, now));
			if (!meeting || !event || meeting.state === 'cancelled') continue;
			const off = await callOff(tx, meeting, { words: '', language: null, now });
			await updateRequest(tx, meeting.requestId, { state: 'withdrawn', answeredAt: null });
			await tellMeeting(context, tx, event.row, off, 'cancel', meeting);
			await recordAudit(tx, { actor: system, action: 'event.cancel-meeting', entity: 'event', entityId: meeting.eventId, detail: { meetingId: meeting.id }, about: { centreId: event.row.centreId } });
		}
		return without.length;
	});
}
