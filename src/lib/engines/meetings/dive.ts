import type { Highs } from 'highs';
import { heldAtOnce } from './search/heaviest.ts';
import { searchModelOf } from './search/search-model.ts';
import { NONE, type MeetingsProblem } from './types.ts';
import { assignmentFrom, weightModel, type Period, type WeightModel } from './weight-model.ts';

/** With more columns than these, simplex takes minutes. */
export const MOST_COLUMNS_TO_DIVE = 25_000;
/** Slots are much alike, so that simplex turns in place for long unless it perturbs costs so many times more than it would: a quarter less time. */
const PERTURBATION = 200;
/** A short search for what goes with all that is held in full has so many steps a request. */
const STEPS_A_REQUEST = 30;
/** Values from here on count as 1. */
const ONE = 0.99;
const SECONDS_FOR_THE_REST = 1.5;
/** And no more than this part of what is left. */
const PART_FOR_THE_REST = 0.3;

export interface DiveOptions {
	groups: readonly (readonly number[])[];
	/** Longer ones than single slots make a smaller model, a relaxation (weight-model.ts). */
	periods?: readonly Period[];
	/** Simplex is given up after so many seconds. */
	secondsForSimplex: number;
	/** How near the best of the rest is near enough. */
	gap: number;
	left(): number;
	stopped(): boolean;
	/** Told of the row duals of the programme, if it was solved. */
	priced(rowDual: Float64Array): void;
	/** Told of the schedule: for each request the first slot of its period, -1 where it is not held. */
	found?(slot: Int32Array): void;
}

/**
 * A schedule from a corner of the linear programme: what is held in full there is held, and branch and bound settles the rest.
 * Where availability is scarce that is within a few hundredths of a per cent of the bound, in seconds. (An inner point, as the
 * other methods end in, has hardly anything in full.) The row duals are told first, and what a short search finds before branch and bound.
 */
export function dive(problem: MeetingsProblem, highs: Highs, programme: WeightModel, options: DiveOptions): void {
	const { groups, periods, secondsForSimplex, gap, left, stopped, priced, found } = options;
	const { simplexInterrupt, mipInterrupt } = highs.constants.callbackType;
	const corner = highs.withModel(programme.data, (model) => {
		model.options.set({ output_flag: false, solver: 'simplex', ...(periods ? {} : { dual_simplex_cost_perturbation_multiplier: PERTURBATION }), time_limit: Math.min(left(), secondsForSimplex) });
		model.run({
			[simplexInterrupt](event) {
				if (stopped()) event.interrupt();
			},
		});
		return model.getModelStatus() === highs.constants.modelStatus.optimal ? model.getSolution() : undefined;
	});
	if (corner) priced(corner.rowDual);
	if (!corner || !found || left() <= 0) return;
	const whole = weightModel(problem, groups, highs, { whole: true, ...(periods ? { periods } : {}) });
	const colLower = Float64Array.from(whole.data.colLower);
	for (let c = 0; c < whole.columnRequest.length; c++) if (corner.colValue[c]! >= ONE) colLower[c] = 1;
	if (!periods) found(heldWith(problem, whole, colLower));
	highs.withModel({ ...whole.data, colLower }, (model) => {
		model.options.set({ output_flag: false, time_limit: Math.min(left() * PART_FOR_THE_REST, SECONDS_FOR_THE_REST), mip_rel_gap: gap });
		model.run({
			[mipInterrupt](event) {
				if (stopped()) event.interrupt();
			},
		});
		// 2 stands for a feasible point (HiGHS, kSolutionStatusFeasible).
		if (Number(model.info.get('primal_solution_status')) === 2) found(assignmentFrom(problem, whole, model.getSolution().colValue).slot);
	});
}

/** What a short search holds besides the columns whose lower bound is 1. */
function heldWith(problem: MeetingsProblem, { columnRequest, columnSlot }: WeightModel, colLower: Float64Array): Int32Array {
	const fixedSlot = problem.fixedSlot.slice();
	for (const [c, request] of columnRequest.entries()) if (colLower[c] === 1) fixedSlot[request] = columnSlot[c]!;
	const model = searchModelOf({ ...problem, fixedSlot });
	return heldAtOnce(model, 1, STEPS_A_REQUEST * problem.requests).cellOf.map((cell) => (cell < 0 ? NONE : model.slotOfCell[cell]!));
}
