import { randomCell } from './cell-choice.ts';
import { EjectionChains } from './ejection.ts';
import { KempeChains } from './kempe.ts';
import type { Course } from './course.ts';
import type { Random } from './random.ts';
import type { ScheduleState } from './schedule-state.ts';

export interface AnnealingOptions {
	/** Asked every few hundred steps; the temperature falls with it. */
	course: Course;
	/** Temperatures in units of what is annealed. */
	hot: number;
	cold: number;
}

/** What annealing on the weight may be asked for besides. */
export interface FairAnnealingOptions extends AnnealingOptions {
	/** What a person without any meeting costs, in units of weight; 0 where that does not matter. */
	unserved: number;
	/** What a unit of unfairness costs; 0 where it does not matter. */
	unfairness: number;
	/** Only schedules with as much weight as this count as better. */
	leastWeight: number;
	/** It ends when the best has this value. */
	enough: number;
	/** Told whenever the state is the best so far. */
	improved(): void;
}

/** How the steps are shared: out of 100, so many try to hold a waiting request; the others exchange two cells. */
const INSERTIONS = 40;
const CHAIN_DEPTH = 3;
const LONGEST_CHAIN = 60;
const BETWEEN_LOOKS = 256;

/**
 * Simulated annealing on the weight held, less what unfairness costs. Leaves the state at the best schedule seen and returns the
 * number of steps taken.
 */
export function annealWeight(state: ScheduleState, random: Random, options: AnnealingOptions & Partial<FairAnnealingOptions>): number {
	const { unserved = 0, unfairness = 0, leastWeight = -Infinity, enough = Infinity, improved } = options;
	const chains = new KempeChains(state, random);
	const ejections = new EjectionChains(state, random);
	const { requests, weight } = state.model;
	const valueOf = () => state.weight - unserved * state.unserved - (unfairness > 0 ? unfairness * state.settleUnfairness() : 0);
	const best = state.cellOf.slice();
	let value = valueOf();
	let bestValue = state.weight >= leastWeight ? value : -Infinity;
	let temperature = options.hot;
	let step = 0;
	for (; state.waitingCount > 0; step++) {
		if (step % BETWEEN_LOOKS === 0) {
			const progress = options.course.progress(step);
			if (progress >= 1 || bestValue >= enough) break;
			temperature = options.hot * Math.pow(options.cold / options.hot, progress);
		}
		let done: boolean;
		if (random.below(100) < INSERTIONS) {
			done = ejections.insert(heavierOfTwo(state, random, weight), temperature, CHAIN_DEPTH);
			// Whom the chain leaves alone somebody may want to meet: without this, most chains would look worse than they are.
			if (done) ejections.fillWhatWasLeft();
		} else {
			const request = random.below(requests);
			if (state.cellOf[request]! < 0) continue;
			const target = randomCell(state, request, random.bits());
			if (target < 0 || target === state.cellOf[request]!) continue;
			done = chains.exchange(request, target, LONGEST_CHAIN);
		}
		if (done) {
			const now = valueOf();
			if (now >= value || random.unit() < Math.exp((now - value) / temperature)) {
				value = now;
				state.keep();
				if (value > bestValue + 1e-9 && state.weight >= leastWeight - 1e-9) {
					bestValue = value;
					best.set(state.cellOf);
					improved?.();
				}
				continue;
			}
		}
		state.undo();
		if (unfairness > 0) state.settleUnfairness();
	}
	state.load(best);
	return step;
}

/** Of two waiting requests taken at random the heavier. */
export function heavierOfTwo(state: ScheduleState, random: Random, weight: Float64Array): number {
	const one = state.waiting[random.below(state.waitingCount)]!;
	const other = state.waiting[random.below(state.waitingCount)]!;
	return weight[one]! >= weight[other]! ? one : other;
}
