import { FROZEN_MINUTES } from '#lib/meetings/frozen-minutes.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { personOf } from '#lib/server/events/change-event.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { MeetingsContext } from '../context.ts';
import { changeAtDesk, type DeskChange } from '../frame/change-at-desk.ts';
import { standingMeetings } from '../frame/queries.ts';
import { planRemoval } from '../frame/removal-plan.ts';
import { slotsOf } from '../queries.ts';
import { isPast } from './ground.ts';
import { deleteSchedule, insertPlaced, insertSchedule, lockSchedule, nextNumber, schedulesOf, updateSchedule, type ScheduleRow } from './queries.ts';
import { runScheduleKey } from './task-keys.ts';
import { scheduleInput, type Removal, type ScheduleOptions } from './schedule.ts';

type Context = Pick<MeetingsContext, 'db' | 'clock' | 'jobs'>;

/** The schedule of a change. Errors: not_found. */
export async function scheduleOf({ tx, row }: Pick<DeskChange, 'tx' | 'row'>, id: string | null): Promise<ScheduleRow> {
	const schedule = await lockSchedule(tx, row.id, id);
	if (!schedule) throw new ExpectedError('not_found', 'No such schedule.');
	return schedule;
}

/**
 * Begins a schedule: the run is a job, and the schedule's page shows how far it is. One at a time works for an event.
 * Errors: not_found, forbidden, invalid_input, conflict (one runs already; there are no slots ahead).
 */
export async function beginSchedule(context: Context, actor: Actor, input: { eventId: string; form: FormData; from: string | null }): Promise<string> {
	const asked = scheduleInput(input.form);
	const { seed, ...options } = asked;
	return begin(context, actor, { eventId: input.eventId, seed, options: { ...options, from: input.from } });
}

/** Begins a repair of what stands: as few meetings as possible move, none that begins within so many minutes. Errors: as above. */
export async function beginRepair(context: Context, actor: Actor, input: { eventId: string; frozenMinutes: number; seconds?: number }): Promise<string> {
	return begin(context, actor, { eventId: input.eventId, seed: 1, options: { seconds: input.seconds ?? 5, scope: 'few-moves', frozenMinutes: input.frozenMinutes, from: null } });
}

/** Moving a few meetings around all that stay takes the engine less than that. */
const SECONDS_FOR_REMOVAL = 4;

/** Begins to work out where the meetings at a place that is to go could be held, all others staying where they are. Errors: as above. */
export async function beginRemoval(context: Context, actor: Actor, input: Removal & { eventId: string }): Promise<string> {
	return begin(context, actor, { eventId: input.eventId, seed: 1, options: { seconds: SECONDS_FOR_REMOVAL, scope: 'few-moves', frozenMinutes: FROZEN_MINUTES, from: null, without: { of: input.of, id: input.id } } });
}

async function begin(context: Context, actor: Actor, input: { eventId: string; seed: number; options: ScheduleOptions }): Promise<string> {
	return changeAtDesk(context, actor, { eventId: input.eventId, action: 'begin-schedule' }, async (change) => {
		const { tx, row, now, note } = change;
		if ((await schedulesOf(tx, row.id)).some(({ state }) => state === 'running')) throw new ExpectedError('conflict', 'A schedule is being made already.', { field: 'seconds', detail: { code: 'runs' } });
		if (!(await slotsOf(tx, row.id)).some(({ startsAt }) => startsAt > now)) throw new ExpectedError('conflict', 'There is no slot ahead.', { field: 'seconds', detail: { code: 'no_slots' } });
		if (input.options.from) await scheduleOf(change, input.options.from);
		const { without } = input.options;
		// One answer to a question is enough: the last.
		for (const { id, options } of await schedulesOf(tx, row.id)) if (without && options.without?.id === without.id) await deleteSchedule(tx, id);
		if (without) await planRemoval(tx, change.frame, without, now);
		const { id, number } = await insertRun(context, tx, { eventId: row.id, options: input.options, seed: input.seed, madeBy: personOf(actor), now });
		note({ detail: { number, scope: input.options.scope, seconds: input.options.seconds } });
		return id;
	});
}

/** A schedule that a job makes, from the end of the transaction on. */
async function insertRun({ jobs }: Pick<Context, 'jobs'>, tx: Transaction, { now, ...run }: { eventId: string; options: ScheduleOptions; seed: number; madeBy: string | null; now: Date }): Promise<{ id: string; number: number }> {
	const number = await nextNumber(tx, run.eventId);
	const id = await insertSchedule(tx, { ...run, number, state: 'running', madeAt: now });
	await jobs.enqueue(runScheduleKey, { scheduleId: id }, { singletonKey: id, transaction: tx });
	return { id, number };
}

/** Begins a repair for organisers who have not asked for it, unless a run goes on already: they look at it before anybody is told. As the operator. */
export async function proposeRepair(context: Pick<Context, 'jobs'>, tx: Transaction, { eventId, now }: { eventId: string; now: Date }): Promise<string | null> {
	if ((await schedulesOf(tx, eventId)).some(({ state }) => state === 'running')) return null;
	return (await insertRun(context, tx, { eventId, options: { seconds: 5, scope: 'few-moves', frozenMinutes: FROZEN_MINUTES, from: null }, seed: 1, madeBy: null, now })).id;
}

/** Stops a run, which keeps the best that it has. Errors: not_found, forbidden, conflict (it runs no longer). */
export async function stopSchedule(context: Context, actor: Actor, input: { eventId: string; id: string | null }): Promise<void> {
	await changeAtDesk(context, actor, { eventId: input.eventId, action: 'stop-schedule' }, async (change) => {
		const schedule = await scheduleOf(change, input.id);
		if (schedule.state !== 'running') throw new ExpectedError('conflict', 'It runs no longer.');
		await updateSchedule(change.tx, schedule.id, { options: { ...schedule.options, stop: true } });
		change.note({ detail: { number: schedule.number } });
	});
}

/** Takes the meetings that stand as a schedule of its own, to be changed by hand and published. Errors: not_found, forbidden. */
export async function copyStanding(context: Context, actor: Actor, input: { eventId: string }): Promise<string> {
	return changeAtDesk(context, actor, { eventId: input.eventId, action: 'copy-meetings' }, async ({ tx, row, now, note }) => {
		const standing = (await standingMeetings(tx, row.id)).filter((meeting) => !isPast(meeting, now));
		const number = await nextNumber(tx, row.id);
		const id = await insertSchedule(tx, { eventId: row.id, number, state: 'done', options: { seconds: 0, scope: 'few-moves', from: null, frozenMinutes: 0 }, madeBy: personOf(actor), madeAt: now, finishedAt: now });
		await insertPlaced(tx, standing.map(({ requestId, slotId, tableId, interpreterId, locked }) => ({ scheduleId: id, requestId, eventId: row.id, slotId: slotId!, tableId, interpreterId, locked })));
		note({ detail: { number, meetings: standing.length } });
		return id;
	});
}

/** A schedule that nobody was told of goes. Errors: not_found, forbidden, conflict (it runs, or was published). */
export async function removeSchedule(context: Context, actor: Actor, input: { eventId: string; id: string | null }): Promise<void> {
	await changeAtDesk(context, actor, { eventId: input.eventId, action: 'remove-schedule' }, async (change) => {
		const schedule = await scheduleOf(change, input.id);
		if (schedule.state !== 'done' && schedule.state !== 'failed') throw new ExpectedError('conflict', 'It runs, or people know of it.');
		await deleteSchedule(change.tx, schedule.id);
		change.note({ detail: { number: schedule.number } });
	});
}
