import type { MeetingsInput } from '#lib/engines/meetings/types.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { scheduleMeetings, type Scheduled, type ScheduleProgress } from '#lib/server/scheduling/schedule-meetings.ts';
import { loadFacts, refusedOf } from '../board/facts.ts';
import type { MeetingsContext } from '../context.ts';
import { frameOf, type MeetingRow } from '../frame/queries.ts';
import { planRemoval } from '../frame/removal-plan.ts';
import { compileInput, type PlacedMeeting } from './compile-input.ts';
import { isPast, loadGround, placedOf, type LoadedGround } from './ground.ts';
import { inPart, narrowToPart } from './part-of-run.ts';
import { deletePlaced, insertPlaced, lockSchedule, noteProgress, placedIn, scheduleById, updateSchedule, type ScheduleRow } from './queries.ts';
import { rememberBefore } from './remember-before.ts';
import type { BoardStep } from './schedule.ts';

type Context = Pick<MeetingsContext, 'db' | 'clock'>;
/** How often a run says how far it is, and asks whether to stop. */
const HEARTBEAT = 700;

/** The meetings that a run goes on from. */
interface Base extends PlacedMeeting {
	stays: boolean;
}

/** The problem of a run: what is fixed, what is known already, from when on it may change anything. */
export async function inputOfRun(tx: Transaction, schedule: Pick<ScheduleRow, 'eventId' | 'options'>, loaded: LoadedGround, now: Date): Promise<MeetingsInput> {
	const { scope, part, frozenMinutes } = schedule.options;
	const { ground, standing } = loaded;
	const keepBefore = new Date(now.getTime() + frozenMinutes * 60_000);
	const soon = new Set(ground.slots.filter(({ startsAt }) => startsAt <= keepBefore).map(({ id }) => id));
	const past = new Set(standing.filter((meeting) => isPast(meeting, now)).map(({ requestId }) => requestId));
	const base = await baseOf(tx, schedule.options, standing, { past, soon });
	const isInPart = inPart(part, ground);
	const input = compileInput(ground, { fixed: base.filter((meeting) => meeting.stays || scope === 'fill' || !isInPart(meeting)), ...(scope === 'few-moves' ? { previous: base } : {}), ...(soon.size > 0 ? { keepBefore } : {}) });
	// What is over and breaks a rule by now, say because its interpreter has left, is not held once more.
	const fixed = new Set(input.fixed!.map(({ request }) => request));
	return narrowToPart({ ...input, requests: input.requests.filter(({ id }) => !past.has(id) || fixed.has(id)) }, part, ground);
}

/** What stands, and what the schedule places that is gone on from; of what begins too soon, what stands. */
async function baseOf(tx: Transaction, { scope, from }: ScheduleRow['options'], standing: LoadedGround['standing'], { past, soon }: Record<'past' | 'soon', ReadonlySet<string>>): Promise<Base[]> {
	const isFrozen = ({ requestId, slotId }: PlacedMeeting) => past.has(requestId) || soon.has(slotId);
	// What people booked for themselves no schedule moves, nor what begins too soon; a repair gives these another table where it must.
	const stays = (meeting: MeetingRow, placed: PlacedMeeting) => meeting.locked || past.has(meeting.requestId) || (scope !== 'few-moves' && (meeting.origin !== 'scheduled' || isFrozen(placed)));
	const live = standing.flatMap((meeting) => placedOf(meeting).map((placed): Base => ({ ...placed, stays: stays(meeting, placed) })));
	if (from === null) return live;
	const placed = await placedIn(tx, from);
	const isAhead = ({ requestId, slotId }: PlacedMeeting) => !soon.has(slotId) && !live.some((meeting) => meeting.requestId === requestId && isFrozen(meeting));
	const elsewhere = new Set(placed.filter(isAhead).map(({ requestId }) => requestId));
	// What the schedule takes off is off; what it has placed where it is too late by now stays where it stands.
	const taken = new Set(placed.map(({ requestId }) => requestId));
	const left = live.filter((meeting) => isFrozen(meeting) || (!elsewhere.has(meeting.requestId) && (meeting.stays || taken.has(meeting.requestId))));
	return [...left, ...placed.filter(isAhead).map(({ requestId, slotId, tableId, interpreterId, locked }): Base => ({ requestId, slotId, tableId, interpreterId, stays: locked }))];
}

/**
 * Makes a schedule that was begun: as a job, in threads of its own, saying how far it is as it goes on. What it has when its time is
 * over, or when somebody stops it, is kept with its proof and the reasons of what is refused.
 */
export async function runSchedule(context: Context, scheduleId: string, signal: AbortSignal): Promise<void> {
	const began = await asActor(context.db, operator('meetings'), async (tx) => {
		const schedule = await scheduleById(tx, scheduleId);
		const frame = schedule?.state === 'running' ? await frameOf(tx, schedule.eventId) : undefined;
		if (!schedule || !frame) return undefined;
		const { without } = schedule.options;
		const input = without ? (await planRemoval(tx, frame, without, context.clock())).input : await inputOfRun(tx, schedule, await loadGround(tx, frame), context.clock());
		return { schedule, input, history: without ? [] : await rememberBefore(tx, schedule, context.clock()) };
	});
	if (!began) return;
	const { schedule, input, history } = began;
	const stopped = new AbortController();
	const stop = () => stopped.abort();
	signal.addEventListener('abort', stop, { once: true });
	const heart = beatHeart(context, scheduleId, stop);
	try {
		const scheduled = await scheduleMeetings(input, { seconds: schedule.options.seconds, seed: schedule.seed, signal: stopped.signal, progress: heart.hear });
		await heart.end();
		// A server that stops leaves the run to the next one.
		if (signal.aborted) signal.throwIfAborted();
		await keep(context, schedule, scheduled, history);
	} finally {
		await heart.end();
		signal.removeEventListener('abort', stop);
	}
}

function beatHeart(context: Context, scheduleId: string, stop: () => void) {
	let last: ScheduleProgress | undefined;
	let beating: Promise<void> = Promise.resolve();
	const beat = () => {
		beating = beating.then(async () => {
			const figures = { heardAt: Date.now(), seconds: last?.seconds ?? 0, idleSlots: last?.gaps ?? 0 };
			const answer = await asActor(context.db, operator('meetings'), (tx) => noteProgress(tx, scheduleId, { weight: last?.weight ?? 0, gap: last?.gap ?? null, figures, phase: last?.phase ?? 'start' }));
			if (!answer || answer.stop) stop();
		});
		// One that fails is made up for by the next.
		beating = beating.catch(() => undefined);
	};
	beat();
	const timer = setInterval(beat, HEARTBEAT);
	return {
		hear: (state: ScheduleProgress) => void (last = state),
		end: () => {
			clearInterval(timer);
			return beating;
		},
	};
}

async function keep({ db, clock }: Context, { id, eventId, madeAt, options }: ScheduleRow, scheduled: Scheduled, history: BoardStep[]): Promise<void> {
	await asActor(db, operator('meetings'), async (tx) => {
		// Another worker was taken for the one that is left, and was faster: what it made may be worked on by now.
		if ((await lockSchedule(tx, eventId, id))?.state !== 'running') return;
		const now = clock();
		if (scheduled.faults) return updateSchedule(tx, id, { state: 'failed', failure: scheduled.faults.slice(0, 3).map(({ place, reason }) => `${place} ${reason}`).join('; '), finishedAt: now });
		const { output } = scheduled;
		const fixed = new Set(options.from ? (await placedIn(tx, options.from)).filter(({ locked }) => locked).map(({ requestId }) => requestId) : []);
		await deletePlaced(tx, id);
		await insertPlaced(tx, output.meetings.map(({ request, slot, table, interpreter }) => ({ scheduleId: id, requestId: request, eventId, slotId: slot, tableId: table ?? null, interpreterId: interpreter ?? null, locked: fixed.has(request) })));
		// A part of it knows only of its own wishes: why all the others have no place, the whole says.
		const frame = options.part && (await frameOf(tx, eventId));
		const facts = frame && (await loadFacts(tx, frame, { id, madeAt, options }, now));
		const refused = facts ? refusedOf(facts, facts.meetings) : output.refused;
		const { stop: _stopped, phase: _phase, ...kept } = options;
		return updateSchedule(tx, id, { state: 'done', weight: output.weight, bound: output.bound, gap: output.gap, refused, figures: { meetings: output.meetings.length, idleSlots: output.idleSlots, tableChanges: output.tableChanges, seconds: output.seconds }, options: { ...kept, boundBy: output.boundBy, history }, finishedAt: now });
	});
}
