import type { Highs } from 'highs';
import { bestGain, gains, provenBound, type DualPrices } from './certificate.ts';
import { clearBit, hasBit } from './bit-masks.ts';
import type { Bound } from './bound.ts';
import type { MeetingsProblem } from './types.ts';
import { assignmentFrom, weightModel, withOddSets, type WeightModel } from './weight-model.ts';

export interface ExhaustiveContext {
	groups: readonly (readonly number[])[];
	/** Prices that prove the bound so far. */
	prices: DualPrices;
	bound(): number;
	left(): number;
	done(): boolean;
	best(): number;
	lower(bound: Bound): void;
	found?(slot: Int32Array): void;
	/** The slots of a good schedule, to begin with. */
	known(): Int32Array | undefined;
}

/** Branch and bound is not begun with more columns than these: it would not come to anything. */
const MOST_COLUMNS = 60_000;
/** It is begun anew when, after so many seconds, a better schedule is known with which this share of the gap is gone. */
const ANEW_AFTER = 2;
const ANEW_SHARE = 0.25;

/**
 * Looks through all schedules that could still be better than the best found. Whatever the prices show to be worse than that
 * is left out (reduced-cost fixing), which is nearly everything when the bound is near. The bound of branch and bound holds at
 * every moment, finished or not. Returns false if there was too much to begin with.
 */
export function proveExhaustively(problem: MeetingsProblem, highs: Highs, context: ExhaustiveContext): boolean {
	for (let patience = ANEW_AFTER; !context.done(); patience *= 2) {
		const best = context.best();
		const leftAtFirst = context.left();
		const worthBeginningAnew = () => leftAtFirst - context.left() > patience && context.best() - best > ANEW_SHARE * (context.bound() - best);
		const rest = { ...problem, allowed: stillWorthwhile(problem, context, best) };
		const whole = weightModel(rest, context.groups, highs, { whole: true });
		if (whole.columnRequest.length > MOST_COLUMNS) return false;
		const tell = (bound: number | undefined) => {
			if (bound === undefined || !Number.isFinite(bound)) return;
			const points = bound * whole.scale;
			const safe = points + Math.abs(points) * 1e-9;
			// What was left out is no better than the best.
			context.lower({ points: Math.max(best, problem.exact ? Math.floor(safe + 1e-6) : safe), by: 'exhaustive' });
		};
		const { mipInterrupt, mipImprovingSolution } = highs.constants.callbackType;
		const { modelStatus } = highs.constants;
		const over = highs.withModel(whole.data, (model) => {
			if (context.prices.odd.length > 0) model.addRows(withOddSets(rest, whole, context.prices.odd, highs).added);
			// A gap below half a point is no gap when points are whole.
			model.options.set({ output_flag: false, time_limit: context.left(), mip_rel_gap: 0, mip_abs_gap: (problem.exact ? 0.4 : 1e-9) / whole.scale });
			const known = context.known();
			if (known) model.setSolution(heldColumns(whole, known));
			model.run({
				[mipInterrupt](event) {
					tell(event.data.mip_dual_bound);
					if (context.done() || worthBeginningAnew()) event.interrupt();
				},
				[mipImprovingSolution](event) {
					if (event.data.mip_solution) context.found?.(assignmentFrom(rest, whole, event.data.mip_solution).slot);
				},
			});
			const status = model.getModelStatus();
			// Without any schedule left, there is none better than the best.
			if (status === modelStatus.infeasible) context.lower({ points: best, by: 'exhaustive' });
			else tell(model.info.get('mip_dual_bound') as number);
			return status !== modelStatus.interrupted;
		});
		if (over) return true;
	}
	return true;
}

/** The columns of a schedule, at 1; HiGHS completes the rest. */
function heldColumns({ columnRequest, columnSlot }: WeightModel, slot: Int32Array): { indices: number[]; values: number[] } {
	const indices = [...columnRequest.keys()].filter((c) => slot[columnRequest[c]!] === columnSlot[c]);
	return { indices, values: indices.map(() => 1) };
}

/** The slots of each request without those in which no schedule could be better than `best`. */
function stillWorthwhile(problem: MeetingsProblem, { groups, prices }: ExhaustiveContext, best: number): Uint32Array {
	const allowed = problem.allowed.slice();
	const gainOf = gains(problem, prices, groups);
	const proven = provenBound(problem, prices, groups) + 1;
	for (let r = 0; r < problem.requests; r++) {
		if (problem.fixedSlot[r]! >= 0) continue;
		const most = bestGain(problem, gainOf, r);
		for (let s = 0; s < problem.slots; s++) {
			if (hasBit(allowed, r, problem.words, s) && proven - (most - gainOf(r, s)) < best) clearBit(allowed, r, problem.words, s);
		}
	}
	return allowed;
}
