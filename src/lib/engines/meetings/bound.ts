import type { Highs } from 'highs';
import { noPrices, provenBound, type DualPrices } from './certificate.ts';
import { rivalGroups } from './rival-groups.ts';
import { heldAtOnce } from './search/heaviest.ts';
import { searchModelOf } from './search/search-model.ts';
import { NONE, UNLIMITED, type BoundMethod, type MeetingsProblem } from './types.ts';
import { dive, MOST_COLUMNS_TO_DIVE, type DiveOptions } from './dive.ts';
import { proveExhaustively } from './exhaustive-bound.ts';
import { pricesFrom, weightModel, wholeDays, type WeightModel } from './weight-model.ts';

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
	/** Told of all prices, also of those that prove no less: they may tell more of the times. */
	priced?(prices: DualPrices): void;
	/** Told when a first good bound is known, and the schedule that comes with it if there is one. */
	begun?(): void;
	/** Told of slots for the requests, where a corner of a programme or the exhaustive search makes a better schedule. */
	found?(slot: Int32Array): void;
}

/** Linear programmes, from the quick and rough to the slow and exact. Presolve is off because it loses the row duals. */
const PROGRAMMES = [
	{ solver: 'pdlp', pdlp_optimality_tolerance: 1e-4 },
	{ solver: 'pdlp', pdlp_optimality_tolerance: 1e-6 },
	{ solver: 'ipm', run_crossover: 'off' },
] as const;

/** Where requests can lie in no more than this part of all slots, who is there when matters too much for whole days. */
const ALIKE = 0.4;
/** The search for times for what whole days hold takes no more steps: where slots are alike to all it takes fewer, elsewhere more are of no use. */
const STEPS_A_REQUEST = 10;
/** Simplex is given up after so many seconds; the other methods are surer. */
const SECONDS_FOR_SIMPLEX = 10;
/** How near the best is near enough where branch and bound settles the rest of a corner. */
const GAP_OF_DIVE = 2e-5;

/**
 * Proves ever lower bounds on the points of any schedule, until the best schedule reaches one, nothing is left to try, or the
 * time is over. First the sum of all that could be held. Then, where requests can lie in most slots, a linear programme that counts what is
 * scarce by whole days; where the slots of a day are much alike to all, its corner says which requests the best schedule holds, and a
 * short search finds times for them. Then the time-indexed linear programme (HiGHS: simplex where it is small, else a first-order method,
 * then an interior point). Of all only the row duals are used, whatever the status: certificate.ts makes a safe bound of any prices. Where
 * the programme leaves a gap, branch and bound looks through what it leaves open (exhaustive-bound.ts). A good schedule that falls off on
 * the way is told (dive.ts).
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
	let known: { slot: Int32Array; points: number } | undefined;
	// What is found here need not keep people's gaps alike.
	const best = () => Math.max(context.best(), known && problem.maxGapDifference === UNLIMITED ? known.points : 0);
	const done = () => context.stopped() || left() <= 0 || isReached(problem, best(), least.points);
	context.proven(least);
	if (done() || problem.requests === 0) return least;

	const found = (slot: Int32Array) => {
		// Branch and bound that had too little time may leave less than what it began with.
		const points = pointsOf(problem, slot);
		if (known && points <= known.points) return;
		known = { slot, points };
		context.found?.(slot);
	};
	const price = (programme: WeightModel, rowDual: Float64Array | undefined) => {
		if (!rowDual?.every(Number.isFinite)) return;
		const prices = pricesFrom(problem, programme, rowDual, groups.length);
		context.priced?.(prices);
		lower({ points: provenBound(problem, prices, groups), by: 'linear-programme', prices });
	};
	const programme = weightModel(problem, groups, highs, { whole: false });
	const isAlike = programme.columnRequest.length >= ALIKE * problem.requests * problem.slots;
	const byDays = isAlike ? scheduledByDays(problem, highs, { groups, left, stopped: context.stopped, price }) : undefined;
	if (byDays && isReached(problem, pointsOf(problem, byDays), least.points)) found(byDays);
	if (done()) return least;
	const exhaust = () => least.prices !== undefined && proveExhaustively(problem, highs, { groups, prices: least.prices, bound: () => least.points, left, done, best, lower, found, known: () => known?.slot });
	if (programme.columnRequest.length <= MOST_COLUMNS_TO_DIVE) {
		const options = { groups, secondsForSimplex: SECONDS_FOR_SIMPLEX, gap: GAP_OF_DIVE, left, stopped: context.stopped, found, priced: price };
		unlessItFails(highs, () => dive(problem, highs, programme, options));
		context.begun?.();
		if (!done() && exhaust()) return least;
	}
	for (const options of PROGRAMMES) {
		if (done()) return least;
		price(programme, solved(highs, programme.data, { ...options, presolve: 'off', time_limit: left() }));
		context.begun?.();
		// Where branch and bound can begin, it gains more than a finer programme.
		if (!done() && exhaust()) return least;
	}
	return least;
}

/** Prices from whole days, and the schedule of what the corner of that programme holds, if there is one. */
function scheduledByDays(
	problem: MeetingsProblem,
	highs: Highs,
	{ price, ...options }: { price(programme: WeightModel, rowDual: Float64Array | undefined): void } & Pick<DiveOptions, 'groups' | 'left' | 'stopped'>,
): Int32Array | undefined {
	const periods = wholeDays(problem);
	const programme = weightModel(problem, options.groups, highs, { whole: false, periods });
	let placed: Int32Array | undefined;
	const found = (chosen: Int32Array) => (placed = placedIn(problem, chosen));
	unlessItFails(highs, () => dive(problem, highs, programme, { ...options, periods, secondsForSimplex: options.left() / 2, gap: 0, found, priced: price }));
	return placed;
}

/** These requests at times that a short search finds, whatever the day; those for which it finds none are left out. */
function placedIn(problem: MeetingsProblem, chosen: Int32Array): Int32Array {
	const allowed = problem.allowed.slice();
	for (let r = 0; r < problem.requests; r++) if (chosen[r]! < 0) allowed.fill(0, r * problem.words, (r + 1) * problem.words);
	const model = searchModelOf({ ...problem, allowed });
	return heldAtOnce(model, 1, STEPS_A_REQUEST * problem.requests).cellOf.map((cell) => (cell < 0 ? NONE : model.slotOfCell[cell]!));
}

function pointsOf(problem: MeetingsProblem, slot: Int32Array): number {
	return slot.reduce((sum, s, r) => (s < 0 ? sum : sum + problem.points[r]!), 0);
}

/** Whether so many points are as many as the bound allows. */
export function isReached(problem: MeetingsProblem, points: number, bound: number): boolean {
	return points >= bound - (problem.exact ? 0.5 : Math.abs(bound) * 1e-9);
}

function solved(highs: Highs, data: WeightModel['data'], options: Record<string, string | number>): Float64Array | undefined {
	return unlessItFails(highs, () =>
		highs.withModel(data, (model) => {
			model.options.set({ output_flag: false, ...options });
			model.run();
			return model.getSolution().rowDual;
		}),
	);
}

/** A programme that fails proves nothing; the next one may. */
function unlessItFails<T>(highs: Highs, solve: () => T): T | undefined {
	try {
		return solve();
	} catch (error) {
		if (error instanceof highs.errors.HighsError) return undefined;
		throw error;
	}
}
