import type { BoardChange, BoardMeeting } from '#lib/meetings/board.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { MeetingsContext } from '../context.ts';
import { deletePlaced, insertPlaced, keepBefore, meetingsBefore, updateSchedule } from '../schedules/queries.ts';
import { isRun, type BoardStep, type MovedStep, type RunStep } from '../schedules/schedule.ts';
import { figuresOf, tablesIn } from './facts.ts';
import { onBoard, onBoardAlready, writePlace, writePlaces, type Board } from './on-board.ts';

/** What taking a step back did: whether it was a run, and how many meetings could not be put back. */
interface Undone {
	run: boolean;
	lost: number;
	/** What is different on the board; a run changes all of it, and two that had changed places are looked up again. */
	change: BoardChange | null;
}

/**
 * Takes the last step back: a move, two that changed places, or the run that made the board. Where some of the meetings before it cannot come back, nothing is
 * done unless `anyway`: the others then do. Errors: not_found, forbidden, conflict (there is no step; some cannot come back).
 */
export async function undoStep(context: Pick<MeetingsContext, 'db' | 'clock'>, actor: Actor, input: { eventId: string; scheduleId: string | null; anyway?: boolean; chosen?: string | null }): Promise<Undone> {
	return onBoard(context, actor, input, 'undo-on-board', async (board) => {
		const [step, ...history] = board.schedule.options.history ?? [];
		if (!step) throw new ExpectedError('conflict', 'There is nothing to take back.');
		const { number } = board.schedule;
		if (isRun(step)) {
			const lost = await undoRun(board, step, history, input.anyway ?? false);
			board.change.note({ detail: { number, run: true, meetings: step.run.meetings - lost, lost } });
			return { run: true, lost, change: null };
		}
		const moved = 'swapped' in step ? step.swapped : [step];
		const lost = moved.some((each) => isLost(board, each)) ? moved.length : 0;
		if (lost > 0 && !input.anyway) throw cannotComeBack(lost);
		board.change.note({ detail: { number, requestId: moved[0]!.requestId, ...(lost > 0 ? { lost } : {}) } });
		return { run: false, lost, change: lost > 0 ? await passOver(board, history) : await putBack(board, moved, history, input.chosen) };
	});
}

/** Puts meetings back where they were; answers what is different then where that is one alone. */
async function putBack(board: Board, moved: readonly MovedStep[], history: BoardStep[], chosen: string | null = null): Promise<BoardChange | null> {
	const written = moved.map(({ requestId, before }) => ({ requestId, place: before && { requestId, ...before, kept: false } }));
	if (written.length === 1) return writePlace(board, written[0]!, history, chosen);
	await writePlaces(board, written, history);
	return null;
}

/** Leaves a step that cannot be taken back. */
async function passOver({ change, schedule }: Board, history: BoardStep[]): Promise<null> {
	await updateSchedule(change.tx, schedule.id, { options: { ...schedule.options, history } });
	return null;
}

const cannotComeBack = (lost: number) => new ExpectedError('conflict', `${lost} meetings cannot come back.`, { field: 'undo', detail: { code: 'undo_changed', limit: lost } });

/** Whether a meeting cannot go back where it was before a step: its people have booked it since, or do not want it any more, or its slot, table or interpreter is gone. */
function isLost(board: Board, { requestId, before }: MovedStep): boolean {
	if (onBoardAlready(board, requestId)?.kept) return true;
	if (before === null) return false;
	const { requests, slots, interpreters } = board.facts.input;
	const isThere = (among: readonly { id: string }[] | null | undefined, id: string | null) => id === null || among?.some((each) => each.id === id) === true;
	return !isThere(requests, requestId) || !isThere(slots, before.slotId) || (before.tableId !== null && !tablesIn(board.facts.input, before.slotId).includes(before.tableId)) || !isThere(interpreters, before.interpreterId);
}

/** Puts the meetings back that a run went on from, and answers how many there is no request, slot, table or interpreter for any more. */
async function undoRun({ change, schedule, facts }: Board, { run }: RunStep, history: BoardStep[], anyway: boolean): Promise<number> {
	const { tx } = change;
	const [wanted, slots] = [new Set(facts.input.requests.map(({ id }) => id)), new Set(facts.input.slots.map(({ id }) => id))];
	const back = (await meetingsBefore(tx, schedule.id, 'run')).flatMap(({ requestId, slotId, tableId, interpreterId, locked }) => (slotId !== null && slots.has(slotId) && wanted.has(requestId) ? [{ requestId, slotId, tableId, interpreterId, locked }] : []));
	const lost = run.meetings - back.length;
	if (lost > 0 && !anyway) throw cannotComeBack(lost);
	const kept = facts.meetings.filter((meeting) => meeting.kept);
	// What was booked since stays where its people have booked it.
	const stands = new Set(kept.map(({ requestId }) => requestId));
	const returning = back.filter(({ requestId }) => !stands.has(requestId));
	const meetings = [...kept, ...returning.map((each): BoardMeeting => ({ ...each, kept: false }))];
	await deletePlaced(tx, schedule.id);
	await insertPlaced(tx, returning.map((each) => ({ ...each, scheduleId: schedule.id, eventId: schedule.eventId })));
	await keepBefore(tx, schedule.id, 'run', []);
	const { boundBy: _boundBy, part: _part, ...options } = schedule.options;
	const { bound, boundBy, part } = run;
	await updateSchedule(tx, schedule.id, { ...figuresOf(facts, meetings, bound), options: { ...options, ...(boundBy ? { boundBy } : {}), ...(part ? { part } : {}), history } });
	return lost;
}
