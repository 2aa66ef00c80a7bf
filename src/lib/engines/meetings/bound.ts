import type { Highs } from 'highs';
import { noPrices, provenBound, type DualPrices } from './certificate.ts';
import { rivalGroups } from './rival-groups.ts';
import type { BoundMethod, MeetingsProblem } from './types.ts';
import { dive, MOST_COLUMNS_TO_DIVE } from './dive.ts';
import { proveExhaustively } from './exhaustive-bound.ts';
import { pricesFrom, weightModel } from './weight-model.ts';

/** A bound on the points of every schedule, and how it is proven. */
export interface Bound {
	points: number;
	by: BoundMethod;
	/** For `linear-programme`: prices that prove it by themselves (certificate.ts). */
	prices?: DualPrices;
}

export interface BoundContext {
	/** Seconds since any moment. */
	now(): number;
	seconds: number;
	stopped(): boolean;
	/** Points of the best schedule found so far, by whomever. */
	best(): number;
	/** Told of every lower bound as it is proven. */
	proven(bound: Bound): void;
	/** Told of slots for the requests, where the exhaustive search has found a better schedule. */
	found?(slot: Int32Array): void;
}

/** Linear programmes, from the quick and rough to the slow and exact. Presolve is off because it loses the row duals. */
const PROGRAMMES = [
	{ solver: 'pdlp', pdlp_optimality_tolerance: 1e-4 },
	{ solver: 'pdlp', pdlp_optimality_tolerance: 1e-6 },
	{ solver: 'ipm', run_crossover: 'off' },
] as const;

/**
 * Proves ever lower bounds on the points of any schedule, until the best schedule reaches one, nothing is left to try, or the
 * time is over. First the sum of all that could be held; then the time-indexed linear programme (HiGHS: simplex where it is
 * small, else a first-order method, then an interior point), of which only the row duals are used, whatever the status: certificate.ts makes a safe bound of
 * any prices. Where the programme leaves a gap, branch and bound
 * looks through what it leaves open (exhaustive-bound.ts). A good schedule that falls off on the way is told (dive.ts).
 */
export function proveBound(problem: MeetingsProblem, highs: Highs, context: BoundContext): Bound {
	const began = context.now();
	const left = () => context.seconds - (context.now() - began);
	const groups = rivalGroups(problem);
	let least: Bound = { points: provenBound(problem, noPrices(problem, groups.length), groups), by: 'sum-of-weights' };
	const lower = (bound: Bound) => {
		if (bound.points >= least.points) return;
		least = bound;
		context.proven(bound);
	};
	const done = () => context.stopped() || left() <= 0 || isReached(problem, context.best(), least.points);
	context.proven(least);
	if (done() || problem.requests === 0) return least;

	let known: Int32Array | undefined;
	const found = (slot: Int32Array) => {
		known = slot;
		context.found?.(slot);
	};
	const programme = weightModel(problem, groups, highs, { whole: false });
	const price = (rowDual: Float64Array | undefined) => {
		if (!rowDual?.every(Number.isFinite)) return;
		const prices = pricesFrom(problem, programme, rowDual, groups.length);
		lower({ points: provenBound(problem, prices, groups), by: 'linear-programme', prices });
	};
	const exhaust = () => least.prices !== undefined && proveExhaustively(problem, highs, { groups, prices: least.prices, bound: () => least.points, left, done, best: context.best, lower, found, known: () => known });
	if (programme.columnRequest.length <= MOST_COLUMNS_TO_DIVE) {
		price(dive(problem, highs, programme, { groups, left, stopped: context.stopped, found }));
		if (!done() && exhaust()) return least;
	}
	for (const options of PROGRAMMES) {
		if (done()) return least;
		price(solved(highs, programme.data, { ...options, presolve: 'off', time_limit: left() }));
		// Where branch and bound can begin, it gains more than a finer programme.
		if (!done() && exhaust()) return least;
	}
	return least;
}

/** Whether so many points are as many as the bound allows. */
export function isReached(problem: MeetingsProblem, points: number, bound: number): boolean {
	return points >= bound - (problem.exact ? 0.5 : Math.abs(bound) * 1e-9);
}

function solved(highs: Highs, data: Parameters<Highs['createModel']>[0], options: Record<string, string | number>): Float64Array | undefined {
	const model = highs.createModel(data);
	try {
		model.options.set({ output_flag: false, ...options });
		model.run();
		const { rowDual } = model.getSolution();
		return rowDual;
	} catch (error) {
		// A programme that fails proves nothing; the next one may.
		if (error instanceof highs.errors.HighsError) return undefined;
		throw error;
	} finally {
		model.dispose();
	}
}
