import type { Course } from './course.ts';
import type { Random } from './random.ts';
import { ScheduleState } from './schedule-state.ts';
import { annealWeight } from './weight-annealing.ts';

export interface FairnessOptions {
	/** For serving everybody, and for evening out. */
	serving: Course;
	evening: Course;
	/** Share of the weight that may be given up so that nobody with a feasible wish goes without. */
	allowance: number;
}

/**
 * Makes a schedule of great weight fair. First, within the allowance, that nobody who could have a meeting goes without, at the least
 * loss; then, at no further loss, the smallest share as large as can be, then the next. Returns the cell of each request.
 */
export function makeFair(from: ScheduleState, random: Random, options: FairnessOptions): Int32Array {
	const mean = meanWeight(from);
	const state = new ScheduleState(from.model);
	state.load(from.cellOf);
	const least = from.weight * (1 - options.allowance);
	if (state.unserved > 0) {
		annealWeight(state, random, {
			course: options.serving,
			hot: 0.1 * mean,
			cold: 0.03 * mean,
			unserved: options.allowance > 0 ? 3 * mean : 0.2 * mean,
			leastWeight: options.allowance > 0 ? least : from.weight,
			enough: from.weight,
		});
	}
	const floor = state.weight;
	const served = state.cellOf.slice();
	const unserved = state.unserved;
	state.startWatchingShares();
	annealWeight(state, random, {
		course: options.evening,
		hot: 0.03 * mean,
		cold: 0.01 * mean,
		unserved: 3 * mean,
		unfairness: 0.5 * mean,
		leastWeight: floor,
	});
	return state.unserved > unserved || !isFairer(state, served) ? served : state.cellOf.slice();
}

function meanWeight(state: ScheduleState): number {
	let sum = 0;
	for (const weight of state.model.weight) sum += weight;
	return sum / Math.max(1, state.model.requests);
}

/** Whether the state's shares are better than those of `cells`: the smallest first. */
function isFairer(state: ScheduleState, cells: Int32Array): boolean {
	const { model, wished } = state;
	const granted = new Float64Array(model.people);
	for (let request = 0; request < model.requests; request++) {
		if (cells[request]! < 0) continue;
		for (let i = model.partyStart[request]!; i < model.partyStart[request + 1]!; i++) granted[model.party[i]!]! += model.weight[request]!;
	}
	const people = [...wished.keys()].filter((person) => wished[person]! > 0);
	const now = people.map((person) => state.granted[person]! / wished[person]!).sort((a, b) => a - b);
	const before = people.map((person) => granted[person]! / wished[person]!).sort((a, b) => a - b);
	for (let i = 0; i < now.length; i++) {
		if (Math.abs(now[i]! - before[i]!) > 1e-9) return now[i]! > before[i]!;
	}
	return false;
}
