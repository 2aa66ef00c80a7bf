import { CheapestFirst } from './cheapest-first.ts';
import type { Random } from './random.ts';
import type { ScheduleState } from './schedule-state.ts';
import { lowestBit } from './search-model.ts';

/** All in units of weight. */
export interface ExchangeCosts {
	/** A gap. */
	gap: number;
	/** A meeting of the earlier schedule that is held no more, its weight apart. */
	dropped: number;
	/** How far from the best an exchange may be, by chance; and one for a given cell. */
	noise: number;
	noiseInGap: number;
}

/**
 * The cheapest way to hold a waiting request where its people are free: in an empty place, or at the table of a meeting that is worth less.
 * Where tables are what is scarce, a repair is a choice of such exchanges, and each is weighed whole: weight, gaps of all four
 * people, what was promised.
 */
export class BestExchange {
	private readonly state: ScheduleState;
	private readonly random: Random;
	private readonly costs: ExchangeCosts;
	/** By request: its weight, and what it costs if it was promised. */
	private readonly lostWith: Float64Array;
	private readonly cheapestFirst: CheapestFirst;
	/** The meeting that makes room in the cell looked at last, -1 for none. */
	private victim = -1;

	constructor(state: ScheduleState, random: Random, costs: ExchangeCosts) {
		this.state = state;
		this.random = random;
		this.costs = costs;
		this.lostWith = state.model.weight.map((weight, request) => weight + (state.home[request]! >= 0 ? costs.dropped : 0));
		this.cheapestFirst = state.cheapestFirst = new CheapestFirst(state, this.lostWith);
	}

	/** Holds the waiting `request` in its best cell, or nearly; false if it has none. */
	hold(request: number): boolean {
		const { words, allowed, partyStart, party } = this.state.model;
		let [best, least, victim] = [-1, Infinity, -1];
		for (let w = 0; w < words; w++) {
			let open = allowed[request * words + w]!;
			for (let i = partyStart[request]!; i < partyStart[request + 1]! && open !== 0; i++) open &= this.state.free[party[i]! * words + w]!;
			for (; open !== 0; open &= open - 1) {
				const cell = w * 32 + lowestBit(open);
				const cost = this.costIn(request, cell) + this.costs.noise * this.random.unit();
				if (cost >= least) continue;
				[best, least, victim] = [cell, cost, this.victim];
			}
		}
		return best >= 0 && this.make(request, best, victim);
	}

	/** Holds the best of a person's waiting requests, or nearly, in `cell`; false if none can lie there. */
	fill(person: number, cell: number): boolean {
		const { state } = this;
		let [best, most, victim] = [-1, -Infinity, -1];
		for (const request of state.requestsOf(person)) {
			if (state.cellOf[request]! >= 0 || !this.isOpen(request, cell)) continue;
			const gain = state.model.weight[request]! - this.costIn(request, cell) + this.costs.noiseInGap * this.random.unit();
			if (gain <= most) continue;
			[best, most, victim] = [request, gain, this.victim];
		}
		return best >= 0 && this.make(best, cell, victim);
	}

	private make(request: number, cell: number, victim: number): boolean {
		if (victim >= 0) this.state.remove(victim);
		return this.state.place(request, cell);
	}

	/** Whether the request may lie in the cell and all its people are free then. */
	private isOpen(request: number, cell: number): boolean {
		const { words, allowed, partyStart, party } = this.state.model;
		let open = allowed[request * words + (cell >>> 5)]!;
		for (let i = partyStart[request]!; i < partyStart[request + 1]!; i++) open &= this.state.free[party[i]! * words + (cell >>> 5)]!;
		return ((open >>> (cell & 31)) & 1) === 1;
	}

	/** What gaps cost more, and what is lost with the meeting that makes room, if `request` were in `cell`; Infinity where it may not. */
	private costIn(request: number, cell: number): number {
		const { state } = this;
		this.victim = -1;
		if (state.rivalsHeld[request]! > 0 || !state.peopleFit(request, cell)) return Infinity;
		const cost = this.costOfGaps(request, -1, cell);
		if (state.used[cell]! < state.model.capacity[cell]!) return cost;
		const { weight, pinned } = state.model;
		const { meetings } = this.cheapestFirst;
		const first = cell * state.cellRoom;
		let least = weight[request]!;
		for (let k = first; k < first + state.used[cell]!; k++) {
			const other = meetings[k]!;
			let lost = this.lostWith[other]!;
			if (lost >= least) break;
			if (pinned[other]! >= 0) continue;
			lost += this.costOfGaps(other, cell, -1);
			if (lost >= least) continue;
			least = lost;
			this.victim = other;
		}
		return this.victim < 0 ? Infinity : cost + least;
	}

	/** What the gaps of its people would cost more without a meeting in cell `without` and with one in `added` (-1: none). */
	private costOfGaps(request: number, without: number, added: number): number {
		const { partyStart, party } = this.state.model;
		let gaps = 0;
		for (let i = partyStart[request]!; i < partyStart[request + 1]!; i++) gaps += this.state.gapCount.gapsIf(party[i]!, without, added) - this.state.gapsOf[party[i]!]!;
		return gaps * this.costs.gap;
	}
}
