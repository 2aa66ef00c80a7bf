import { parentPort, workerData } from 'node:worker_threads';
import { proveBound } from '#lib/engines/meetings/bound.ts';
import { gainTable } from '#lib/engines/meetings/certificate.ts';
import { highsOnce } from '#lib/engines/meetings/load-highs.ts';
import { compileProblem } from '#lib/engines/meetings/problem.ts';
import { rivalGroups } from '#lib/engines/meetings/rival-groups.ts';
import { StandingMeetings } from '#lib/engines/meetings/standing-meetings.ts';
import { UNLIMITED } from '#lib/engines/meetings/types.ts';
import { SharedFigures } from './shared-figures.ts';
import type { BoundTold, ThreadStart } from './threads.ts';

/** The thread that proves how good a schedule can be at most, while another looks for one. */

const port = parentPort;
if (!port) throw new Error('This file is a thread of a scheduling, not a program.');

const { input, memory, seconds } = workerData as ThreadStart;
const problem = compileProblem(input);
const shared = new SharedFigures(problem, memory);
const groups = rivalGroups(problem);
let offered = 0;

/** A solver works to a tolerance: what it finds is looked at before anybody goes on from it. */
function canStand(slot: Int32Array): boolean {
	const standing = new StandingMeetings(problem, problem.allowed);
	return slot.every((s, r) => s < 0 || standing.put(r, s, problem.fixedTable[r]!, problem.fixedInterpreter[r]!) === undefined);
}

proveBound(problem, await highsOnce(), {
	now: () => performance.now() / 1000,
	seconds,
	stopped: () => shared.stopped,
	best: () => shared.best,
	proven(bound) {
		shared.bound = bound.points;
		port.postMessage({ bound } satisfies BoundTold);
	},
	priced: (prices) => shared.tellGains(gainTable(problem, prices, groups)),
	begun: () => shared.boundIsKnown(),
	found(slot) {
		// What it finds need not keep people's gaps alike.
		if (problem.maxGapDifference < UNLIMITED) return;
		const points = slot.reduce((sum, s, r) => sum + (s >= 0 ? problem.points[r]! : 0), 0);
		if (points <= Math.max(offered, shared.best) || !canStand(slot)) return;
		offered = points;
		shared.offer(slot);
	},
});
shared.boundIsKnown();
port.postMessage({ settled: true } satisfies BoundTold);
