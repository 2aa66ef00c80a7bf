import { checkSchedule, type ScheduleCheck } from '#lib/engines/meetings/check-schedule.ts';
import { ScheduleView } from '#lib/engines/meetings/obstacles.ts';
import { compileProblem } from '#lib/engines/meetings/problem.ts';
import { refusal, refusals } from '#lib/engines/meetings/refusals.ts';
import type { Violation } from '#lib/engines/meetings/hard-rules.ts';
import type { MeetingsInput, RefusedRequest } from '#lib/engines/meetings/types.ts';
import type { BoardMeeting } from '#lib/meetings/board.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import type { MeetingRow } from '../frame/queries.ts';
import type { FrameRow } from '../queries.ts';
import { compileInput, heldMeeting, type PlacedMeeting } from '../schedules/compile-input.ts';
import { isPast, loadGround, placedOf, type LoadedGround } from '../schedules/ground.ts';
import { placedIn, type ScheduleRow } from '../schedules/queries.ts';

/** A schedule with the problem of now, which may have changed since it was made. */
export interface BoardFacts {
	input: MeetingsInput;
	meetings: BoardMeeting[];
}

/** The same with what the problem is made of, and what of the schedule comes too late by now. */
export interface LoadedFacts extends BoardFacts {
	loaded: LoadedGround;
	/** Slots that have begun, or begin so soon that the schedule was to leave them alone: nothing moves into them, out of them or within them. */
	closed: ReadonlySet<string>;
	/** From when on slots are open. */
	closedUntil: Date;
	/** Requests whose meetings stay as they stand although the schedule has them elsewhere or not at all: they, or the place that it has for them, begin too soon. */
	heldBack: string[];
	/** Requests that it has in a closed slot, and that do not stand: they have no place. */
	tooLate: string[];
}

/** The tables that are there in a slot, whether taken or not, in their order. */
export const tablesIn = ({ tables }: MeetingsInput, slotId: string): string[] => (tables ?? []).filter(({ available }) => !available || available.includes(slotId)).map(({ id }) => id);

/** Until when nothing changes by a schedule: looked at whenever it is used, for it may have been made long before. */
export const closedUntil = ({ options }: Pick<ScheduleRow, 'options'>, now: Date): Date => new Date(now.getTime() + options.frozenMinutes * 60_000);

/** Loads a schedule with everything that its meetings must agree with: as it would stand if it were published now. */
export async function loadFacts(tx: Transaction, frame: FrameRow, schedule: Pick<ScheduleRow, 'id' | 'madeAt' | 'options'>, now: Date): Promise<LoadedFacts> {
	const loaded = await loadGround(tx, frame);
	const { ground, standing } = loaded;
	const until = closedUntil(schedule, now);
	const closed = new Set(ground.slots.filter(({ startsAt }) => startsAt <= until).map(({ id }) => id));
	// What stands on the board may stand in any slot: its own rules are looked at, not who usually fills the slot.
	const input = compileInput(ground, { previous: [], ...(closed.size > 0 ? { keepBefore: until } : {}) });
	const placed = (await placedIn(tx, schedule.id)).map(({ requestId, slotId, tableId, interpreterId, locked }): BoardMeeting => ({ requestId, slotId, tableId, interpreterId, locked, kept: false }));
	const known = new Map(placed.map((meeting) => [meeting.requestId, meeting]));
	const frozen = new Set(frozenOf({ input }, standing, now, until));
	const isBookedSince = (meeting: MeetingRow) => !known.has(meeting.requestId) && meeting.origin !== 'scheduled' && meeting.changedAt > schedule.madeAt;
	const kept = standing.filter((meeting) => isPast(meeting, now) || frozen.has(meeting) || isBookedSince(meeting));
	const keptIds = new Set(kept.map(({ requestId }) => requestId));
	const ahead = new Map(standing.map((meeting) => [meeting.requestId, meeting]));
	const late = placed.filter(({ requestId, slotId }) => !keptIds.has(requestId) && closed.has(slotId) && ahead.get(requestId)?.slotId !== slotId);
	const asBefore = late.flatMap(({ requestId }) => ahead.get(requestId) ?? []);
	const meetings = [...onBoard(kept, true), ...onBoard(asBefore, false), ...placed.filter((meeting) => !keptIds.has(meeting.requestId) && !late.includes(meeting))];
	const isElsewhere = (meeting: MeetingRow) => (known.has(meeting.requestId) ? !isThere(meeting, known.get(meeting.requestId)!) : frozen.has(meeting) && !isBookedSince(meeting));
	const wanted = new Set(input.requests.map(({ id }) => id));
	const stillWanted = (ids: readonly { requestId: string }[]) => ids.map(({ requestId }) => requestId).filter((id) => wanted.has(id));
	return {
		input,
		// A wish that was taken back meanwhile, or of somebody who comes no more, has no place on any board.
		meetings: meetings.filter(({ requestId }) => wanted.has(requestId)),
		loaded,
		closed,
		closedUntil: until,
		heldBack: stillWanted([...kept.filter(isElsewhere), ...asBefore]),
		tooLate: stillWanted(late.filter(({ requestId }) => !ahead.has(requestId))),
	};
}

const onBoard = (standing: readonly MeetingRow[], kept: boolean): BoardMeeting[] => standing.flatMap((meeting) => placedOf(meeting).map((placed) => ({ ...placed, locked: kept || meeting.locked, kept })));
const isThere = (meeting: MeetingRow, { slotId, tableId, interpreterId }: PlacedMeeting) => meeting.slotId === slotId && meeting.tableId === tableId && meeting.interpreterId === interpreterId;

/** The meetings ahead that begin too soon to be changed. One that cannot be held as it stands, because somebody or its table is gone, may be. */
function frozenOf(facts: Pick<BoardFacts, 'input'>, standing: readonly MeetingRow[], now: Date, until: Date): MeetingRow[] {
	const soon = standing.filter((meeting) => !isPast(meeting, now) && meeting.startsAt <= until);
	if (soon.length === 0) return [];
	const broken = new Set(checkBoard(facts, standing.flatMap(placedOf)).violations.flatMap(({ meetings }) => meetings));
	return soon.filter(({ requestId }) => !broken.has(requestId));
}

/** What the rules say of a board, by code that shares nothing with the search. What comes too late is looked at apart (`LoadedFacts`): a meeting that stands is none of it. */
export function checkBoard({ input }: Pick<BoardFacts, 'input'>, meetings: readonly PlacedMeeting[]): ScheduleCheck {
	const anySlot = { ...input, requests: input.requests.map((request) => ({ ...request, slots: null })), options: { ...input.options, keepBefore: null } };
	return checkSchedule(anySlot, meetings.map(heldMeeting));
}

const keyOf = ({ rule, meetings, who, slot }: Violation) => [rule, who, slot, ...[...meetings].sort()].join(' ');

/** What is broken on a board as it is. */
export const brokenNow = (facts: BoardFacts): ReadonlySet<string> => new Set(checkBoard(facts, facts.meetings).violations.map(keyOf));

/** The rules that a change would break and that were not broken before. */
export function newViolations(facts: BoardFacts, after: readonly PlacedMeeting[], before = brokenNow(facts)): Violation[] {
	return checkBoard(facts, after).violations.filter((violation) => !before.has(keyOf(violation)));
}

/**
 * The part of a board on which all rules lie that one meeting in some slots can break: the meetings of its people, and those in the
 * slots. What is looked at for every slot of a large event is then no larger than that.
 */
export function boardAround(facts: BoardFacts, requestId: string, slotIds: readonly string[]): BoardFacts {
	const requests = new Map(facts.input.requests.map((request) => [request.id, request]));
	const people = new Set(requests.get(requestId)?.participants ?? []);
	const slots = new Set(slotIds);
	const meetings = facts.meetings.filter((meeting) => slots.has(meeting.slotId) || requests.get(meeting.requestId)?.participants.some((id) => people.has(id)));
	const known = [requestId, ...meetings.map((meeting) => meeting.requestId)].flatMap((id) => requests.get(id) ?? []);
	const concerned = new Set(known.flatMap(({ participants }) => participants));
	return { input: { ...facts.input, requests: [...new Set(known)], participants: facts.input.participants.filter(({ id }) => concerned.has(id)), forbidden: facts.input.forbidden?.filter((pair) => pair.every((id) => concerned.has(id))) ?? null }, meetings };
}

/** Up to so many requests the reasons of all are found with every change; of a larger board, for those that somebody looks at. */
const REASONED_ANEW = 1000;
export const isReasonedAnew = ({ input }: BoardFacts): boolean => input.requests.length <= REASONED_ANEW;

/** Why each request without a place has none, as the engine says it; with `only`, each of these. */
export function refusedOf({ input }: BoardFacts, meetings: readonly PlacedMeeting[], only?: ReadonlySet<string>): RefusedRequest[] {
	const problem = compileProblem({ ...input, fixed: [], previous: null });
	const index = (ids: readonly string[]) => new Map(ids.map((id, i) => [id, i]));
	const [slots, tables, interpreters, places] = [index(problem.slotIds), index(problem.tableIds), index(problem.interpreterIds), new Map(meetings.map((meeting) => [meeting.requestId, meeting]))];
	const at = (find: (meeting: PlacedMeeting) => number | undefined) => Int32Array.from(problem.requestIds, (id) => (places.has(id) ? (find(places.get(id)!) ?? -1) : -1));
	const assignment = { slot: at(({ slotId }) => slots.get(slotId)), table: at(({ tableId }) => (tableId === null ? undefined : tables.get(tableId))), interpreter: at(({ interpreterId }) => (interpreterId === null ? undefined : interpreters.get(interpreterId))) };
	if (!only) return refusals(problem, assignment);
	const view = new ScheduleView(problem, assignment);
	return problem.requestIds.flatMap((id, r) => (only.has(id) && assignment.slot[r]! < 0 ? [refusal(view, r)] : []));
}

/** What is told of a board that was changed by hand. */
export function figuresOf(facts: BoardFacts, meetings: readonly PlacedMeeting[], bound: number | null, check = checkBoard(facts, meetings)): Pick<ScheduleRow, 'weight' | 'gap' | 'bound'> & { figures: Record<string, number>; refused: RefusedRequest[] } {
	const { weight, idleSlots, tableChanges } = check;
	// A bound that the board exceeds was one of another problem: requests have come since.
	const holds = bound !== null && weight <= bound + 1e-6;
	return { weight, bound: holds ? bound : null, gap: holds && bound > 0 ? Math.round(((bound - weight) / bound) * 1e8) / 1e6 : null, figures: { meetings: meetings.length, idleSlots, tableChanges }, refused: isReasonedAnew(facts) ? refusedOf(facts, meetings) : [] };
}
