import type { ScheduleState } from './schedule-state.ts';
import type { Random } from './random.ts';

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

	constructor(state: ScheduleState, random: Random) {
		this.state = state;
		this.random = random;
		this.chain = new Int32Array(state.model.requests);
		this.mark = new Int32Array(state.model.requests);
	}

	/**
	 * Moves the held `request` to `target`, and whatever must for its sake exchange between the two cells. Returns whether it
	 * could; after false the caller undoes. Where tables are short, further chains are added that make up for it.
	 */
	exchange(request: number, target: number, longest: number): boolean {
		const { state, chain } = this;
		const { capacity } = state.model;
		const source = state.cellOf[request]!;
		this.round++;
		let length = this.grow(0, request, source, target, longest);
		if (length < 0) return false;
		let surplus = this.surplusOf(0, length, source);
		for (let tries = 0; tries < 8; tries++) {
			const overfull =
				state.used[target]! + surplus > capacity[target]! ? target : state.used[source]! - surplus > capacity[source]! ? source : -1;
			if (overfull < 0) return this.apply(length, source, target);
			const other = this.state.inCell[overfull * state.cellRoom + this.random.below(state.used[overfull]!)]!;
			if (this.mark[other]! === this.round) continue;
			const longer = this.grow(length, other, source, target, longest);
			// A chain that meets a fixed meeting cannot be had; another may.
			if (longer < 0) continue;
			surplus += this.surplusOf(length, longer, source);
			length = longer;
		}
		return false;
	}

	/** Adds the connected piece of `request` to the chain; returns the new length, or -1 if it cannot be exchanged. */
	private grow(from: number, request: number, source: number, target: number, longest: number): number {
		const { state, chain, mark, round } = this;
		const { partyStart, party, cells, words, allowed, pinned } = state.model;
		let length = from;
		chain[length++] = request;
		mark[request] = round;
		for (let i = from; i < length; i++) {
			const meeting = chain[i]!;
			const to = state.cellOf[meeting]! === source ? target : source;
			if (pinned[meeting]! >= 0 || !((allowed[meeting * words + (to >>> 5)]! >>> (to & 31)) & 1)) return this.giveUp(from, length);
			for (let k = partyStart[meeting]!; k < partyStart[meeting + 1]!; k++) {
				const next = state.at[party[k]! * cells + to]!;
				if (next < 0 || mark[next]! === round) continue;
				if (length >= longest) return this.giveUp(from, length);
				mark[next] = round;
				chain[length++] = next;
			}
		}
		return length;
	}

	/** Forgets a piece that cannot be exchanged, so that none of it counts as part of the chain. */
	private giveUp(from: number, length: number): -1 {
		for (let i = from; i < length; i++) this.mark[this.chain[i]!] = 0;
		return -1;
	}

	/** How many more meetings the target has after the exchange of this part of the chain. */
	private surplusOf(from: number, to: number, source: number): number {
		let surplus = 0;
		for (let i = from; i < to; i++) surplus += this.state.cellOf[this.chain[i]!]! === source ? 1 : -1;
		return surplus;
	}

	private apply(length: number, source: number, target: number): boolean {
		const { state, chain } = this;
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
		const { dayOfCell, days, dayLimit, partyStart, party } = state.model;
		if (dayOfCell[source]! === dayOfCell[target]!) return true;
		for (let i = 0; i < length; i++) {
			const day = dayOfCell[i < leaving ? target : source]!;
			for (let k = partyStart[chain[i]!]!; k < partyStart[chain[i]! + 1]!; k++) {
				if (state.dayCount[party[k]! * days + day]! > dayLimit[party[k]!]!) return false;
			}
		}
		return true;
	}
}
