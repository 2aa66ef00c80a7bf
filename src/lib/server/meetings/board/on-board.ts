import type { ScheduleCheck } from '#lib/engines/meetings/check-schedule.ts';
import type { BoardChange, BoardMeeting } from '#lib/meetings/board.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { pickedConflicts } from '../agenda/session-clashes.ts';
import type { MeetingsContext } from '../context.ts';
import { changeAtDesk, type DeskChange } from '../frame/change-at-desk.ts';
import { peopleOf } from '../queries.ts';
import { deletePlaced, insertPlaced, updateSchedule, type ScheduleRow } from '../schedules/queries.ts';
import { isRun, MOST_STEPS_BACK, type BoardStep, type MovedStep } from '../schedules/schedule.ts';
import { scheduleOf } from '../schedules/steer-schedule.ts';
import { checkBoard, figuresOf, loadFacts, refusedOf, type BoardFacts, type LoadedFacts } from './facts.ts';
import { movesOf } from './view-moves.ts';

type Context = Pick<MeetingsContext, 'db' | 'clock'>;

/** A board that is worked on. */
export interface Board {
	change: DeskChange;
	schedule: ScheduleRow;
	facts: LoadedFacts;
}

/** Works on a board on behalf of an organiser. Errors: not_found, forbidden, conflict (people know of the schedule already, or it runs). */
export async function onBoard<Result>(context: Context, actor: Actor, input: { eventId: string; scheduleId: string | null }, action: string, work: (board: Board) => Promise<Result>): Promise<Result> {
	return changeAtDesk(context, actor, { eventId: input.eventId, action }, async (change) => {
		const schedule = await scheduleOf(change, input.scheduleId);
		if (schedule.state !== 'done') throw new ExpectedError('conflict', 'People know of this schedule, or it is being made.');
		return work({ change, schedule, facts: await asActor(change.tx, operator('meetings'), (tx) => loadFacts(tx, change.frame, schedule, change.now)) });
	});
}

export const onBoardAlready = ({ facts }: Board, requestId: string | null): BoardMeeting | undefined => facts.meetings.find((meeting) => meeting.requestId === requestId);
/** The history of a board with one step more. */
export const withStep = ({ schedule }: Board, step: BoardStep): BoardStep[] => [step, ...(schedule.options.history ?? [])].slice(0, MOST_STEPS_BACK);
/** A move as a step: what undo puts back is the meeting as it was. */
export const movedStep = (requestId: string, before: BoardMeeting | undefined): MovedStep => ({ requestId, before: before ? { slotId: before.slotId, tableId: before.tableId, interpreterId: before.interpreterId, locked: before.locked } : null });

/** The new place of a meeting; null: it has none. */
interface Written {
	requestId: string;
	place: BoardMeeting | null;
}

/** Writes new places of meetings, with the figures of the board and the step back; answers the board as it is then. */
export async function writePlaces({ change, schedule, facts }: Board, written: readonly Written[], history: BoardStep[]) {
	const moved = new Set(written.map(({ requestId }) => requestId));
	const places = written.flatMap(({ place }) => place ?? []);
	const meetings = [...facts.meetings.filter(({ requestId }) => !moved.has(requestId)), ...places];
	const check = checkBoard(facts, meetings);
	const figures = figuresOf(facts, meetings, schedule.bound, check);
	for (const requestId of moved) await deletePlaced(change.tx, schedule.id, requestId);
	await insertPlaced(change.tx, places.map(({ kept: _kept, ...place }) => ({ ...place, scheduleId: schedule.id, eventId: schedule.eventId })));
	await updateSchedule(change.tx, schedule.id, { ...figures, options: { ...schedule.options, history } });
	return { meetings, check, ...figures };
}

/** The same of one meeting; answers what is different now. */
export async function writePlace(board: Board, { requestId, place }: Written, history: BoardStep[], chosen: string | null = null): Promise<BoardChange> {
	const after = await writePlaces(board, [{ requestId, place }], history);
	return changeOf(board, { requestId, place, history, ...after }, chosen);
}

interface Step {
	requestId: string;
	place: BoardMeeting | null;
	meetings: BoardMeeting[];
	history: readonly BoardStep[];
	check: ScheduleCheck;
	weight: number | null;
	gap: number | null;
}

const slotOf = ({ input }: BoardFacts, place: BoardMeeting | null) => input.slots.find(({ id }) => id === place?.slotId);

export async function changeOf({ change, schedule, facts }: Board, { requestId, place, meetings, history, check, weight, gap }: Step, chosen: string | null): Promise<BoardChange> {
	const after = { ...facts, meetings };
	const request = facts.input.requests.find(({ id }) => id === requestId);
	const why = () => refusedOf(after, meetings, new Set([requestId]))[0] ?? null;
	const moves = chosen === null ? null : movesOf(after, chosen);
	const named = [...(request?.participants ?? []), ...(place?.interpreterId ? [place.interpreterId] : []), ...(moves?.slots ?? []).flatMap(({ conflicts }) => conflicts.flatMap(({ who }) => who ?? []))];
	const people = await asActor(change.tx, operator('meetings'), (tx) => peopleOf(tx, named));
	const slot = change.now < new Date(slotOf(facts, place)?.start ?? 0) ? slotOf(facts, place) : undefined;
	const picked = slot ? await asActor(change.tx, operator('meetings'), (tx) => pickedConflicts(tx, schedule.eventId, [{ requestId, parties: request?.participants ?? [], startsAt: new Date(slot.start!), minutes: slot.minutes! }])) : [];
	return {
		version: schedule.version + 1,
		schedule: { steps: history.length, undoesRun: isRun(history[0]), meetings: meetings.length, weight, gap },
		requestId,
		place,
		unplaced: place || !request ? null : { id: requestId, weight: request.weight ?? 1, why: why() },
		unplacedTotal: facts.input.requests.length - meetings.length,
		broken: check.violations.length,
		inConflict: [...new Set(check.violations.flatMap((violation) => violation.meetings))],
		picked,
		parties: [...(request?.participants ?? [])],
		people: Object.fromEntries([...people].map(([id, { names, worksAt, country, languages }]) => [id, { names, worksAt, country, languages }])),
		chosen: moves,
	};
}
