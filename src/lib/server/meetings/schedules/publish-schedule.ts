import { scheduleChanges, type MeetingChange } from '#lib/engines/meetings/schedule-changes.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { checkBoard, loadFacts, type LoadedFacts } from '../board/facts.ts';
import type { MeetingsContext } from '../context.ts';
import { changeAtDesk, eventAtDesk } from '../frame/change-at-desk.ts';
import { frameOf, updateFrame } from '../frame/queries.ts';
import { settleMeetings, type Placing, type Settled } from '../live/settle-meetings.ts';
import type { FrameRow } from '../queries.ts';
import { heldMeeting } from './compile-input.ts';
import { isPast, placedOf } from './ground.ts';
import { scheduleById, supersede, updateSchedule, type ScheduleRow } from './queries.ts';
import { rememberStanding } from './remember-before.ts';
import { scheduleOf } from './steer-schedule.ts';

/** What publishing a schedule would change for those who have meetings already. */
interface Publishing {
	place: Placing[];
	callOff: string[];
	changes: MeetingChange[];
	/** How many rules its meetings break by now: people or tables are gone since it was made, or others stay where they are. */
	broken: number;
	/** What of it comes too late (facts.ts). */
	late: Pick<LoadedFacts, 'closedUntil' | 'heldBack' | 'tooLate'>;
}

async function publishingOf(tx: Transaction, frame: FrameRow, schedule: ScheduleRow, now: Date): Promise<Publishing> {
	const facts = await loadFacts(tx, frame, schedule, now);
	const { standing } = facts.loaded;
	const rows = new Map(standing.map((meeting) => [meeting.requestId, meeting]));
	const placed = facts.meetings.filter(({ kept }) => !kept);
	const stays = new Set(facts.meetings.map(({ requestId }) => requestId));
	// What another schedule gave a place since goes with it; what was booked since stays, and is among the facts.
	const callOff = standing.filter((meeting) => !stays.has(meeting.requestId) && !isPast(meeting, now)).map(({ requestId }) => requestId);
	const live = standing.filter((meeting) => !isPast(meeting, now) && (stays.has(meeting.requestId) || callOff.includes(meeting.requestId)));
	const future = facts.meetings.filter(({ requestId }) => !rows.has(requestId) || !isPast(rows.get(requestId)!, now));
	return {
		place: placed.map(({ kept: _kept, ...meeting }): Placing => ({ ...meeting, origin: rows.get(meeting.requestId)?.origin ?? 'scheduled', scheduleId: schedule.id })),
		callOff,
		changes: scheduleChanges(live.flatMap(placedOf).map(heldMeeting), future.map(heldMeeting)),
		// What is wrong with meetings that stay whatever is published does not speak against publishing.
		broken: checkBoard(facts, facts.meetings).violations.filter(({ meetings }) => placed.some(({ requestId }) => meetings.includes(requestId))).length,
		late: { closedUntil: facts.closedUntil, heldBack: facts.heldBack, tooLate: facts.tooLate },
	};
}

interface PublishPreview {
	added: number;
	moved: number;
	calledOff: number;
	broken: number;
	changes: MeetingChange[];
	late: Publishing['late'];
}

/** What publishing would do, before it is done. Errors: not_found. */
export async function previewPublishing(context: Pick<MeetingsContext, 'db' | 'clock'>, actor: Actor, input: { eventId: string; id: string }): Promise<PublishPreview> {
	return asActor(context.db, actor, async (tx) => {
		await eventAtDesk(tx, actor, input.eventId, context.clock());
		const [frame, schedule] = [await frameOf(tx, input.eventId), await scheduleById(tx, input.id)];
		if (!frame || schedule?.eventId !== input.eventId) throw new ExpectedError('not_found', 'No such schedule.');
		return previewOf(tx, frame, schedule, context.clock());
	});
}

/** The same within a transaction that has asked already who looks. */
export async function previewOf(tx: Transaction, frame: FrameRow, schedule: ScheduleRow, now: Date): Promise<PublishPreview> {
	const { changes, broken, callOff, late } = await publishingOf(tx, frame, schedule, now);
	const count = (...kinds: MeetingChange['change'][]) => changes.filter(({ change }) => kinds.includes(change)).length;
	return { added: count('added'), moved: count('moved', 'other-table', 'other-interpreter'), calledOff: callOff.length, broken, changes, late };
}

/** What publishing did, and how many meetings of the schedule came too late for it. */
export interface Published extends Settled {
	late: number;
}

/**
 * Makes a schedule the one that people know: meetings, seats and letters in one transaction, for those whose own meetings change and
 * nobody else. What begins sooner than the schedule may change anything, by the clock of now, stays as it is. Errors: not_found,
 * forbidden, conflict (it is not done; its meetings break rules by now, alone or beside what stays: the latter is `held_back`).
 */
export async function publishSchedule(context: MeetingsContext, actor: Actor, input: { eventId: string; id: string | null; words: { text: string; language: Language } | null }): Promise<Published> {
	return changeAtDesk(context, actor, { eventId: input.eventId, action: 'publish-schedule' }, async (change) => {
		const { tx, row, frame, now, note } = change;
		const schedule = await scheduleOf(change, input.id);
		if (schedule.state !== 'done') throw new ExpectedError('conflict', 'Only a schedule that is done is published.');
		if (row.state !== 'published') throw new ExpectedError('conflict', 'Nobody knows of the event yet.', { field: 'publish', detail: { code: 'draft' } });
		const { place, callOff, broken, late } = await publishingOf(tx, frame, schedule, now);
		if (broken > 0 && late.heldBack.length > 0) throw new ExpectedError('conflict', `${late.heldBack.length} meetings begin too soon to be moved, and it does not fit beside them.`, { field: 'publish', detail: { code: 'held_back', limit: late.heldBack.length } });
		if (broken > 0) throw new ExpectedError('conflict', `${broken} rules are broken by now.`, { field: 'publish', detail: { code: 'broken', limit: broken } });
		const meetings = await rememberStanding(tx, schedule, { place, callOff });
		const settled = await settleMeetings(context, change, { place, callOff, words: input.words });
		await supersede(tx, row.id);
		await updateSchedule(tx, schedule.id, { state: 'published', publishedAt: now, options: { ...schedule.options, publication: { meetings, previous: frame.publishedSchedule } } });
		await updateFrame(tx, row.id, { publishedSchedule: schedule.id });
		const published = { ...settled, late: late.heldBack.length + late.tooLate.length };
		note({ detail: { number: schedule.number, ...published } });
		return published;
	});
}
