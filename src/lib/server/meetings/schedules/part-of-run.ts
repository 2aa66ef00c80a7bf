import type { MeetingsInput } from '#lib/engines/meetings/types.ts';
import type { MeetingsGround, PlacedMeeting } from './compile-input.ts';

/** What of a schedule is planned anew, everything else staying where it is: a day, the tables of a zone, or some people's meetings. */
export type SchedulePart = { of: 'day'; day: string } | { of: 'zone'; zone: string } | { of: 'people'; people: string[] };

type Ground = Pick<MeetingsGround, 'slots' | 'tables' | 'requests'>;

/** Says of meetings whether they lie in a part. */
export function inPart(part: SchedulePart | undefined, { slots, tables, requests }: Ground): (meeting: PlacedMeeting) => boolean {
	if (!part) return () => true;
	switch (part.of) {
		case 'day': {
			const own = new Set(slots.filter(({ dayId }) => dayId === part.day).map(({ id }) => id));
			return ({ slotId }) => own.has(slotId);
		}
		case 'zone': {
			const own = new Set(tables.filter(({ zone }) => zone === part.zone).map(({ id }) => id));
			return ({ tableId }) => tableId === null || own.has(tableId);
		}
		case 'people': {
			const own = new Set(requestsOf(part, requests));
			return ({ requestId }) => own.has(requestId);
		}
	}
}

const requestsOf = ({ people }: Extract<SchedulePart, { of: 'people' }>, requests: Ground['requests']) => requests.filter(({ parties }) => parties.some((id) => people.includes(id))).map(({ id }) => id);

/**
 * The problem with nothing left to decide but the part: what is not fixed finds a place on the day only, at the zone's tables only,
 * or is left out where none of the people takes part. What is fixed keeps its slot and table.
 */
export function narrowToPart(input: MeetingsInput, part: SchedulePart | undefined, ground: Ground): MeetingsInput {
	if (!part) return input;
	const fixed = new Set((input.fixed ?? []).map(({ request }) => request));
	switch (part.of) {
		case 'day': {
			const own = new Set(ground.slots.filter(({ dayId }) => dayId === part.day).map(({ id }) => id));
			const within = (slots: readonly string[] | null | undefined) => (slots ?? input.slots.map(({ id }) => id)).filter((id) => own.has(id));
			return { ...input, requests: input.requests.map((request) => (fixed.has(request.id) ? request : { ...request, slots: within(request.slots) })) };
		}
		case 'zone': {
			const own = new Set(ground.tables.filter(({ zone }) => zone === part.zone).map(({ id }) => id));
			const taken = Map.groupBy(input.fixed ?? [], ({ table }) => table ?? '');
			return { ...input, tables: input.tables?.map((table) => (own.has(table.id) ? table : { ...table, available: (taken.get(table.id) ?? []).map(({ slot }) => slot) })) ?? null };
		}
		case 'people': {
			const own = new Set(requestsOf(part, ground.requests));
			return { ...input, requests: input.requests.filter(({ id }) => fixed.has(id) || own.has(id)) };
		}
	}
}
