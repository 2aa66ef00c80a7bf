import type { Actor } from '#lib/server/accounts/actor.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Executor, Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { MeetingsContext } from '../context.ts';
import { holdEvent } from '../frame/queries.ts';
import { settleMeetings } from '../live/settle-meetings.ts';
import type { FrameRow } from '../queries.ts';
import type { RequestRow } from '../requests/queries.ts';
import { bookedKinds, freePlaces, isHeld } from '../standing/book-meeting.ts';
import type { Place } from '../standing/place-meeting.ts';
import type { StandingRow } from '../standing/queries.ts';
import { withMeetings } from '../with-meetings.ts';
import { ownMeeting } from './own-meeting.ts';

/** So shortly before it begins nobody moves a meeting: the others are on their way. */
const SOON = 3_600_000;

interface Moving {
	frame: FrameRow;
	request: RequestRow;
	meeting: StandingRow;
	now: Date;
}

/** Whether its time is the organisers': a schedule set it, or they have fixed it. */
export const isByOrganisers = ({ frame, meeting }: Pick<Moving, 'frame' | 'meeting'>): boolean => meeting.origin !== 'booked' || meeting.locked || bookedKinds(frame.mode).length === 0;

/** Whether its time is for one side to change: its people booked it. Of several, for who asked. */
export const isOwnTime = (moving: Omit<Moving, 'now'>, own: string): boolean => !isByOrganisers(moving) && (!moving.request.several || moving.request.fromRegistrationId === own);

/** The places to which a meeting can move: where all are free, and later than soon. */
export async function placesToMove(tx: Transaction, { frame, request, meeting, now }: Moving, options: { lock: boolean }): Promise<Place[]> {
	const soon = new Date(now.getTime() + SOON);
	if (meeting.startsAt <= soon) return [];
	const free = (await freePlaces(tx, { frame, requests: [request], now: soon, moving: meeting.id }, options)).get(request.id);
	return (free?.places ?? []).filter(({ slot }) => slot.id !== meeting.slotId);
}

/**
 * One side moves a booked meeting to another time at which all are free: all are told, and their calendars. Errors: not_found,
 * forbidden (not a side, over, or its time is the organisers'), conflict (the time is taken).
 */
export async function moveOwnMeeting(context: Omit<MeetingsContext, 'db'> & { db: Executor }, actor: Actor, input: { eventId: string; meetingId: string; slotId: string | null }): Promise<void> {
	await withMeetings(context, actor, { eventId: input.eventId, right: 'view' }, async (meetings) => {
		const { tx, now, row, frame } = meetings;
		await holdEvent(tx, row.id);
		const { meeting, request, own } = await ownMeeting(meetings, actor, input.meetingId);
		if (!isOwnTime({ frame, request, meeting }, own)) throw new ExpectedError('forbidden', 'Its time is not for this person to change.');
		const place = (await placesToMove(tx, { frame, request, meeting, now }, { lock: true })).find(({ slot }) => slot.id === input.slotId);
		if (!place || !(await isHeld(tx, place))) throw new ExpectedError('conflict', 'The slot is not free any more.', { field: 'slot', detail: { code: 'slot_taken' } });
		await settleMeetings(context, { tx, row, now }, { place: [{ requestId: request.id, slotId: place.slot.id, tableId: place.tableId, interpreterId: place.interpreterId, origin: meeting.origin, scheduleId: meeting.scheduleId, locked: meeting.locked }], callOff: [] });
		await recordAudit(tx, { actor, action: 'event.move-meeting', entity: 'event', entityId: row.id, detail: { meetingId: meeting.id }, before: { startsAt: meeting.startsAt.toISOString() }, after: { startsAt: place.slot.startsAt.toISOString() }, about: { centreId: row.centreId } });
	});
}
