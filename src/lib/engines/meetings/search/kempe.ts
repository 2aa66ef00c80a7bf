import type { ScheduleState } from './schedule-state.ts';
import { UNLIMITED } from '../types.ts';
import type { Random } from './random.ts';

/** Where tables are short, so many chains are joined at most, and so many tried for each. */
const MOST_PIECES = 8;
const RELIEF_TRIES = 8;

/**
 * Kempe chains: two cells exchange a set of meetings such that nobody is in two places afterwards. Seen as edge colouring (people
 * are vertices, meetings edges, cells colours), a chain is a connected piece of the two colours' subgraph; all meetings stay held.
 */
export class KempeChains {
	private readonly state: ScheduleState;
	private readonly random: Random;
	private readonly chain: Int32Array;
	private readonly mark: Int32Array;
	private round = 0;
	private length = 0;
	private source = -1;
	private target = -1;
	/** People who meet in one of the two cells only, so that their day changes with the exchange; and the cell they leave. */
	private readonly mover: Int32Array;
	private readonly leaves: Int32Array;
	private movers = 0;
	/** By how much gaps and idle slots would change, as of the last `weighGaps`. */
	gapChange = 0;
	idleChange = 0;

	constructor(state: ScheduleState, random: Random) {
		this.state = state;
		this.random = random;
		this.chain = new Int32Array(state.model.requests);
		this.mark = new Int32Array(state.model.requests);
		this.mover = new Int32Array(state.model.people);
		this.leaves = new Int32Array(state.model.people);
	}

	/**
	 * Moves the held `request` to `target`, and whatever must for its sake exchange between the two cells. Returns whether it
	 * could; after false the caller undoes. Where tables are short, further chains are added that make up for it.
	 */
	exchange(request: number, target: number, longest: number): boolean {
		return this.plan(request, target, longest) && this.apply();
	}

	/**
	 * Finds what `exchange` would exchange, and changes nothing. Of the further chains that would make up for short tables it takes any, or,
	 * `forGaps`, the best for gaps of a few.
	 */
	plan(request: number, target: number, longest: number, forGaps = false): boolean {
		const { state } = this;
		const { capacity } = state.model;
		const source = state.cellOf[request]!;
		this.source = source;
		this.target = target;
		this.movers = 0;
		this.round++;
		let length = this.grow(0, request, source, target, longest);
		if (length < 0) return false;
		let surplus = this.surplusOf(0, length, source);
		for (let pieces = 0; pieces < MOST_PIECES; pieces++) {
			const overfull =
				state.used[target]! + surplus > capacity[target]! ? target : state.used[source]! - surplus > capacity[source]! ? source : -1;
			if (overfull < 0) {
				this.length = length;
				return this.keepsDayLimits();
			}
			const other = this.relief(length, overfull, longest, forGaps);
			if (other < 0) return false;
			const longer = this.grow(length, other, source, target, longest);
			surplus += this.surplusOf(length, longer, source);
			length = longer;
		}
		return false;
	}

	/** Of a few meetings of an overfull cell taken at random, one whose chain makes room there. */
	private relief(length: number, overfull: number, longest: number, forGaps: boolean): number {
		const { state, random, source, target } = this;
		const wanted = overfull === target ? -1 : 1;
		let best = -1;
		let least = Infinity;
		for (let tries = 0; tries < RELIEF_TRIES; tries++) {
			const other = state.inCell[overfull * state.cellRoom + random.below(state.used[overfull]!)]!;
			if (other === best || this.mark[other]! === this.round) continue;
			const movers = this.movers;
			// A chain that meets a fixed meeting cannot be had; another may.
			const longer = this.grow(length, other, source, target, longest);
			if (longer < 0) continue;
			const makesRoom = this.surplusOf(length, longer, source) * wanted > 0;
			if (makesRoom && forGaps) this.weighGaps(movers);
			this.giveUp(length, longer, movers);
			if (!makesRoom) continue;
			if (!forGaps) return other;
			if (this.gapChange >= least) continue;
			best = other;
			least = this.gapChange;
		}
		return best;
	}

	/**
	 * Reckons how gaps would change with what is planned, or with the movers from the given one on. Whoever meets in both cells before does so
	 * after, so that few people count.
	 */
	weighGaps(from = 0): void {
		const { state, source, target } = this;
		this.gapChange = 0;
		this.idleChange = 0;
		for (let i = from; i < this.movers; i++) {
			const person = this.mover[i]!;
			const leaves = this.leaves[i]!;
			this.gapChange += state.gapCount.gapsIf(person, leaves, leaves === source ? target : source) - state.gapsOf[person]!;
			this.idleChange += state.gapCount.idleCounted - state.idleSlotsOf[person]!;
		}
	}

	/** By how much gaps would then differ too much. */
	gapDifferenceExcess(): number {
		const { state, source, target } = this;
		if (state.model.maxGapDifference >= UNLIMITED) return 0;
		const { peopleWithGaps, gapsOf } = state;
		const count = (change: number) => {
			for (let i = 0; i < this.movers; i++) {
				const person = this.mover[i]!;
				const from = this.leaves[i]!;
				peopleWithGaps[gapsOf[person]!]! -= change;
				peopleWithGaps[state.gapCount.gapsIf(person, from, from === source ? target : source)]! += change;
			}
		};
		count(1);
		const excess = state.gapDifferenceExcess();
		count(-1);
		return excess;
	}

	/** Adds the connected piece of `request` to the chain; returns the new length, or -1 if it cannot be exchanged. */
	private grow(from: number, request: number, source: number, target: number, longest: number): number {
		const { state, chain, mark, round } = this;
		const { partyStart, party, cells, words, allowed, pinned } = state.model;
		let length = from;
		const moversBefore = this.movers;
		chain[length++] = request;
		mark[request] = round;
		for (let i = from; i < length; i++) {
			const meeting = chain[i]!;
			const to = state.cellOf[meeting]! === source ? target : source;
			if (pinned[meeting]! >= 0 || !((allowed[meeting * words + (to >>> 5)]! >>> (to & 31)) & 1)) return this.giveUp(from, length, moversBefore);
			for (let k = partyStart[meeting]!; k < partyStart[meeting + 1]!; k++) {
				const next = state.at[party[k]! * cells + to]!;
				if (next < 0) {
					this.mover[this.movers] = party[k]!;
					this.leaves[this.movers++] = state.cellOf[meeting]!;
					continue;
				}
				if (mark[next]! === round) continue;
				if (length >= longest) return this.giveUp(from, length, moversBefore);
				mark[next] = round;
				chain[length++] = next;
			}
		}
		return length;
	}

	/** Forgets a piece that cannot be exchanged, so that none of it counts as part of the chain. */
	private giveUp(from: number, length: number, movers: number): -1 {
		this.movers = movers;
		for (let i = from; i < length; i++) this.mark[this.chain[i]!] = 0;
		return -1;
	}

	/** How many more meetings the target has after the exchange of this part of the chain. */
	private surplusOf(from: number, to: number, source: number): number {
		let surplus = 0;
		for (let i = from; i < to; i++) surplus += this.state.cellOf[this.chain[i]!]! === source ? 1 : -1;
		return surplus;
	}

	/** Whether nobody who moves from one day to the other would have too many meetings there. */
	private keepsDayLimits(): boolean {
		const { dayOfCell, days, dayLimit } = this.state.model;
		const { source, target } = this;
		if (dayOfCell[source]! === dayOfCell[target]!) return true;
		for (let i = 0; i < this.movers; i++) {
			const person = this.mover[i]!;
			const day = dayOfCell[this.leaves[i]! === source ? target : source]!;
			if (this.state.dayCount[person * days + day]! >= dayLimit[person]!) return false;
		}
		return true;
	}

	/** Makes the exchange that was planned; after false, for want of an interpreter, the caller undoes. */
	apply(): boolean {
		const { state, chain, length, source, target } = this;
		let leaving = 0;
		// Those that leave the source come first, so that the two halves need no further memory.
		for (let i = 0; i < length; i++) {
			if (state.cellOf[chain[i]!]! !== source) continue;
			const swap = chain[leaving]!;
			chain[leaving++] = chain[i]!;
			chain[i] = swap;
		}
		for (let i = 0; i < length; i++) state.remove(chain[i]!);
		for (let i = 0; i < length; i++) if (!state.place(chain[i]!, i < leaving ? target : source)) return false;
		return true;
	}
}
