import type { Course } from './course.ts';
import { GapCount } from './gap-count.ts';
import { greedy } from './greedy.ts';
import { Random } from './random.ts';
import { annealRepair } from './repair-annealing.ts';
import { ScheduleState } from './schedule-state.ts';
import type { SearchModel } from './search-model.ts';

export interface RepairOptions {
	seed: number;
	course: Course;
}

/**
 * Mends an earlier schedule after changes: what still can stays, what is new or was refused is held where that moves little, and
 * nobody is left idle for it. `earlier` is the cell of each request, -1 where it was not held. Returns cells.
 */
export function repair(model: SearchModel, earlier: Int32Array, options: RepairOptions): Int32Array {
	const state = whatStillStands(model, earlier);
	state.rememberHomes(earlier);
	state.startWatchingGaps();
	let sum = 0;
	for (const weight of model.weight) sum += weight;
	annealRepair(state, new Random(options.seed, 200), {
		course: options.course,
		hot: 0.15,
		cold: 0.01,
		gapsTold: gapsOf(model, earlier),
		meanWeight: sum / Math.max(1, model.requests),
	});
	greedy(state);
	return state.cellOf.slice();
}

/** The gaps of a schedule, whoever is there no more. */
function gapsOf(model: SearchModel, cells: Int32Array): number {
	const { words, partyStart, party } = model;
	const busy = new Uint32Array(model.people * words);
	for (let request = 0; request < model.requests; request++) {
		const cell = cells[request]!;
		if (cell < 0) continue;
		for (let i = partyStart[request]!; i < partyStart[request + 1]!; i++) busy[party[i]! * words + (cell >>> 5)]! |= 1 << (cell & 31);
	}
	const count = new GapCount(model, busy);
	let gaps = 0;
	for (let person = 0; person < model.people; person++) gaps += count.countGaps(person);
	return gaps;
}

/** The meetings of an earlier schedule that can still be held where they were, the heaviest first where they collide. */
export function whatStillStands(model: SearchModel, earlier: Int32Array): ScheduleState {
	const state = new ScheduleState(model);
	const order = Int32Array.from(earlier.keys()).filter((request) => earlier[request]! >= 0 && state.cellOf[request]! < 0);
	order.sort((a, b) => model.weight[b]! - model.weight[a]! || a - b);
	for (const request of order) if (state.fits(request, earlier[request]!)) state.place(request, earlier[request]!);
	state.keep();
	return state;
}
