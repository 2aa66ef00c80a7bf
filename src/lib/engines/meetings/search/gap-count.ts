import { bitCount, lowestBit, type SearchModel } from './search-model.ts';

/** Counts people's gaps from the masks of their meetings. */
export class GapCount {
	private readonly model: SearchModel;
	private readonly busy: Uint32Array;

	/** `busy` are the masks of each person, which others change. */
	constructor(model: SearchModel, busy: Uint32Array) {
		this.model = model;
		this.busy = busy;
	}

	/** The gaps a person would have without a meeting in cell `without` and with one in `added` (-1: none), by the measure. Changes nothing. */
	gapsIf(person: number, without: number, added: number): number {
		const { busy } = this;
		const row = person * this.model.words;
		if (without >= 0) busy[row + (without >>> 5)]! &= ~(1 << (without & 31));
		if (added >= 0) busy[row + (added >>> 5)]! |= 1 << (added & 31);
		const gaps = this.countGaps(person);
		if (added >= 0) busy[row + (added >>> 5)]! &= ~(1 << (added & 31));
		if (without >= 0) busy[row + (without >>> 5)]! |= 1 << (without & 31);
		return gaps;
	}

	/** Idle slots of the last person whose gaps were counted. */
	idleCounted = 0;

	/** Gaps of a person by the measure of the problem. */
	countGaps(person: number): number {
		const { words, days, dayFirstWord, gapMeasure } = this.model;
		let idle = 0;
		let breaks = 0;
		for (let day = 0; day < days; day++) {
			const first = dayFirstWord[day]!;
			const next = dayFirstWord[day + 1]!;
			if (next - first > 1) {
				breaks += this.breaksOfLongDay(person * words + first, person * words + next);
				idle += this.idleOfLongDay(person * words + first, person * words + next);
				continue;
			}
			const busy = this.busy[person * words + first]!;
			if (busy === 0) continue;
			breaks += bitCount(busy & ~(busy << 1)) - 1;
			idle += 32 - Math.clz32(busy) - lowestBit(busy) - bitCount(busy);
		}
		this.idleCounted = idle;
		return gapMeasure === 'breaks' ? breaks : idle;
	}

	/** A day of more than 32 slots. */
	private breaksOfLongDay(from: number, to: number): number {
		let groups = 0;
		let carried = 0;
		for (let w = from; w < to; w++) {
			const busy = this.busy[w]!;
			groups += bitCount(busy & ~((busy << 1) | carried));
			carried = busy >>> 31;
		}
		return Math.max(0, groups - 1);
	}

	private idleOfLongDay(from: number, to: number): number {
		let lowest = -1;
		let highest = -1;
		let meetings = 0;
		for (let w = from; w < to; w++) {
			const busy = this.busy[w]!;
			if (busy === 0) continue;
			if (lowest < 0) lowest = (w - from) * 32 + lowestBit(busy);
			highest = (w - from) * 32 + 31 - Math.clz32(busy);
			meetings += bitCount(busy);
		}
		return lowest < 0 ? 0 : highest - lowest + 1 - meetings;
	}
}
