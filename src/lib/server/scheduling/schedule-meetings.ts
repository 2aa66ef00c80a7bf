import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { compareSchedules } from '#lib/engines/meetings/aims.ts';
import type { Bound } from '#lib/engines/meetings/bound.ts';
import { checkSchedule } from '#lib/engines/meetings/check-schedule.ts';
import type { Violation } from '#lib/engines/meetings/hard-rules.ts';
import { measure } from '#lib/engines/meetings/measure.ts';
import { scheduleOutput } from '#lib/engines/meetings/output.ts';
import { readProblem } from '#lib/engines/meetings/read-problem.ts';
import { lossOfRepair } from '#lib/engines/meetings/search/repair-costs.ts';
import type { InputFault } from '#lib/engines/meetings/read-shape.ts';
import type { Assignment, MeetingsInput, MeetingsOutput, MeetingsProblem } from '#lib/engines/meetings/types.ts';
import { SharedFigures } from './shared-figures.ts';
import type { BoundTold, SearchTold, ThreadStart } from './threads.ts';

export interface ScheduleOptions {
	/** From the call to the answer, about. */
	seconds: number;
	seed: number;
	/** Ends the search by its steps, whatever the machine. */
	steps?: number;
	progress?(state: ScheduleProgress): void;
	/** Stops it; the answer is the best so far. */
	signal?: AbortSignal;
}

export interface ScheduleProgress {
	seconds: number;
	phase: string;
	weight: number;
	/** In per cent of the bound; absent as long as there is none. */
	gap: number | undefined;
	gaps: number;
}

export type Scheduled = { problem: MeetingsProblem; output: MeetingsOutput; bound: Bound; faults?: undefined } | { faults: InputFault[] };

/** What is kept for reading the problem and for making the answer, of which the reasons for refusals take the longest. */
const secondsForTheAnswer = (problem: MeetingsProblem) => 0.15 + problem.requests * 8e-5;
/** Up to so many places for requests, so many steps a second find all there is to find, long before the second is over. */
const TINY = 3000;
const STEPS_A_SECOND = 300_000;
/** For a repair, and up to so many requests, given so many seconds, there are two searches, one of which soon tries to prove the fewest gaps; the better counts. */
const SMALL = 1_000;
const SECONDS_FOR_TWO = 5;
const ANOTHER_SEED = 0x5eed;
const PROOF_OF_SECOND = 15 / 16;
/** How long a search may take to stop before its last word counts. */
const SECONDS_TO_STOP = 2;

/**
 * Makes the best schedule it can in the time given: one thread searches, one proves how good any schedule can be. The schedule
 * is checked against the problem, by code that shares nothing with the search, before it is given to anybody.
 */
export async function scheduleMeetings(value: unknown, options: ScheduleOptions): Promise<Scheduled> {
	const began = performance.now();
	const elapsed = () => (performance.now() - began) / 1000;
	const read = readProblem(value);
	if (read.faults) return { faults: read.faults };
	const { input, problem } = read;
	const shared = new SharedFigures(problem).reset();
	const start: ThreadStart = { input, memory: shared.memory, seconds: Math.max(0.1, options.seconds - secondsForTheAnswer(problem)), seed: options.seed, steps: options.steps ?? stepsEnough(problem, options.seconds) };
	const bounding = startBounding(start, problem);
	const stop = () => shared.stop();
	options.signal?.addEventListener('abort', stop, { once: true });
	try {
		if (options.signal?.aborted) stop();
		const isTwice = isSearchedTwice(problem, options);
		const assignment = await bestOf(problem, [
			search(isTwice ? { ...start, proof: 0 } : start, problem, options, bounding, elapsed),
			...(isTwice ? [search({ ...start, seed: start.seed + ANOTHER_SEED, proof: PROOF_OF_SECOND }, problem, { ...options, progress: () => undefined }, bounding, elapsed)] : []),
		]);
		// A search that ends by its steps may be over before the proof, which then has the rest of the time.
		if (!options.signal?.aborted) await bounding.settled(start.seconds - elapsed());
		const output = scheduleOutput(problem, assignment, bounding.least(), elapsed());
		const { violations, weight } = checkSchedule(input, output.meetings);
		const apart = violations.filter(({ rule }) => rule === 'gap-difference');
		if (apart.length > 0 && apart.length === violations.length) return { faults: [fixedTooFarApart(input, apart)] };
		if (violations.length > 0) throw new Error(`The schedule breaks rules: ${JSON.stringify(violations.slice(0, 5))}`);
		if (Math.abs(weight - output.weight) > 1e-3 || weight > output.bound + 1e-3) throw new Error(`The schedule weighs ${weight}, not ${output.weight} of at most ${output.bound}`);
		return { problem, output, bound: bounding.least() };
	} finally {
		options.signal?.removeEventListener('abort', stop);
		shared.stop();
		await bounding.end();
	}
}

/** All but fixed meetings would have been given up for the gaps' sake, so that these alone are what breaks the limit. */
function fixedTooFarApart({ options, fixed }: MeetingsInput, apart: readonly Violation[]): InputFault {
	const who = apart.slice(0, 3).map((violation) => `"${violation.who}"`);
	const whose = `${who.join(', ')}${apart.length > who.length ? ` and ${apart.length - who.length} others` : ''}`;
	return { place: 'options.maxGapDifference', reason: `${options!.maxGapDifference} cannot be kept with the ${fixed?.length ?? 0} fixed meetings: no way was found to bring the gaps of ${whose} near enough to those of others` };
}

/** A tiny problem ends by its steps and not by the clock, so that it has the same answer on every machine. */
function stepsEnough({ requests, slots }: MeetingsProblem, seconds: number): number | undefined {
	return requests * slots <= TINY ? Math.round(STEPS_A_SECOND * seconds) : undefined;
}

/**
 * A small problem's bound is soon known, and leaves a core to a second search. Where the seconds are few, the bound needs it. Repairs end
 * by chance a little better or worse, and need no bound.
 */
function isSearchedTwice({ requests, hasPrevious }: MeetingsProblem, { seconds, steps }: ScheduleOptions): boolean {
	return steps === undefined && (hasPrevious || (requests <= SMALL && seconds >= SECONDS_FOR_TWO));
}

async function bestOf(problem: MeetingsProblem, searches: readonly Promise<Assignment>[]): Promise<Assignment> {
	const [first, second] = await Promise.all(searches);
	if (!second) return first!;
	const isBetter = problem.hasPrevious
		? lossOfRepair(problem, second) < lossOfRepair(problem, first!)
		: compareSchedules(measure(problem, second), measure(problem, first!)) > 0;
	return isBetter ? second : first!;
}

interface Bounding {
	least(): Bound;
	/** Waits until no lower bound will come, so many seconds at most. */
	settled(seconds: number): Promise<unknown>;
	end(): Promise<unknown>;
}

function startBounding(start: ThreadStart, problem: MeetingsProblem): Bounding {
	// Without a better bound, nothing has more points than all requests together.
	let least: Bound = { points: problem.points.reduce((sum, points) => sum + points, 0), by: 'sum-of-weights' };
	const worker = startThread('bound-thread.ts', start);
	// A thread that fails, perhaps for want of memory, costs the proof and not the schedule.
	worker.on('error', () => undefined);
	const settled = new Promise<void>((resolve) => {
		worker.once('exit', () => resolve());
		worker.on('message', (told: BoundTold) => {
			if ('bound' in told) least = told.bound;
			else resolve();
		});
	});
	return { least: () => least, settled: (seconds) => Promise.race([settled, wait(Math.max(0, seconds * 1000), undefined, { ref: false })]), end: () => worker.terminate() };
}

function search(start: ThreadStart, problem: MeetingsProblem, options: ScheduleOptions, bounding: Bounding, elapsed: () => number): Promise<Assignment> {
	const worker = startThread('search-thread.ts', start);
	return new Promise((resolve, reject) => {
		let best: Assignment | undefined;
		let overdue: NodeJS.Timeout | undefined;
		const end = (settle: () => void) => {
			clearTimeout(overdue);
			options.signal?.removeEventListener('abort', hurry);
			settle();
			void worker.terminate();
		};
		const hurry = () => {
			overdue ??= setTimeout(() => best && end(() => resolve(best!)), SECONDS_TO_STOP * 1000);
		};
		options.signal?.addEventListener('abort', hurry, { once: true });
		worker.on('message', (told: SearchTold) => {
			if ('done' in told) return end(() => resolve(told.done));
			best = told.progress.best ?? best;
			const { points } = bounding.least();
			const gap = points > 0 ? Math.max(0, (points - told.progress.points) / points) * 100 : 0;
			options.progress?.({ seconds: elapsed(), phase: told.progress.phase, weight: told.progress.points * problem.unit, gap, gaps: told.progress.gaps });
		});
		worker.once('error', (error) => end(() => reject(error)));
		worker.once('exit', (code) => end(() => reject(new Error(`The thread of the search ended with ${code}.`))));
	});
}

/** The threads run as they are written; a built server finds them in the project's folder. */
function startThread(file: string, start: ThreadStart): Worker {
	const folder = import.meta.url.endsWith('.ts') ? import.meta.dirname : join(process.cwd(), 'src', 'lib', 'server', 'scheduling');
	return new Worker(join(folder, file), { workerData: start });
}
