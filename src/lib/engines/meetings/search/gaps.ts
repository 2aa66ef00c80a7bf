import type { Course } from './course.ts';
import { annealGaps } from './gap-annealing.ts';
import { canProveGaps, leastGaps } from './least-gaps.ts';
import { Random } from './random.ts';
import { ScheduleState } from './schedule-state.ts';
import { onlyHeld, type SearchModel } from './search-model.ts';

export interface GapOptions {
	seed: number;
	/** The course of each round, by its share of the whole. */
	course(share: number): Course;
	/** Of the whole, how much a solver of clauses has at the end, where the problem is small enough for it. */
	proof: number;
	/** Told of every better schedule. */
	found?(cells: Int32Array, gaps: number): void;
}

/**
 * How the steps are shared among the rounds: each begins anew, since in a small problem a long round is not always better than a lucky
 * one. In a large one it is.
 */
const ROUNDS = [1 / 16, 3 / 16, 1 / 4, 1 / 4, 1 / 4] as const;
const ROUNDS_IF_LARGE = [1 / 8, 7 / 8] as const;
const LARGE = 1_000;
/** Temperatures in gaps, and the longest chains. */
const ANNEALING = { hot: 0.4, cold: 0.25, longestChain: 300 } as const;
const ANNEALING_IF_LARGE = { hot: 1.5, cold: 0.1, longestChain: 60 } as const;

/**
 * Moves the meetings of a schedule to other cells so that people idle as little as possible; none is given up, none is added.
 * Returns the cells; they keep the limit on the difference of gaps, unless no such schedule was found (then they are as before).
 */
export function fewerGaps(model: SearchModel, cells: Int32Array, options: GapOptions): Int32Array {
	const rest = onlyHeld(model, cells);
	const isLarge = model.requests > LARGE;
	const proof = canProveGaps(model, cells) ? options.proof : 0;
	let spent = 0;
	let best = cells;
	let fewest = Infinity;
	for (const [round, share] of (isLarge ? ROUNDS_IF_LARGE : ROUNDS).entries()) {
		spent += share;
		if (fewest === 0 || spent > 1 - proof) break;
		const state = new ScheduleState(rest);
		state.load(cells);
		state.startWatchingGaps();
		annealGaps(state, new Random(options.seed, 100 + round), {
			course: options.course(share),
			...(isLarge ? ANNEALING_IF_LARGE : ANNEALING),
			target: 0,
		});
		state.settleGaps();
		if (state.gaps >= fewest || state.waitingCount > 0 || state.gapDifferenceExcess() > 0) continue;
		fewest = state.gaps;
		best = state.cellOf.slice();
		options.found?.(best, fewest);
	}
	if (proof > 0 && fewest > 0) {
		leastGaps(rest, best, fewest, {
			course: options.course(proof),
			found(better, gaps) {
				best = better;
				options.found?.(better, gaps);
			},
		});
	}
	return best;
}
