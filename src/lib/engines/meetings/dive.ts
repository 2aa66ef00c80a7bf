import type { Highs, Model, Solution } from 'highs';
import { attain, FEW_COLUMNS, type Corner } from './attain.ts';
import { keyOf, violatedOddSets } from './odd-sets.ts';
import { heldAtOnce } from './search/heaviest.ts';
import { searchModelOf } from './search/search-model.ts';
import { NONE, type MeetingsProblem } from './types.ts';
import { assignmentFrom, weightModel, withOddSets, type Period, type WeightModel } from './weight-model.ts';

/** With more columns than these, simplex takes minutes. */
export const MOST_COLUMNS_TO_DIVE = 25_000;
/** Slots are much alike, so that simplex turns in place for long unless it perturbs costs so many times more than it would: a quarter less time. */
const PERTURBATION = 200;
/** A short search for what goes with all that is held in full has so many steps a request. */
const STEPS_A_REQUEST = 30;
/** Values from here on count as 1. */
const ONE = 0.99;
const ROUNDS_OF_CUTS = 6;
/** Points by which a round of odd sets lowers the bound, if another is worth while. */
const WORTH_A_ROUND = 0.5;
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
	/** Told of the row duals of the programme, and of it with odd sets, if they were solved. */
	priced(programme: WeightModel, rowDual: Float64Array): void;
	/** Told of the schedule: for each request the first slot of its period, -1 where it is not held. */
	found?(slot: Int32Array): void;
}

/**
 * A schedule from a corner of the linear programme. Odd sets that it breaks are added to it first, and their prices to the row duals.
 * Then a schedule as good as the programme is looked for (attain.ts). Where none is found, what is held in full in the corner is held,
 * and branch and bound settles the rest; where availability is scarce that is within a few hundredths of a per cent of the bound, in
 * seconds. (An inner point, as the other methods end in, has hardly anything in full.) What a short search finds is told on the way.
 */
export function dive(problem: MeetingsProblem, highs: Highs, programme: WeightModel, options: DiveOptions): void {
	const { periods, secondsForSimplex, left, stopped, priced, found } = options;
	const corner = highs.withModel(programme.data, (model) => {
		model.options.set({ output_flag: false, solver: 'simplex', ...(periods ? {} : { dual_simplex_cost_perturbation_multiplier: PERTURBATION }) });
		const first = solved(highs, model, Math.min(left(), secondsForSimplex), stopped);
		if (!first) return undefined;
		const corner = { programme, solution: first, objective: model.getObjectiveValue() };
		priced(programme, first.rowDual);
		if (periods || !found) return corner;
		const cut = cutOff(problem, highs, model, corner, options);
		if (cut !== corner) priced(cut.programme, cut.solution.rowDual);
		found(heldWith(problem, cut.programme, cut.solution.colValue));
		const until = left() * (1 - PART_FOR_THE_REST);
		const whole = attain(problem, highs, model, cut, () => solved(highs, model, left() - until, stopped));
		if (!whole) return cut;
		found(assignmentFrom(problem, programme, whole).slot);
		return undefined;
	});
	if (corner && found && left() > 0 && !stopped()) settleTheRest(problem, highs, corner, { ...options, found });
}

/** Adds the odd sets that the corner breaks, and those that the next corner breaks, and so on; where columns are many, as long as that lowers the bound. */
function cutOff(problem: MeetingsProblem, highs: Highs, model: Model, corner: Corner, { left, stopped }: DiveOptions): Corner {
	let best = corner;
	const known = new Set<string>();
	for (let round = 0; round < ROUNDS_OF_CUTS; round++) {
		const sets = violatedOddSets(problem, best.programme, best.solution.colValue, known);
		if (sets.length === 0) break;
		for (const set of sets) known.add(keyOf(set));
		const { model: programme, added } = withOddSets(problem, best.programme, sets, highs);
		model.addRows(added);
		const solution = solved(highs, model, left() * PART_FOR_THE_REST, stopped);
		if (!solution) break;
		const before = best.objective;
		best = { programme, solution, objective: model.getObjectiveValue() };
		if (programme.data.numCols > FEW_COLUMNS && (before - best.objective) * programme.scale < WORTH_A_ROUND) break;
	}
	return best;
}

/** The solution of what the model is, if it is solved within so many seconds. */
function solved(highs: Highs, model: Model, seconds: number, stopped: () => boolean): Solution | undefined {
	if (seconds <= 0 || stopped()) return undefined;
	model.zeroAllClocks();
	model.options.set({ time_limit: seconds });
	model.run({
		[highs.constants.callbackType.simplexInterrupt](event) {
			if (stopped()) event.interrupt();
		},
	});
	return model.getModelStatus() === highs.constants.modelStatus.optimal ? model.getSolution() : undefined;
}

function settleTheRest(problem: MeetingsProblem, highs: Highs, { programme, solution }: Corner, { groups, periods, gap, left, stopped, found }: DiveOptions & Required<Pick<DiveOptions, 'found'>>): void {
	const whole = weightModel(problem, groups, highs, { whole: true, ...(periods ? { periods } : {}) });
	const colLower = Float64Array.from(whole.data.colLower);
	for (const c of inFull(programme, solution.colValue)) colLower[c] = 1;
	highs.withModel({ ...whole.data, colLower }, (model) => {
		model.options.set({ output_flag: false, time_limit: Math.min(left() * PART_FOR_THE_REST, SECONDS_FOR_THE_REST), mip_rel_gap: gap });
		model.run({
			[highs.constants.callbackType.mipInterrupt](event) {
				if (stopped()) event.interrupt();
			},
		});
		// 2 stands for a feasible point (HiGHS, kSolutionStatusFeasible).
		if (Number(model.info.get('primal_solution_status')) === 2) found(assignmentFrom(problem, whole, model.getSolution().colValue).slot);
	});
}

const inFull = ({ columnRequest }: WeightModel, colValue: Float64Array): number[] => [...columnRequest.keys()].filter((c) => colValue[c]! >= ONE);

/** What a short search holds besides what is held in full. */
function heldWith(problem: MeetingsProblem, programme: WeightModel, colValue: Float64Array): Int32Array {
	const fixedSlot = problem.fixedSlot.slice();
	for (const c of inFull(programme, colValue)) fixedSlot[programme.columnRequest[c]!] = programme.columnSlot[c]!;
	const model = searchModelOf({ ...problem, fixedSlot });
	return heldAtOnce(model, 1, STEPS_A_REQUEST * problem.requests).cellOf.map((cell) => (cell < 0 ? NONE : model.slotOfCell[cell]!));
}
