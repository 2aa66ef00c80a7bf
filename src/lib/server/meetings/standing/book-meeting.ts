import { interpretersFor } from '#lib/engines/meetings/languages.ts';
import { isTableThere } from '#lib/meetings/table-there.ts';
import type { Uninterpreted } from '#lib/meetings/views.ts';
import type { MeetingMode, SlotKind } from '#lib/meetings/vocabulary.ts';
import { violatedConstraint, type Transaction } from '#lib/server/platform/database.ts';
import type { MeetingPerson, FrameRow } from '../queries.ts';
import { peopleOf } from '../queries.ts';
import { forbiddenAmong } from '../host/queries.ts';
import { partiesOfRequests } from '../requests/parties.ts';
import { freeSlots, type FreeSlot } from './free-slots.ts';
import { placeMeeting, type Asked, type Place } from './place-meeting.ts';
import { holdSlots, holdTable, interpretersOf, participantsById, type StandingRow } from './queries.ts';

/** What the database refuses a place with where somebody or something is taken already. */
export const isTaken = (error: unknown): boolean => ['meeting_attendee_once', 'event_meeting_slot_id_table_id_key'].includes(violatedConstraint(error) ?? '');

/** The kinds of slots that are booked on acceptance. */
export const bookedKinds = (mode: MeetingMode): readonly SlotKind[] => (mode === 'booking' ? ['booking', 'collected'] : mode === 'both' ? ['booking'] : []);

/** So often somebody else may be faster. */
const ATTEMPTS = 25;

interface Booking {
	frame: FrameRow;
	request: Asked;
	now: Date;
	/** A meeting of the request that stands, and would leave its place. */
	moving?: string;
}

/** Where a request can be booked, in order of time, and what of the times at which its people are free an interpreter is lacking for. */
interface FreePlaces {
	places: Place[];
	uninterpreted: Uninterpreted | null;
}
const NOWHERE: FreePlaces = { places: [], uninterpreted: null };

/** The places that are free for each of some requests in the slots that are booked. None where one of its people has all the meetings wanted, or where the host keeps two of them apart. `lock`: nobody else books the people meanwhile. */
export async function freePlaces(tx: Transaction, { frame, requests, now, moving }: Omit<Booking, 'request'> & { requests: readonly Asked[] }, options: { lock: boolean }): Promise<Map<string, FreePlaces>> {
	const kinds = bookedKinds(frame.mode);
	if (kinds.length === 0 || requests.length === 0) return new Map();
	const parties = await partiesOfRequests(tx, requests);
	const registrations = [...new Set([...parties.values()].flat())];
	const participants = await participantsById(tx, registrations, options);
	const freeFor = await freeSlots(tx, { eventId: frame.eventId, registrations, participants, kinds, now, dailyLimit: frame.dailyLimit, ...(moving ? { moving } : {}) });
	const [people, known] = [await peopleOf(tx, registrations), await interpretersOf(tx, frame.eventId, options)];
	const isForbidden = await forbiddenAmong(tx, registrations);
	const mayMeet = (those: readonly string[]) => !those.some((one, i) => those.slice(i + 1).some((other) => isForbidden(one, other)));
	return new Map([...parties].map(([id, those]) => [id, mayMeet(those) ? withInterpreters(known, those.flatMap((each) => people.get(each) ?? []), freeFor(those)) : NOWHERE]));
}

/** Who lacks a common language meets where an interpreter is free, as in schedules (`compileInput`); only of an event without any interpreter they are trusted to find a way. */
function withInterpreters(known: Awaited<ReturnType<typeof interpretersOf>>, people: readonly MeetingPerson[], slots: readonly FreeSlot[]): FreePlaces {
	const plain = slots.map(({ tables, ...slot }) => ({ slot, tableId: tables[0] ?? null, interpreterId: null }));
	const fitting = interpretersFor(people.map(({ id, languages }) => ({ id, languages })), known.map(({ registrationId, pairs }) => ({ id: registrationId, pairs })));
	if (known.length === 0 || fitting === 'none-needed') return { places: plain, uninterpreted: null };
	const served = plain.flatMap((place) => {
		const free = fitting.find((index) => !known[index]!.taken.has(place.slot.id) && !people.some(({ id }) => id === known[index]!.registrationId));
		return free === undefined ? [] : [{ ...place, interpreterId: known[free]!.registrationId }];
	});
	const lacking = plain.length - served.length;
	return { places: served, uninterpreted: lacking === 0 ? null : { times: lacking, languages: people.map(({ languages }) => languages), between: fitting.length > 0 } };
}

/** Whether the slot and the table of a free place are there still; then nobody takes them away meanwhile. */
export async function isHeld(tx: Transaction, { tableId, slot }: Place): Promise<boolean> {
	if ((await holdSlots(tx, [slot.id])).size === 0) return false;
	if (tableId === null) return true;
	const table = await holdTable(tx, tableId);
	return table !== undefined && isTableThere(table, slot.startsAt);
}

/**
 * Books a request into a slot with a table: the one that is named, else the first that is free. As the operator, in the transaction
 * that accepts it. Where another takes the place in the same moment, the database says so, and what is free is looked up again; also
 * where its slot or table is taken away.
 * Otherwise what is lacking: a time at which all are free, or an interpreter at such times.
 */
export async function bookMeeting(tx: Transaction, booking: Booking & { slotId?: string | null }): Promise<StandingRow | 'slot' | 'interpreter'> {
	for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
		const { places, uninterpreted } = (await freePlaces(tx, { ...booking, requests: [booking.request] }, { lock: true })).get(booking.request.id) ?? NOWHERE;
		const place = places.find(({ slot }) => !booking.slotId || slot.id === booking.slotId);
		if (!place) return uninterpreted ? 'interpreter' : 'slot';
		if (!(await isHeld(tx, place))) continue;
		try {
			return await tx.transaction((inner) => placeMeeting(inner, booking.request, place, { origin: 'booked', now: booking.now }));
		} catch (error) {
			if (!isTaken(error)) throw error;
		}
	}
	return 'slot';
}
