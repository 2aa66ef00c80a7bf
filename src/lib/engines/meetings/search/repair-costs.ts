import { measure } from '../measure.ts';
import { NONE, type Assignment, type MeetingsProblem } from '../types.ts';

/**
 * What the repair of a schedule weighs against each other, in units of a request of average weight. People have been told of the
 * earlier schedule: a few meetings may be moved so that others do not wait, more than a few only for meetings gained; a meeting
 * promised and dropped counts for nearly two. `few` is a share of the meetings told.
 */
export const REPAIR_COSTS = {
	/** A meeting at another time than was told. Where there are not many, as many are few as an exchange of times takes. */
	moved: { few: 0.0083, within: 0.2, beyond: 1.5 },
	/** An idle slot, or a break, more than there were. */
	gaps: { few: 0.0067, within: 0.12, beyond: 0.6 },
	/** A meeting that was told and is held no more, its weight apart. */
	dropped: 0.9,
} as const;

const FEW_AT_LEAST = 3;

/** What a repair costs where `told` meetings were told: `moreGaps` than there were, and so many meetings moved and dropped. */
export function costOfRepair(told: number, moreGaps: number, moved: number, dropped: number): number {
	const graded = ({ few, within, beyond }: { few: number; within: number; beyond: number }, count: number, fewAtLeast: number) =>
		within * count + (beyond - within) * Math.max(0, count - Math.max(fewAtLeast, Math.round(few * told)));
	return graded(REPAIR_COSTS.gaps, moreGaps, 0) + graded(REPAIR_COSTS.moved, moved, FEW_AT_LEAST) + REPAIR_COSTS.dropped * dropped;
}

/** What a repair costs less what it holds, in units of a request of average weight: of two, the one with less is the better. */
export function lossOfRepair(problem: MeetingsProblem, repaired: Assignment): number {
	const nowhere = new Int32Array(problem.requests).fill(NONE);
	const before = measure(problem, { slot: problem.previousSlot, table: nowhere, interpreter: nowhere });
	const { points, gaps, moved, dropped } = measure(problem, repaired);
	const told = problem.previousSlot.reduce((count, slot) => count + (slot >= 0 ? 1 : 0), 0);
	const mean = problem.points.reduce((sum, of) => sum + of, 0) / Math.max(1, problem.requests);
	return costOfRepair(told, gaps - before.gaps, moved, dropped) - points / mean;
}
