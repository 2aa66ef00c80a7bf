import type { Actor } from '#lib/server/accounts/actor.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { MeetingsContext } from '../context.ts';
import { changeAtDesk, type DeskChange } from '../frame/change-at-desk.ts';
import { meetingTablesOf } from '../frame/queries.ts';
import type { PlacedMeeting } from '../schedules/compile-input.ts';
import { deletePlaced, insertPlaced, setLocked, updateSchedule, type ScheduleRow } from '../schedules/queries.ts';
import { scheduleOf } from '../schedules/steer-schedule.ts';
import { MOST_STEPS_BACK, type BoardStep } from '../schedules/schedule.ts';
import { boardAround, brokenNow, figuresOf, loadFacts, newViolations, type BoardFacts, type BoardMeeting } from './facts.ts';

type Context = Pick<MeetingsContext, 'db' | 'clock'>;
type Target = { eventId: string; scheduleId: string | null; requestId: string | null };

/** A board that is worked on. */
interface Board {
	change: DeskChange;
	schedule: ScheduleRow;
	facts: BoardFacts;
}

/** Errors: not_found, forbidden, conflict (people know of the schedule already, or it runs). */
async function onBoard<Result>(context: Context, actor: Actor, input: { eventId: string; scheduleId: string | null }, action: string, work: (board: Board) => Promise<Result>): Promise<Result> {
	return changeAtDesk(context, actor, { eventId: input.eventId, action }, async (change) => {
		const schedule = await scheduleOf(change, input.scheduleId);
		if (schedule.state !== 'done') throw new ExpectedError('conflict', 'People know of this schedule, or it is being made.');
		return work({ change, schedule, facts: await asActor(change.tx, operator('meetings'), (tx) => loadFacts(tx, change.frame, schedule, change.now)) });
	});
}

const onBoardAlready = ({ facts }: Board, requestId: string | null): BoardMeeting | undefined => facts.meetings.find((meeting) => meeting.requestId === requestId);
const stepBack = (requestId: string, before: BoardMeeting | undefined): BoardStep => ({ requestId, before: before ? { slotId: before.slotId, tableId: before.tableId, interpreterId: before.interpreterId, locked: before.locked } : null });

/** Writes a meeting's new place, or that it has none, with the figures of the board and the step back. */
async function write({ change, schedule, facts }: Board, requestId: string, place: BoardMeeting | null, history: BoardStep[]): Promise<void> {
	const meetings = [...facts.meetings.filter((meeting) => meeting.requestId !== requestId), ...(place ? [place] : [])];
	await deletePlaced(change.tx, schedule.id, requestId);
	if (place) await insertPlaced(change.tx, [{ scheduleId: schedule.id, eventId: schedule.eventId, requestId, slotId: place.slotId, tableId: place.tableId, interpreterId: place.interpreterId, locked: place.locked }]);
	await updateSchedule(change.tx, schedule.id, { ...figuresOf(facts, meetings, schedule.bound), options: { ...schedule.options, history } });
}

const ERROR_CODES = { 'two-places': 'two_places', absent: 'absent', table: 'table', interpreter: 'interpreter', limits: 'limits', fixed: 'fixed', forbidden: 'forbidden', 'same-pair': 'same_pair', 'request-slots': 'request_slots', once: 'once', 'gap-difference': 'once', unknown: 'unknown' } as const;

/**
 * Puts a meeting into a slot and at a table, or one that had no place into one. Without a table, the one that it has is kept where it
 * is free, else the first free one is taken; an interpreter is found where one is needed. What would break a rule is refused with
 * the rule. Errors: not_found, forbidden, conflict.
 */
export async function moveMeeting(context: Context, actor: Actor, input: Target & { slotId: string | null; tableId: string | null }): Promise<void> {
	await onBoard(context, actor, input, 'move-on-board', async (board) => {
		const { facts, schedule, change } = board;
		const request = facts.input.requests.find(({ id }) => id === input.requestId);
		const slot = facts.input.slots.find(({ id }) => id === input.slotId);
		const before = onBoardAlready(board, input.requestId);
		if (!request || !slot || before?.kept) throw new ExpectedError('not_found', 'No such meeting or slot.');
		if (before?.locked) throw new ExpectedError('conflict', 'It is locked.', { field: 'slot', detail: { code: 'locked' } });
		const others = facts.meetings.filter((meeting) => meeting !== before);
		const tables = (await meetingTablesOf(change.tx, schedule.eventId)).map(({ id }) => id);
		const tried = placesAt(facts, others, { requestId: request.id, slotId: slot.id, tableId: input.tableId }, before?.tableId ?? null, tables);
		const around = boardAround({ ...facts, meetings: others }, request.id, [slot.id]);
		const broken = brokenNow(around);
		const conflicts = (each: PlacedMeeting) => newViolations(around, [...around.meetings, each], broken);
		const place = tried.find((each) => conflicts(each).length === 0);
		if (!place) {
			const { rule } = conflicts(tried[0]!)[0]!;
			throw new ExpectedError('conflict', `It would break a rule: ${rule}.`, { field: rule === 'table' ? 'table' : 'slot', detail: { code: ERROR_CODES[rule] } });
		}
		await write(board, request.id, { ...place, locked: false, kept: false }, [stepBack(request.id, before), ...(schedule.options.history ?? [])].slice(0, MOST_STEPS_BACK));
		change.note({ detail: { number: schedule.number, requestId: request.id, slotId: slot.id, tableId: place.tableId } });
	});
}

/** The places worth trying in a slot: with the wanted table or the best free one, and each interpreter who is free, after none. */
function placesAt({ input }: BoardFacts, others: readonly PlacedMeeting[], wanted: { requestId: string; slotId: string; tableId: string | null }, own: string | null, tables: readonly string[]): PlacedMeeting[] {
	const inSlot = others.filter(({ slotId }) => slotId === wanted.slotId);
	const free = tables.filter((id) => !inSlot.some(({ tableId }) => tableId === id));
	const tableId = wanted.tableId ?? (own !== null && free.includes(own) ? own : (free[0] ?? tables[0] ?? null));
	const interpreters = (input.interpreters ?? []).map(({ id }) => id).filter((id) => !inSlot.some(({ interpreterId }) => interpreterId === id));
	return [null, ...interpreters].map((interpreterId) => ({ requestId: wanted.requestId, slotId: wanted.slotId, tableId, interpreterId }));
}

/** Takes a meeting off the board. Errors: not_found, forbidden, conflict (it is locked). */
export async function takeOff(context: Context, actor: Actor, input: Target): Promise<void> {
	await onBoard(context, actor, input, 'move-on-board', async (board) => {
		const before = onBoardAlready(board, input.requestId);
		if (!before || before.kept) throw new ExpectedError('not_found', 'No such meeting.');
		if (before.locked) throw new ExpectedError('conflict', 'It is locked.', { field: 'slot', detail: { code: 'locked' } });
		await write(board, before.requestId, null, [stepBack(before.requestId, before), ...(board.schedule.options.history ?? [])].slice(0, MOST_STEPS_BACK));
		board.change.note({ detail: { number: board.schedule.number, requestId: before.requestId } });
	});
}

/** A locked meeting stays where it is, whoever runs the solver. Errors: not_found, forbidden. */
export async function lockMeeting(context: Context, actor: Actor, input: Target & { locked: boolean }): Promise<void> {
	await onBoard(context, actor, input, 'lock-on-board', async (board) => {
		const before = onBoardAlready(board, input.requestId);
		if (!before || before.kept) throw new ExpectedError('not_found', 'No such meeting.');
		if (before.locked === input.locked) return;
		await setLocked(board.change.tx, board.schedule.id, before.requestId, input.locked);
		await updateSchedule(board.change.tx, board.schedule.id, { options: { ...board.schedule.options, history: [stepBack(before.requestId, before), ...(board.schedule.options.history ?? [])].slice(0, MOST_STEPS_BACK) } });
		board.change.note({ detail: { number: board.schedule.number, requestId: before.requestId, locked: input.locked } });
	});
}

/** Takes the last step back. Errors: not_found, forbidden, conflict (there is none). */
export async function undoStep(context: Context, actor: Actor, input: { eventId: string; scheduleId: string | null }): Promise<void> {
	await onBoard(context, actor, input, 'undo-on-board', async (board) => {
		const [step, ...history] = board.schedule.options.history ?? [];
		if (!step) throw new ExpectedError('conflict', 'There is nothing to take back.');
		await write(board, step.requestId, step.before ? { requestId: step.requestId, ...step.before, kept: false } : null, history);
		board.change.note({ detail: { number: board.schedule.number, requestId: step.requestId } });
	});
}
