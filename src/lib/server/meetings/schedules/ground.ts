import { requestWeight } from '#lib/meetings/weights.ts';
import type { HostPriority, MeetingMode, SlotKind } from '#lib/meetings/vocabulary.ts';
import { daysOf } from '#lib/server/events/queries.ts';
import { wallClock } from '#lib/rooms/zoned-time.ts';
import { roomZone } from '#lib/meetings/zones.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { loadHostGround } from '../host/host-ground.ts';
import { absencesOf, acceptedRequests, interpretersOf, meetingPeople, meetingTablesOf, standingMeetings, timeZoneOf, type MeetingRow } from '../frame/queries.ts';
import { peopleOf, slotsOf, type FrameRow } from '../queries.ts';
import { partiesOfRequests } from '../requests/parties.ts';
import type { MeetingsGround, PlacedMeeting } from './compile-input.ts';

/** What meetings of an event rest on, and those that stand. */
export interface LoadedGround {
	ground: MeetingsGround;
	standing: MeetingRow[];
	/** The host's priority of each request that has any. */
	priorities: Map<string, HostPriority>;
}

/** Who fills a slot follows from the mode; where some are for each, from the slot. */
const kindIn = (mode: MeetingMode, kind: SlotKind): SlotKind => (mode === 'both' ? kind : mode);

/** Loads it all; inside `asActor`, of an organiser or the operator. Slots of days that are off are none. */
export async function loadGround(tx: Executor, frame: Pick<FrameRow, 'eventId' | 'mode' | 'dailyLimit' | 'weights' | 'fairnessAllowance'>): Promise<LoadedGround> {
	const { eventId, mode, dailyLimit, weights, fairnessAllowance } = frame;
	const [host, zone] = [await loadHostGround(tx, eventId), await timeZoneOf(tx, eventId)];
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
	const priorities = new Map(requests.map((request) => [request.id, host.priorityOf({ parties: partiesOf(request), hostPriority: request.hostPriority })]));
	return {
		ground: {
			slots: slots.map(({ id, dayId, startsAt, minutes, kind }) => ({ id, dayId, half: wallClock(zone, startsAt).slice(11, 13) < '12' ? 'morning' : 'afternoon', startsAt, minutes, kind: kindIn(mode, kind) })),
			tables: (await meetingTablesOf(tx, eventId)).map(({ id, roomId, zone: within, goneAt }) => ({ id, zone: roomZone(roomId, within), goneAt })),
			people: [...joined, ...left.map(({ id, languages, organisation }) => ({ id, languages, maxMeetings: null, maxPerDay: null, organisationId: organisation?.id ?? null }))].filter(({ id }) => !pairs.has(id)),
			interpreters: [...pairs].map(([id, own]) => ({ id, pairs: own })),
			absences: (await absencesOf(tx, eventId)).filter(({ slotId }) => known.has(slotId)),
			requests: requests.map((request) => ({ id: request.id, parties: partiesOf(request), weight: requestWeight({ ...request, hostPriority: priorities.get(request.id)! }, weights) })),
			dailyLimit,
			forbidden: host.forbidden,
			wishes: host.wishes,
			fairnessAllowance,
		},
		standing,
		priorities: new Map([...priorities].filter(([, priority]) => priority > 0)),
	};
}

/** A meeting that stands, as a schedule places it. */
export const placedOf = ({ requestId, slotId, tableId, interpreterId }: MeetingRow): PlacedMeeting[] => (slotId === null ? [] : [{ requestId, slotId, tableId, interpreterId }]);

/** What nobody plans anew: it was held or not, or has begun. */
export const isPast = ({ state, startsAt }: MeetingRow, now: Date): boolean => state === 'held' || state === 'no_show' || startsAt <= now;
