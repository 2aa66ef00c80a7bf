import { requestWeight } from '#lib/meetings/weights.ts';
import type { MeetingMode, SlotKind } from '#lib/meetings/vocabulary.ts';
import { daysOf } from '#lib/server/events/queries.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { absencesOf, acceptedRequests, interpretersOf, meetingPeople, meetingTablesOf, standingMeetings, type MeetingRow } from '../frame/queries.ts';
import { peopleOf, slotsOf, type FrameRow } from '../queries.ts';
import { partiesOfRequests } from '../requests/parties.ts';
import type { MeetingsGround, PlacedMeeting } from './compile-input.ts';

/** What meetings of an event rest on, and those that stand. */
export interface LoadedGround {
	ground: MeetingsGround;
	standing: MeetingRow[];
}

/** Who fills a slot follows from the mode; where some are for each, from the slot. */
const kindIn = (mode: MeetingMode, kind: SlotKind): SlotKind => (mode === 'both' ? kind : mode);

/** Loads it all; inside `asActor`, of an organiser or the operator. Slots of days that are off are none. */
export async function loadGround(tx: Executor, frame: Pick<FrameRow, 'eventId' | 'mode' | 'dailyLimit' | 'weights'>): Promise<LoadedGround> {
	const { eventId, mode, dailyLimit, weights } = frame;
	const on = new Set((await daysOf(tx, eventId)).filter(({ state }) => state === 'on').map(({ id }) => id));
	const slots = (await slotsOf(tx, eventId)).filter(({ dayId }) => on.has(dayId));
	const known = new Set(slots.map(({ id }) => id));
	const pairs = new Map<string, [string, string][]>();
	for (const { registrationId, one, other } of await interpretersOf(tx, eventId)) pairs.set(registrationId, [...(pairs.get(registrationId) ?? []), [one, other]]);
	const [joined, accepted, standing] = [await meetingPeople(tx, eventId), await acceptedRequests(tx, eventId), await standingMeetings(tx, eventId)];
	// Who wants no meetings any more keeps those that stand, and gets no others.
	const wants = new Set(joined.map(({ id }) => id));
	const stands = new Set(standing.map(({ requestId }) => requestId));
	const parties = await partiesOfRequests(tx, accepted);
	const partiesOf = ({ id }: { id: string }) => parties.get(id)!;
	const requests = accepted.filter((request) => stands.has(request.id) || partiesOf(request).every((id) => wants.has(id)));
	const left = [...(await peopleOf(tx, requests.flatMap(partiesOf).filter((id) => !wants.has(id)))).values()].filter(({ state }) => state === 'approved');
	return {
		ground: {
			slots: slots.map(({ id, dayId, startsAt, minutes, kind }) => ({ id, dayId, startsAt, minutes, kind: kindIn(mode, kind) })),
			// Zones of two rooms are two zones, whatever they are called.
			tables: (await meetingTablesOf(tx, eventId)).map(({ id, roomId, zone }) => ({ id, zone: `${roomId} ${zone}` })),
			people: [...joined, ...left.map(({ id, languages }) => ({ id, languages, maxMeetings: null, maxPerDay: null, homeTable: null }))].filter(({ id }) => !pairs.has(id)),
			interpreters: [...pairs].map(([id, own]) => ({ id, pairs: own })),
			absences: (await absencesOf(tx, eventId)).filter(({ slotId }) => known.has(slotId)),
			requests: requests.map((request) => ({ id: request.id, parties: partiesOf(request), weight: requestWeight(request, weights) })),
			dailyLimit,
		},
		standing,
	};
}

/** A meeting that stands, as a schedule places it. */
export const placedOf = ({ requestId, slotId, tableId, interpreterId }: MeetingRow): PlacedMeeting[] => (slotId === null ? [] : [{ requestId, slotId, tableId, interpreterId }]);

/** What nobody plans anew: it was held or not, or has begun. */
export const isPast = ({ state, startsAt }: MeetingRow, now: Date): boolean => state === 'held' || state === 'no_show' || startsAt <= now;
