import type { BoardChange } from '#lib/meetings/board.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { MeetingsContext } from '../context.ts';
import type { PlacedMeeting } from '../schedules/compile-input.ts';
import { setLocked, updateSchedule } from '../schedules/queries.ts';
import { boardAround, brokenNow, checkBoard, newViolations, tablesIn, type BoardFacts } from './facts.ts';
import { changeOf, movedStep, onBoard, onBoardAlready, withStep, writePlace } from './on-board.ts';

type Context = Pick<MeetingsContext, 'db' | 'clock'>;
type Target = { eventId: string; scheduleId: string | null; requestId: string | null; /** The meeting that is worked on, whose places are looked at anew. */ chosen?: string | null };

const ERROR_CODES = { 'two-places': 'two_places', absent: 'absent', table: 'table', interpreter: 'interpreter', limits: 'limits', fixed: 'fixed', forbidden: 'forbidden', 'same-pair': 'same_pair', 'request-slots': 'request_slots', once: 'once', 'too-soon': 'closed', 'gap-difference': 'once', unknown: 'unknown' } as const;

/**
 * Puts a meeting into a slot and at a table, or one that had no place into one. Without a table, the one that it has is kept where it
 * is free, else the first free one is taken; an interpreter is found where one is needed. What would break a rule is refused with
 * the rule, and so is a slot in which nothing is put any more. Errors: not_found, forbidden, conflict.
 */
export async function moveMeeting(context: Context, actor: Actor, input: Target & { slotId: string | null; tableId: string | null }): Promise<BoardChange> {
	return onBoard(context, actor, input, 'move-on-board', async (board) => {
		const { facts, schedule, change } = board;
		const request = facts.input.requests.find(({ id }) => id === input.requestId);
		const slot = facts.input.slots.find(({ id }) => id === input.slotId);
		const before = onBoardAlready(board, input.requestId);
		if (!request || !slot || before?.kept) throw new ExpectedError('not_found', 'No such meeting or slot.');
		if (before?.locked) throw new ExpectedError('conflict', 'It is locked.', { field: 'slot', detail: { code: 'locked' } });
		if (facts.closed.has(slot.id) && before?.slotId !== slot.id) throw new ExpectedError('conflict', 'The slot has begun, or begins too soon.', { field: 'slot', detail: { code: 'closed' } });
		const others = facts.meetings.filter((meeting) => meeting !== before);
		const place = findPlace({ ...facts, meetings: others }, { requestId: request.id, slotId: slot.id, tableId: input.tableId }, before?.tableId ?? null);
		change.note({ detail: { number: schedule.number, requestId: request.id, slotId: slot.id, tableId: place.tableId } });
		return writePlace(board, { requestId: request.id, place: { ...place, locked: false, kept: false } }, withStep(board, movedStep(request.id, before)), input.chosen);
	});
}

/** Where a meeting is to go; without a table, to `own` where it is free, else to the first free one. */
interface Wanted {
	requestId: string;
	slotId: string;
	tableId: string | null;
}

/** The place of a meeting in a slot, on a board without it. Errors: conflict, with the rule that it would break. */
export function findPlace(facts: BoardFacts, wanted: Wanted, own: string | null = null): PlacedMeeting {
	const tried = placesAt(facts, wanted, own);
	const around = boardAround(facts, wanted.requestId, [wanted.slotId]);
	const broken = brokenNow(around);
	const conflicts = (each: PlacedMeeting) => newViolations(around, [...around.meetings, each], broken);
	const place = tried.find((each) => conflicts(each).length === 0);
	if (place) return place;
	const { rule } = conflicts(tried[0]!)[0]!;
	throw new ExpectedError('conflict', `It would break a rule: ${rule}.`, { field: rule === 'table' ? 'table' : 'slot', detail: { code: ERROR_CODES[rule] } });
}

/** The places worth trying in a slot: with the wanted table or the best free one, and each interpreter who is free, after none. */
function placesAt({ input, meetings }: BoardFacts, wanted: Wanted, own: string | null): PlacedMeeting[] {
	const tables = tablesIn(input, wanted.slotId);
	const inSlot = meetings.filter(({ slotId }) => slotId === wanted.slotId);
	const free = tables.filter((id) => !inSlot.some(({ tableId }) => tableId === id));
	const tableId = wanted.tableId ?? (own !== null && free.includes(own) ? own : (free[0] ?? tables[0] ?? null));
	const interpreters = (input.interpreters ?? []).map(({ id }) => id).filter((id) => !inSlot.some(({ interpreterId }) => interpreterId === id));
	return [null, ...interpreters].map((interpreterId) => ({ requestId: wanted.requestId, slotId: wanted.slotId, tableId, interpreterId }));
}

/** Takes a meeting off the board. Errors: not_found, forbidden, conflict (it is locked). */
export async function takeOff(context: Context, actor: Actor, input: Target): Promise<BoardChange> {
	return onBoard(context, actor, input, 'move-on-board', async (board) => {
		const before = onBoardAlready(board, input.requestId);
		if (!before || before.kept) throw new ExpectedError('not_found', 'No such meeting.');
		if (before.locked) throw new ExpectedError('conflict', 'It is locked.', { field: 'slot', detail: { code: 'locked' } });
		board.change.note({ detail: { number: board.schedule.number, requestId: before.requestId } });
		return writePlace(board, { requestId: before.requestId, place: null }, withStep(board, movedStep(before.requestId, before)), input.chosen);
	});
}

/** A locked meeting stays where it is, whoever runs the solver. Errors: not_found, forbidden. */
export async function lockMeeting(context: Context, actor: Actor, input: Target & { locked: boolean }): Promise<BoardChange | null> {
	return onBoard(context, actor, input, 'lock-on-board', async (board) => {
		const before = onBoardAlready(board, input.requestId);
		if (!before || before.kept) throw new ExpectedError('not_found', 'No such meeting.');
		if (before.locked === input.locked) return null;
		const { schedule, facts } = board;
		const history = withStep(board, movedStep(before.requestId, before));
		await setLocked(board.change.tx, schedule.id, before.requestId, input.locked);
		await updateSchedule(board.change.tx, schedule.id, { options: { ...schedule.options, history } });
		board.change.note({ detail: { number: board.schedule.number, requestId: before.requestId, locked: input.locked } });
		const place = { ...before, locked: input.locked };
		const meetings = facts.meetings.map((meeting) => (meeting === before ? place : meeting));
		return changeOf(board, { requestId: before.requestId, place, meetings, history, check: checkBoard(facts, meetings), weight: schedule.weight, gap: schedule.gap }, input.chosen ?? null);
	});
}
