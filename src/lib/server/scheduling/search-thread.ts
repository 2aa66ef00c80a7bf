import { parentPort, workerData } from 'node:worker_threads';
import { highsOnce } from '#lib/engines/meetings/load-highs.ts';
import { compileProblem } from '#lib/engines/meetings/problem.ts';
import { heldAtOnce } from '#lib/engines/meetings/search/heaviest.ts';
import { searchModelOf } from '#lib/engines/meetings/search/search-model.ts';
import { searchSchedule } from '#lib/engines/meetings/search.ts';
import { NONE } from '#lib/engines/meetings/types.ts';
import { SharedFigures } from './shared-figures.ts';
import type { SearchTold, ThreadStart } from './threads.ts';

/** The thread that looks for the best schedule. */

/** Up to so many places for requests, the search waits for the other thread's first bound: so many seconds, and this share of its time at most. */
const SMALL = 30_000;
const SECONDS_TO_WAIT = 2;
const SHARE_TO_WAIT = 0.5;
/** Finding out whether all can be held has so many steps, which take no more than these seconds. */
const STEPS_TO_HOLD_ALL = 100_000;
const SECONDS_TO_HOLD_ALL = 0.2;

const port = parentPort;
if (!port) throw new Error('This file is a thread of a scheduling, not a program.');

const { input, memory, seconds, seed, steps, proof } = workerData as ThreadStart;
const problem = compileProblem(input);
const shared = new SharedFigures(problem, memory);

// A small problem waits for the first good bound and the schedule that comes with it, and then keeps to them: if they came from the
// other thread at any moment, the same input and seed would not give the same schedule. Where all requests can be held, no bound helps.
const isSmall = problem.requests * problem.slots <= SMALL;
const holdsAll = isSmall && heldAtOnce(searchModelOf(problem), seed, STEPS_TO_HOLD_ALL).waitingCount === 0;
const highs = await highsOnce();
const began = performance.now() / 1000;
const toWait = Math.min(seconds * SHARE_TO_WAIT, holdsAll ? SECONDS_TO_HOLD_ALL : SECONDS_TO_WAIT);
const isSettled = holdsAll || (isSmall && shared.waitForBound(toWait));
const firstBound = shared.bound;
const firstOffer = isSettled && !holdsAll ? shared.takeOffer() : undefined;
const none = () => new Int32Array(problem.requests).fill(NONE);

const done = searchSchedule(
	problem,
	{
		seed,
		// The same for the same call, since the search makes steps of them when the problem is small.
		seconds: seconds - (isSettled ? toWait : performance.now() / 1000 - began),
		...(steps === undefined ? {} : { steps }),
		...(proof === undefined ? {} : { proof }),
		...(firstOffer ? { start: { slot: firstOffer, table: none(), interpreter: none() } } : {}),
		now: () => performance.now() / 1000,
		stopped: () => shared.stopped,
		bound: () => (isSettled ? firstBound : shared.bound),
		gains: () => (isSettled ? undefined : shared.takeGains()),
		offered: () => (isSettled ? undefined : shared.takeOffer()),
		progress(state) {
			shared.best = Math.max(shared.best, state.points);
			port.postMessage({ progress: state } satisfies SearchTold);
		},
	},
	highs,
);
port.postMessage({ done } satisfies SearchTold);
