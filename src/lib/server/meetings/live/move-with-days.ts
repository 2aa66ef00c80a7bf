import { FROZEN_MINUTES } from '#lib/meetings/frozen-minutes.ts';
import { wrong } from '#lib/server/events/input.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import type { Recipient } from '#lib/server/platform/letter.ts';
import type { MeetingsContext } from '../context.ts';
import type { DeskChange } from '../frame/change-at-desk.ts';
import { lockSlots, shiftSlots, standingOnDays } from '../frame/queries.ts';
import { reachable, slotsOf } from '../queries.ts';
import type { LetterChange, OwnChanges } from './letters.ts';
import { partiesById } from './queries.ts';
import { changesByPerson, placeOf } from './settle-meetings.ts';

/** How many milliseconds later each day is held, by its id. */
export type LaterByDay = ReadonlyMap<string, number>;

/** The meetings that would move along with their days, for the question before. */
export interface MovingMeetings {
	count: number;
	/** Some were held, have begun or begin within the freeze: their days cannot move any more. */
	begun: boolean;
	/** Who meets or interprets there, each once. */
	people: Recipient[];
}

type Standing = Awaited<ReturnType<typeof standingOnDays>>;

const frozenUntil = (now: Date) => new Date(now.getTime() + FROZEN_MINUTES * 60_000);
const isBegun = (meetings: Standing, now: Date) => meetings.some(({ startsAt }) => startsAt <= frozenUntil(now));

/** The meetings that stand on some days of an event, and who is in them. */
export async function meetingsOnDays(tx: Transaction, eventId: string, dayIds: readonly string[], now: Date): Promise<MovingMeetings> {
	return asActor(tx, operator('meetings'), async (tx) => {
		const meetings = await standingOnDays(tx, dayIds);
		const parties = await partiesById(tx, eventId, meetings.map(({ requestId }) => requestId));
		return { count: meetings.length, begun: isBegun(meetings, now), people: await reachable(tx, [...[...parties.values()].flat(), ...meetings.flatMap(({ interpreterId }) => interpreterId ?? [])]) };
	});
}

/** Whether the meetings of some days can be held so much later. Errors: invalid_input at `field` (some have begun or begin too soon, or would). */
export async function assertMayMove(tx: Transaction, later: LaterByDay, { now, field }: { now: Date; field: string }): Promise<void> {
	await asActor(tx, operator('meetings'), async (tx) => assertAhead(await standingOnDays(tx, [...later.keys()]), later, { now, field }));
}

function assertAhead(meetings: Standing, later: LaterByDay, { now, field }: { now: Date; field: string }): void {
	if (isBegun(meetings, now)) throw wrong(field, 'meetings_begun', FROZEN_MINUTES);
	if (isBegun(meetings.map((meeting) => ({ ...meeting, startsAt: newStart(meeting, later) })), now)) throw wrong(field, 'meetings_too_soon', FROZEN_MINUTES);
}

const newStart = ({ startsAt, dayId }: Standing[number], later: LaterByDay) => new Date(startsAt.getTime() + later.get(dayId)!);

/**
 * Has the slots of some days, and the meetings in them, held so much later, each at its table, with whoever interprets. Answers what
 * each of their people is to hear: the letter that tells of the move says it. Errors: invalid_input at `field` (some have begun or
 * begin too soon, or would).
 */
export async function moveWithDays(context: Pick<MeetingsContext, 'baseUrl' | 'organiser'>, { tx, row, now }: Pick<DeskChange, 'tx' | 'row' | 'now'>, later: LaterByDay, field: string): Promise<OwnChanges[]> {
	return asActor(tx, operator('meetings'), async (tx) => {
		await lockSlots(tx, (await slotsOf(tx, row.id)).filter(({ dayId }) => later.has(dayId)).map(({ id }) => id));
		const meetings = await standingOnDays(tx, [...later.keys()]);
		assertAhead(meetings, later, { now, field });
		await shiftSlots(tx, later, now);
		if (meetings.length === 0) return [];
		const changes = meetings.map((meeting): LetterChange => ({ kind: 'moved', meeting: { ...meeting, sequence: meeting.sequence + 1, changedAt: now }, before: placeOf(meeting), after: { ...placeOf(meeting), startsAt: newStart(meeting, later) } }));
		return changesByPerson(context, { tx, row }, changes, await partiesById(tx, row.id, meetings.map(({ requestId }) => requestId)), null);
	});
}
