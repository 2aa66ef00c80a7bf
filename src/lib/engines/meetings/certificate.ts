import { hasBit } from './bit-masks.ts';
import { mostWithin, requestsWithin, type OddSet } from './odd-sets.ts';
import type { MeetingsProblem } from './types.ts';

/**
 * A proof that no schedule has more than so many points: a price for everything that is scarce. Whoever had to pay them would
 * hold each request at most once, where it pays best; all that is scarce, at its price, plus what the requests earn beyond, is
 * a bound on the points of every schedule, whatever the (non-negative) prices are. This is Lagrangian relaxation, so the prices
 * may come from anywhere: a linear programme solved to any accuracy, or stopped half-way.
 */
export interface DualPrices {
	/** Of an hour of a participant: participants x slots. */
	time: Float64Array;
	/** Of one of the meetings that a participant may have at all, and on a day: participants, participants x days. */
	total: Float64Array;
	day: Float64Array;
	/** Of a location: slots. */
	location: Float64Array;
	/** Of an interpreter for a need: needs x slots. */
	interpreter: Float64Array;
	/** Of the one meeting that a group of rivals may have. */
	rival: Float64Array;
	/** Of one of the meetings that an odd set of participants may hold among themselves in a slot. */
	odd: readonly (OddSet & { price: number })[];
}

export function noPrices(problem: MeetingsProblem, rivalGroups: number): DualPrices {
	return {
		time: new Float64Array(problem.participants * problem.slots),
		total: new Float64Array(problem.participants),
		day: new Float64Array(problem.participants * problem.days),
		location: new Float64Array(problem.slots),
		interpreter: new Float64Array(problem.needs * problem.slots),
		rival: new Float64Array(rivalGroups),
		odd: [],
	};
}

/** The bound that prices prove, in points. `groups` as rival-groups.ts finds them: of each, one at most is held. */
export function provenBound(problem: MeetingsProblem, prices: DualPrices, groups: readonly (readonly number[])[]): number {
	const gainOf = gains(problem, prices, groups);
	let bound = priceOfAll(problem, prices);
	for (let r = 0; r < problem.requests; r++) bound += bestGain(problem, gainOf, r);
	// Rounding errors of the sum stay far below this; whole points are rounded down.
	const safe = bound + Math.abs(bound) * 1e-12 + 1e-9;
	return problem.exact ? Math.floor(safe + 1e-6) : safe;
}

/** What a request earns in a slot beyond what it costs there. */
export type GainOf = (request: number, slot: number) => number;

export function gains(problem: MeetingsProblem, prices: DualPrices, groups: readonly (readonly number[])[]): GainOf {
	const own = problem.points.slice();
	groups.forEach((group, g) => group.forEach((r) => (own[r]! -= prices.rival[g]!)));
	const odd = new Float64Array(prices.odd.length > 0 ? problem.requests * problem.slots : 0);
	for (const { slot, participants, price } of prices.odd) for (const r of requestsWithin(problem, participants)) odd[r * problem.slots + slot]! += price;
	return (r, s) => {
		const need = problem.needOf[r]!;
		let gain = own[r]! - (odd[r * problem.slots + s] ?? 0) - prices.location[s]! - (need >= 0 ? prices.interpreter[need * problem.slots + s]! : 0);
		for (let i = problem.membersStart[r]!; i < problem.membersStart[r + 1]!; i++) {
			const p = problem.members[i]!;
			gain -= prices.time[p * problem.slots + s]! + prices.total[p]! + prices.day[p * problem.days + problem.dayOf[s]!]!;
		}
		return gain;
	};
}

/** All gains, requests x slots: which requests and slots a schedule of great weight takes can nearly be read from them. */
export function gainTable(problem: MeetingsProblem, prices: DualPrices, groups: readonly (readonly number[])[]): Float32Array {
	const gainOf = gains(problem, prices, groups);
	const { requests, slots } = problem;
	const table = new Float32Array(requests * slots);
	for (let r = 0; r < requests; r++) for (let s = 0; s < slots; s++) table[r * slots + s] = gainOf(r, s);
	return table;
}

/** A request is held where it gains most, or not at all, unless it is fixed. */
export function bestGain(problem: MeetingsProblem, gainOf: GainOf, r: number): number {
	let best = problem.fixedSlot[r]! >= 0 ? -Infinity : 0;
	for (let s = 0; s < problem.slots; s++) if (hasBit(problem.allowed, r, problem.words, s)) best = Math.max(best, gainOf(r, s));
	return best;
}

/** All that is scarce, at its price. An interpreter is worth the dearest need served. */
function priceOfAll(problem: MeetingsProblem, prices: DualPrices): number {
	let sum = prices.rival.reduce((total, price) => total + price, 0) + prices.odd.reduce((total, set) => total + set.price * mostWithin(set), 0);
	for (let p = 0; p < problem.participants; p++) {
		sum += prices.total[p]! * problem.maxMeetings[p]!;
		for (let d = 0; d < problem.days; d++) sum += prices.day[p * problem.days + d]! * problem.maxPerDay[p]!;
		for (let s = 0; s < problem.slots; s++) sum += prices.time[p * problem.slots + s]!;
	}
	for (let s = 0; s < problem.slots; s++) {
		sum += prices.location[s]! * problem.capacity[s]!;
		const dearest = new Float64Array(problem.interpreters);
		for (let need = 0; need < problem.needs; need++) {
			for (let i = problem.needStart[need]!; i < problem.needStart[need + 1]!; i++) {
				const who = problem.needInterpreters[i]!;
				if (hasBit(problem.interpreterAvailable, who, problem.words, s)) dearest[who] = Math.max(dearest[who]!, prices.interpreter[need * problem.slots + s]!);
			}
		}
		sum += dearest.reduce((total, price) => total + price, 0);
	}
	return sum;
}
