import { parentPort, workerData } from 'node:worker_threads';
import { highsOnce } from '#lib/engines/meetings/load-highs.ts';
import { compileProblem } from '#lib/engines/meetings/problem.ts';
import { searchSchedule } from '#lib/engines/meetings/search.ts';
import { SharedFigures } from './shared-figures.ts';
import type { SearchTold, ThreadStart } from './threads.ts';

/** The thread that looks for the best schedule. */

/** Up to so many places for requests, the search waits for the bound, this share of its time at most. */
const SMALL = 30_000;
const SHARE_TO_WAIT = 0.3;

const port = parentPort;
if (!port) throw new Error('This file is a thread of a scheduling, not a program.');

const { input, memory, seconds, seed, steps } = workerData as ThreadStart;
const problem = compileProblem(input);
const shared = new SharedFigures(problem.requests, memory);

// A small problem waits for its first good bound and then keeps to it: when bounds and better schedules come from the other
// thread at any moment, the same input and seed would not give the same schedule.
const highs = await highsOnce();
const began = performance.now() / 1000;
const isSmall = problem.requests * problem.slots <= SMALL;
if (isSmall) shared.waitForBound(seconds * SHARE_TO_WAIT);
const firstBound = shared.bound;

const done = searchSchedule(
	problem,
	{
		seed,
		// The same for the same call, since the search makes steps of them when the problem is small.
		seconds: isSmall ? seconds * (1 - SHARE_TO_WAIT) : seconds - (performance.now() / 1000 - began),
		...(steps === undefined ? {} : { steps }),
		now: () => performance.now() / 1000,
		stopped: () => shared.stopped,
		bound: () => (isSmall ? firstBound : shared.bound),
		offered: () => (isSmall ? undefined : shared.takeOffer()),
		progress(state) {
			shared.best = Math.max(shared.best, state.points);
			port.postMessage({ progress: state } satisfies SearchTold);
		},
	},
	highs,
);
port.postMessage({ done } satisfies SearchTold);
