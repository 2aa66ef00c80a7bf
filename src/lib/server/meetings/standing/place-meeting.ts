import type { MeetingOrigin } from '#lib/meetings/vocabulary.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { partiesOfRequests, type WhoMeets } from '../requests/parties.ts';
import { dropAttendees, insertStanding, meetingOfRequest, moveAttendees, putAttendees, updateStanding, type StandingRow } from './queries.ts';

/** Where and when a meeting is. */
export interface Place {
	slot: { id: string; startsAt: Date; minutes: number };
	tableId: string | null;
	/** The registration of who interprets. */
	interpreterId: string | null;
}

/** What of a request a meeting is made of. */
export type Asked = WhoMeets & { eventId: string };

/**
 * Has a request met in a slot: a meeting that was off before stands again, with the same id in every calendar. As the operator, in
 * a transaction. Nobody is told yet (tell-meeting.ts). The database refuses whoever or whatever is taken in that slot already:
 * `isTaken` knows its errors. Errors: conflict (it stands already).
 */
export async function placeMeeting(tx: Transaction, request: Asked, place: Place, how: { origin: MeetingOrigin; scheduleId?: string; now: Date }): Promise<StandingRow> {
	const { slot, tableId, interpreterId } = place;
	const before = await meetingOfRequest(tx, request.id);
	if (before && before.state !== 'cancelled') throw new ExpectedError('conflict', 'The meeting stands already.');
	const where = { slotId: slot.id, tableId, interpreterId, startsAt: slot.startsAt, minutes: slot.minutes, origin: how.origin, scheduleId: how.scheduleId ?? null, changedAt: how.now };
	const row = before
		? await updateStanding(tx, before.id, { ...where, state: 'planned', sequence: before.sequence + 1, cancelledWords: '', cancelledLanguage: null, askedAt: null })
		: await insertStanding(tx, { ...where, eventId: request.eventId, requestId: request.id, createdAt: how.now });
	const attendee = { meetingId: row.id, eventId: row.eventId, slotId: slot.id };
	const parties = (await partiesOfRequests(tx, [request])).get(request.id)!;
	// One of several may have left before.
	await dropAttendees(tx, row.id, [...parties, ...(interpreterId ? [interpreterId] : [])]);
	await putAttendees(tx, [
		...parties.map((registrationId) => ({ ...attendee, registrationId, role: 'party' as const })),
		...(interpreterId ? [{ ...attendee, registrationId: interpreterId, role: 'interpreter' as const }] : []),
	]);
	return row;
}

/** Calls a meeting off: its slot, table and people are free again. */
export async function callOff(tx: Transaction, meeting: StandingRow, why: { words: string; language: StandingRow['cancelledLanguage']; now: Date }): Promise<StandingRow> {
	await moveAttendees(tx, meeting.id, null);
	return updateStanding(tx, meeting.id, { state: 'cancelled', slotId: null, tableId: null, interpreterId: null, locked: false, sequence: meeting.sequence + 1, cancelledWords: why.words, cancelledLanguage: why.words === '' ? null : why.language, changedAt: why.now });
}
