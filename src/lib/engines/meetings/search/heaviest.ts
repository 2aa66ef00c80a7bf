import type { Highs } from 'highs';
import { courseOfSteps, type Course } from './course.ts';
import { greedy } from './greedy.ts';
import { narrowed } from './narrow-model.ts';
import { Random } from './random.ts';
import { ScheduleState } from './schedule-state.ts';
import type { SearchModel } from './search-model.ts';
import { annealWeight } from './weight-annealing.ts';
import { refillInTurn } from './weight-lns.ts';

export interface HeaviestOptions {
	seed: number;
	highs: Highs | undefined;
	/** Of annealing on the whole problem, of annealing on a narrowed one, and of refilling (in rounds). */
	annealing: Course;
	polishing(): Course;
	refilling(): Course;
	/** Seconds that a round of refilling may take at most. */
	secondsFor(): number;
	/** What each request gains in each slot beyond the prices of the bound (requests x slots), once each time there are better prices. */
	gains(): Float32Array | undefined;
	/** The bound in points, and whether so many points reach it. */
	bound(): number;
	isReached(points: number): boolean;
	/** The cells, or those of a heavier schedule that somebody else has found. */
	orOffered(cells: Int32Array): Int32Array;
	improved(state: ScheduleState): void;
}

/** Temperatures of annealing, in mean weights of a request: on the whole problem, and on a narrowed one. */
const WHOLE = { hot: 0.2, cold: 0.02 } as const;
const NARROW = { hot: 0.1, cold: 0.01 } as const;
/** How much worse than its best a cell may be to be looked at, in mean weights: the next whenever nothing is gained any more. */
const WITHIN = [0.01, 0.02, 0.05, 0.15, 0.5, Infinity] as const;
/** So many rounds of refilling without a gain are enough. */
const PATIENCE = 12;

/** What a short search of so many steps holds; the same on every machine. */
export function heldAtOnce(model: SearchModel, seed: number, steps: number): ScheduleState {
	const state = new ScheduleState(model);
	greedy(state);
	const mean = meanWeight(model);
	annealWeight(state, new Random(seed, 1), { course: courseOfSteps(steps), hot: WHOLE.hot * mean, cold: WHOLE.cold * mean });
	return state;
}

/**
 * Makes the state as heavy as it can: annealing, then exact refilling of a few cells in turn. As soon as a linear programme has priced
 * what is scarce, both look only at what the prices find worth while, which is little more than a best schedule holds.
 */
export function findHeaviest(state: ScheduleState, options: HeaviestOptions): void {
	const { seed, highs } = options;
	const mean = meanWeight(state.model);
	let gains: Float32Array | undefined;
	const hasGains = () => (gains = options.gains() ?? gains) !== undefined;
	const untilGains: Course = { progress: (step) => (hasGains() ? Infinity : options.annealing.progress(step)) };
	const anneal = (on: ScheduleState, stream: number, course: Course, { hot, cold }: { hot: number; cold: number }) =>
		annealWeight(on, new Random(seed, stream), { course, hot: hot * mean, cold: cold * mean, enough: options.bound(), improved: () => options.improved(on) });
	anneal(state, 1, untilGains, WHOLE);
	if (!highs || state.waitingCount === 0) return;

	const random = new Random(seed, 2);
	const course = options.refilling();
	let rounds = 0;
	let width = 0;
	while (course.progress(rounds) < 1 && !options.isReached(state.weight) && state.waitingCount > 0) {
		// A corner of the linear programme, where there is one, comes with its prices and leaves little to anneal.
		const heavier = options.orOffered(state.cellOf);
		if (heavier !== state.cellOf) state.load(heavier);
		options.improved(state);
		if (options.isReached(state.weight)) break;
		const before = gains;
		const within = WITHIN[Math.min(width, WITHIN.length - 1)]!;
		const isNarrow = gains !== undefined && within < Infinity;
		const on = isNarrow ? narrowedState(state, gains!, within * mean) : state;
		if (isNarrow && width === 0) anneal(on, 6, options.polishing(), NARROW);
		let heaviest = on.weight;
		let since = 0;
		let offered = on.cellOf;
		const isEnough = () => {
			options.improved(on);
			since = on.weight > heaviest ? 0 : since + 1;
			heaviest = Math.max(heaviest, on.weight);
			offered = options.orOffered(on.cellOf);
			return offered !== on.cellOf || (hasGains() && gains !== before) || (isNarrow && since > PATIENCE) || options.isReached(on.weight);
		};
		const refilled = refillInTurn(on, highs, random, { course: { progress: (round) => course.progress(rounds + round) }, secondsFor: options.secondsFor, isEnough });
		rounds += refilled.rounds;
		if (offered !== state.cellOf) state.load(offered);
		if (refilled.isBest && !isNarrow) return;
		width = gains === before ? width + 1 : 0;
	}
}

function meanWeight({ weight, requests }: SearchModel): number {
	return weight.reduce((sum, of) => sum + of, 0) / Math.max(1, requests);
}

function narrowedState(state: ScheduleState, gains: Float32Array, within: number): ScheduleState {
	const narrow = new ScheduleState(narrowed(state.model, gains, within, state.cellOf));
	narrow.load(state.cellOf);
	return narrow;
}
