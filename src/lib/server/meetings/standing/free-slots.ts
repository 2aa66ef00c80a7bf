import { isTableThere } from '#lib/meetings/table-there.ts';
import type { SlotKind } from '#lib/meetings/vocabulary.ts';
import { roomZone } from '#lib/meetings/zones.ts';
import { daysOf } from '#lib/server/events/queries.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { meetingTablesOf } from '../frame/queries.ts';
import { softWish } from '../host/host-ground.ts';
import { softWishesOf } from '../host/queries.ts';
import { placeFit } from '../host/soft-wish.ts';
import { slotsOf, type ParticipantRow } from '../queries.ts';
import { occupied, tablesInUse } from './queries.ts';

/** A slot in which some people could meet, and the tables that are free in it, the best first. */
export interface FreeSlot {
	id: string;
	startsAt: Date;
	minutes: number;
	tables: string[];
}

interface About {
	eventId: string;
	registrations: readonly string[];
	participants: readonly ParticipantRow[];
	kinds: readonly SlotKind[];
	now: Date;
	dailyLimit: number | null;
	/** A meeting that would leave its place: it takes nobody's time. */
	moving?: string;
}

/**
 * Looks up once, for any of these people, what is free; answers of some of them the slots ahead in which all are there and free, with
 * the free tables: first those at which the host would rather have one of them received. None where one has all the meetings wanted; days in which one of them has as
 * many as wanted are left out. Where the event has no tables, none are needed.
 */
export async function freeSlots(tx: Executor, { eventId, registrations, participants, kinds, now, dailyLimit, moving }: About): Promise<(party: readonly string[]) => FreeSlot[]> {
	const on = new Set((await daysOf(tx, eventId)).filter(({ state }) => state === 'on').map(({ id }) => id));
	const slots = await slotsOf(tx, eventId);
	const [tables, used] = [await meetingTablesOf(tx, eventId), await tablesInUse(tx, eventId)];
	const wishes = (await softWishesOf(tx, eventId)).map(softWish);
	const free = slots
		.filter(({ dayId, kind, startsAt }) => on.has(dayId) && kinds.includes(kind) && startsAt > now)
		.map(({ id, dayId, startsAt, minutes }) => ({ dayId, slot: { id, startsAt, minutes, tables: tables.filter((table) => isTableThere(table, startsAt) && !used.get(id)?.has(table.id)).map((table) => table.id) } }))
		.filter(({ slot }) => tables.length === 0 || slot.tables.length > 0);
	const places = await occupied(tx, registrations, moving);
	const taken = new Set(places.map(({ registrationId, slotId }) => `${registrationId} ${slotId}`));
	const meets = Map.groupBy(places.filter((place) => place.meets), ({ registrationId }) => registrationId);
	const dayOf = new Map(slots.map(({ id, dayId }) => [id, dayId]));
	const hasEnough = ({ registrationId, maxMeetings }: ParticipantRow) => maxMeetings !== null && (meets.get(registrationId)?.length ?? 0) >= maxMeetings;
	const hasEnoughOn = ({ registrationId, maxPerDay }: ParticipantRow, day: string) => (meets.get(registrationId) ?? []).filter(({ slotId }) => dayOf.get(slotId) === day).length >= Math.min(maxPerDay ?? Infinity, dailyLimit ?? Infinity);
	return (party) => {
		const own = participants.filter(({ registrationId }) => party.includes(registrationId));
		if (own.some(hasEnough)) return [];
		const fit = placeFit(wishes, party);
		const fits = new Map(tables.map(({ id, roomId, zone }) => [id, fit({ id, zone: roomZone(roomId, zone) })]));
		return free
			.filter(({ dayId, slot }) => party.every((id) => !taken.has(`${id} ${slot.id}`)) && !own.some((person) => hasEnoughOn(person, dayId)))
			.map(({ slot }) => ({ ...slot, tables: slot.tables.toSorted((a, b) => fits.get(b)! - fits.get(a)!) }));
	};
}
