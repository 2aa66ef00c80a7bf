import type { BoardMeeting } from '#lib/meetings/board.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { checkBoard, closedUntil, newViolations, type BoardFacts } from '../board/facts.ts';
import type { MeetingsContext } from '../context.ts';
import { changeAtDesk } from '../frame/change-at-desk.ts';
import { updateFrame } from '../frame/queries.ts';
import { settleMeetings, type Settled } from '../live/settle-meetings.ts';
import type { FrameRow } from '../queries.ts';
import { compileInput } from './compile-input.ts';
import { isPast, loadGround, placedOf } from './ground.ts';
import { keepBefore, meetingsBefore, placedIn, scheduleById, setScheduleState, updateSchedule, type BeforeRow, type ScheduleRow } from './queries.ts';
import { scheduleOf } from './steer-schedule.ts';

/** What taking a publication back would do now. */
interface TakingBack {
	/** Meetings that go back to where they stood, or come to stand again. */
	back: number;
	/** New ones, which are off again. */
	off: number;
	/** Those that stay as they are: something has happened to them since, or to their places, or they begin too soon. */
	changed: number;
}

/** What can go back to where it stood before a publication. */
async function returning(tx: Transaction, frame: FrameRow, schedule: ScheduleRow, now: Date): Promise<{ rows: BeforeRow[]; changed: number }> {
	const { ground, standing } = await loadGround(tx, frame);
	const current = new Map(standing.map((meeting) => [meeting.requestId, meeting]));
	const published = new Map((await placedIn(tx, schedule.id)).map((meeting) => [meeting.requestId, meeting]));
	// What begins too soon for the schedule to have changed it, by the clock of now, is not changed back either.
	const until = closedUntil(schedule, now);
	const ahead = new Set(ground.slots.filter(({ startsAt }) => startsAt > until).map(({ id }) => id));
	const wanted = new Set(ground.requests.map(({ id }) => id));
	/** It stands, or is off, as the publication left it. */
	const isUntouched = ({ requestId }: BeforeRow) => {
		const [is, left] = [current.get(requestId), published.get(requestId)];
		if (!is || !left) return !is && !left;
		return is.state === 'planned' && !isPast(is, until) && is.slotId === left.slotId && is.tableId === left.tableId && is.interpreterId === left.interpreterId && is.locked === left.locked;
	};
	const untouched = (await meetingsBefore(tx, schedule.id, 'publication')).filter((row) => isUntouched(row) && (row.slotId === null || (ahead.has(row.slotId) && wanted.has(row.requestId))));
	const facts: BoardFacts = { input: compileInput(ground, { previous: [] }), meetings: standing.flatMap((meeting) => placedOf(meeting).map((placed) => ({ ...placed, locked: meeting.locked, kept: false }))) };
	const rows = withoutConflicts(facts, untouched);
	return { rows, changed: (schedule.options.publication?.meetings ?? 0) - rows.length };
}

/** Of meetings that could go back, those that break no rule among what stands by now: what was booked since may have taken a place. */
function withoutConflicts(facts: BoardFacts, rows: readonly BeforeRow[]): BeforeRow[] {
	const broken = new Set(checkBoard(facts, facts.meetings).violations.flatMap(({ meetings }) => meetings));
	let back = [...rows];
	for (;;) {
		const going = new Set(back.map(({ requestId }) => requestId));
		const after = [...facts.meetings.filter(({ requestId }) => !going.has(requestId)), ...back.flatMap(({ requestId, slotId, tableId, interpreterId, locked }): BoardMeeting[] => (slotId === null ? [] : [{ requestId, slotId, tableId, interpreterId, locked, kept: false }]))];
		// What was wrong with a meeting already does not speak against putting it back where it was wrong before.
		const inTheWay = new Set(newViolations(facts, after).flatMap(({ meetings }) => meetings).filter((id) => going.has(id) && !broken.has(id)));
		if (inTheWay.size === 0) return back;
		back = back.filter(({ requestId }) => !inTheWay.has(requestId));
	}
}

/** What taking a publication back would do; null for a schedule that people do not know, or that was published before this was kept. */
export async function previewTakingBack(tx: Transaction, frame: FrameRow, schedule: ScheduleRow, now: Date): Promise<TakingBack | null> {
	if (schedule.state !== 'published' || frame.publishedSchedule !== schedule.id || !schedule.options.publication) return null;
	const { rows, changed } = await returning(tx, frame, schedule, now);
	return { back: rows.filter(({ slotId }) => slotId !== null).length, off: rows.filter(({ slotId }) => slotId === null).length, changed };
}

/**
 * Takes the publication of a schedule back: each meeting that it changed stands as it stood before, or is off again, and those concerned
 * are told; the schedule is one to work on again, and the one before it is the one that people know. Where something has changed since,
 * nothing is done unless `anyway`: the meetings that it concerns then stay as they are. In one transaction. Errors: not_found,
 * forbidden, conflict (it is not the published one; something has changed since; nothing is left to put back).
 */
export async function takePublicationBack(context: MeetingsContext, actor: Actor, input: { eventId: string; id: string | null; anyway?: boolean }): Promise<Settled> {
	return changeAtDesk(context, actor, { eventId: input.eventId, action: 'take-publication-back' }, async (change) => {
		const { tx, row, frame, now, note } = change;
		const schedule = await scheduleOf(change, input.id);
		const { publication, ...options } = schedule.options;
		if (schedule.state !== 'published' || frame.publishedSchedule !== schedule.id || !publication) throw new ExpectedError('conflict', 'It is not the schedule that people know.');
		const { rows, changed } = await returning(tx, frame, schedule, now);
		if (changed > 0 && rows.length === 0) throw new ExpectedError('conflict', 'Nothing of it can be put back.', { field: 'undo', detail: { code: 'undo_nothing' } });
		if (changed > 0 && !input.anyway) throw new ExpectedError('conflict', `${changed} meetings have changed since.`, { field: 'undo', detail: { code: 'undo_changed', limit: changed } });
		const place = rows.flatMap(({ requestId, slotId, tableId, interpreterId, locked, origin, cameWith }) => (slotId === null ? [] : [{ requestId, slotId, tableId, interpreterId, locked, origin, scheduleId: cameWith }]));
		const settled = await settleMeetings(context, change, { place, callOff: rows.filter(({ slotId }) => slotId === null).map(({ requestId }) => requestId) });
		const previous = publication.previous === null ? undefined : await scheduleById(tx, publication.previous);
		if (previous?.state === 'superseded') await setScheduleState(tx, previous.id, 'published');
		await updateSchedule(tx, schedule.id, { state: 'done', publishedAt: null, options });
		await updateFrame(tx, row.id, { publishedSchedule: previous?.state === 'superseded' ? previous.id : null });
		await keepBefore(tx, schedule.id, 'publication', []);
		note({ detail: { number: schedule.number, changed, ...settled } });
		return settled;
	});
}
