import { openCell } from './cell-choice.ts';
import { lowestBit } from './search-model.ts';
import type { ScheduleState } from './schedule-state.ts';
import type { Random } from './random.ts';

/** Of the weight of a meeting that can move at once, so much counts as lost. */
const FOR_A_MOVE = 0.1;

/**
 * Insertion with ejection chains: a request takes a cell, whoever stood in its way looks for another one, and may in turn send
 * somebody away, to a given depth. What finds nothing is dropped.
 */
export class EjectionChains {
	private readonly state: ScheduleState;
	private readonly random: Random;
	private readonly stack: Int32Array;
	private readonly victims: Int32Array;
	private victimCount = 0;
	/** Meetings sent away since the last insertion began, each with the cell it left. */
	private readonly left = new Int32Array(128);
	private leftCount = 0;

	constructor(state: ScheduleState, random: Random) {
		this.state = state;
		this.random = random;
		this.stack = new Int32Array(4096);
		this.victims = new Int32Array(4096);
	}

	/**
	 * Puts the waiting `request` where it costs least, or near it by chance (`noise`, in units of weight). Returns false if it
	 * cannot be put anywhere; the caller undoes then.
	 */
	insert(request: number, noise: number, depth: number): boolean {
		const cell = this.cheapestCell(request, noise, -1);
		return cell >= 0 && this.insertAt(request, cell, noise, depth);
	}

	/** Puts the waiting `request` into `cell`, sending away whoever is in the way; false if it may not lie there. */
	insertAt(request: number, cell: number, noise: number, depth: number): boolean {
		const { state, stack } = this;
		const { words, allowed } = state.model;
		if (!((allowed[request * words + (cell >>> 5)]! >>> (cell & 31)) & 1)) return false;
		this.leftCount = 0;
		if (!this.clear(request, cell)) return false;
		if (!state.place(request, cell)) return false;
		let pending = this.takeVictims(0, depth);
		let budget = 24;
		while (pending > 0) {
			pending -= 2;
			const homeless = stack[pending]!;
			const left = stack[pending + 1]!;
			const open = state.watchGaps ? this.snuggestCell(homeless, cell) : openCell(state, homeless, this.random.bits() % state.model.cells, cell);
			if (open >= 0 && state.place(homeless, open)) continue;
			if (left <= 0 || budget-- <= 0 || state.rivalsHeld[homeless]! > 0) continue;
			const next = this.cheapestCell(homeless, noise, cell);
			if (next < 0) continue;
			if (this.lossAt(homeless, next) >= state.model.weight[homeless]!) continue;
			const mark = state.mark();
			if (!this.clear(homeless, next) || !state.place(homeless, next)) {
				state.undoTo(mark);
				continue;
			}
			pending = this.takeVictims(pending, left - 1);
		}
		return true;
	}

	/** Whoever was left alone by the last insertion gets the heaviest of the waiting requests that fit there. */
	fillWhatWasLeft(): void {
		const { state } = this;
		const { partyStart, party, words } = state.model;
		for (let k = 0; k < this.leftCount; k += 2) {
			const [meeting, cell] = [this.left[k]!, this.left[k + 1]!];
			for (let i = partyStart[meeting]!; i < partyStart[meeting + 1]!; i++) {
				const person = party[i]!;
				if (!((state.free[person * words + (cell >>> 5)]! >>> (cell & 31)) & 1)) continue;
				const request = this.heaviestFitting(person, cell);
				if (request >= 0) state.place(request, cell);
			}
		}
	}

	private heaviestFitting(person: number, cell: number): number {
		const { state } = this;
		for (const request of state.requestsOf(person)) if (state.cellOf[request]! < 0 && state.fits(request, cell)) return request;
		return -1;
	}

	/** The open cell in which the people of a meeting idle least, by chance among equals; -1 where none is open. */
	private snuggestCell(meeting: number, except: number): number {
		const { state, random } = this;
		const { words, allowed, partyStart, party, capacity } = state.model;
		if (state.rivalsHeld[meeting]! > 0) return -1;
		let best = -1;
		let least = Infinity;
		for (let w = 0; w < words; w++) {
			let open = allowed[meeting * words + w]!;
			for (let i = partyStart[meeting]!; i < partyStart[meeting + 1]! && open !== 0; i++) open &= state.free[party[i]! * words + w]!;
			for (; open !== 0; open &= open - 1) {
				const cell = w * 32 + lowestBit(open);
				if (cell === except || state.used[cell]! >= capacity[cell]! || !state.peopleFit(meeting, cell)) continue;
				let gaps = random.unit();
				for (let i = partyStart[meeting]!; i < partyStart[meeting + 1]!; i++) gaps += state.gapCount.gapsIf(party[i]!, -1, cell);
				if (gaps >= least) continue;
				least = gaps;
				best = cell;
			}
		}
		return best;
	}

	private takeVictims(pending: number, left: number): number {
		for (let i = 0; i < this.victimCount && pending + 2 <= this.stack.length; i++) {
			this.stack[pending++] = this.victims[i]!;
			this.stack[pending++] = left;
		}
		return pending;
	}

	/** The cell in which `request` displaces least, with a little chance among them. */
	private cheapestCell(request: number, noise: number, except: number): number {
		const { state, random } = this;
		const { words, allowed } = state.model;
		let best = -1;
		let bestLoss = Infinity;
		for (let w = 0; w < words; w++) {
			for (let open = allowed[request * words + w]!; open !== 0; open &= open - 1) {
				const cell = w * 32 + lowestBit(open);
				if (cell === except) continue;
				const luck = noise * random.unit();
				const loss = this.lossAt(request, cell, bestLoss - luck) + luck;
				if (loss >= bestLoss) continue;
				bestLoss = loss;
				best = cell;
			}
		}
		return best;
	}

	/** What is displaced if `request` takes `cell`; those that find another cell at once count little. Infinity from `enough` on. */
	private lossAt(request: number, cell: number, enough = Infinity): number {
		const { state } = this;
		const { partyStart, party, cells, pinned, capacity, weight } = state.model;
		let loss = 0;
		let displaced = 0;
		let last = -1;
		for (let i = partyStart[request]!; i < partyStart[request + 1]!; i++) {
			const other = state.at[party[i]! * cells + cell]!;
			if (other < 0 || other === last) continue;
			if (pinned[other]! >= 0) return Infinity;
			last = other;
			displaced++;
			if (loss + weight[other]! * FOR_A_MOVE >= enough) return Infinity;
			loss += this.lossOf(other, cell);
		}
		if (displaced === 0 && state.used[cell]! >= capacity[cell]!) loss += this.costOfTable(cell);
		return loss;
	}

	private lossOf(meeting: number, cell: number): number {
		const weight = this.state.model.weight[meeting]!;
		return this.canMove(meeting, cell) ? weight * FOR_A_MOVE : weight;
	}

	/** Whether a held meeting has another cell open to it, limits aside. */
	private canMove(meeting: number, cell: number): boolean {
		const { state } = this;
		const { words, allowed, partyStart, party, capacity } = state.model;
		for (let w = 0; w < words; w++) {
			let open = allowed[meeting * words + w]!;
			for (let i = partyStart[meeting]!; i < partyStart[meeting + 1]! && open !== 0; i++) open &= state.free[party[i]! * words + w]!;
			for (; open !== 0; open &= open - 1) {
				const other = w * 32 + lowestBit(open);
				if (other !== cell && state.used[other]! < capacity[other]!) return true;
			}
		}
		return false;
	}

	/** What a table in a full cell would cost. */
	private costOfTable(cell: number): number {
		const victim = this.lightVictim(cell);
		return victim < 0 ? Infinity : this.lossOf(victim, cell);
	}

	/** The lightest of a few meetings of the cell taken at random. */
	private lightVictim(cell: number): number {
		const { state, random } = this;
		const count = state.used[cell]!;
		let best = -1;
		let bestLoss = Infinity;
		for (let tries = 0; tries < 3 && count > 0; tries++) {
			const meeting = state.inCell[cell * state.cellRoom + random.below(count)]!;
			if (state.model.pinned[meeting]! >= 0) continue;
			if (state.model.weight[meeting]! * FOR_A_MOVE >= bestLoss) continue;
			const loss = this.lossOf(meeting, cell);
			if (loss >= bestLoss) continue;
			bestLoss = loss;
			best = meeting;
		}
		return best;
	}

	/** Takes out what is in the way of `request` in `cell` and lists it in `victims`; false if something cannot be taken out. */
	private clear(request: number, cell: number): boolean {
		const { state } = this;
		const { partyStart, party, cells, pinned, capacity, rivalStart, rivals, days, dayOfCell, dayLimit, totalLimit } = state.model;
		this.victimCount = 0;
		if (state.rivalsHeld[request]! > 0) {
			for (let i = rivalStart[request]!; i < rivalStart[request + 1]!; i++) {
				if (state.cellOf[rivals[i]!]! < 0) continue;
				if (pinned[rivals[i]!]! >= 0) return false;
				// A rival cannot come back while this one is held: it is not a victim that looks for a place.
				state.remove(rivals[i]!);
			}
		}
		for (let i = partyStart[request]!; i < partyStart[request + 1]!; i++) {
			const other = state.at[party[i]! * cells + cell]!;
			if (other < 0) continue;
			if (pinned[other]! >= 0) return false;
			this.send(other);
		}
		const day = dayOfCell[cell]!;
		for (let i = partyStart[request]!; i < partyStart[request + 1]!; i++) {
			const person = party[i]!;
			if (state.dayCount[person * days + day]! >= dayLimit[person]! && !this.sendLightest(person, day)) return false;
			if (state.total[person]! >= totalLimit[person]! && !this.sendLightest(person, -1)) return false;
		}
		if (state.used[cell]! >= capacity[cell]!) {
			const victim = this.lightVictim(cell);
			if (victim < 0) return false;
			this.send(victim);
		}
		return true;
	}

	private send(meeting: number): void {
		if (this.leftCount < this.left.length) {
			this.left[this.leftCount++] = meeting;
			this.left[this.leftCount++] = this.state.cellOf[meeting]!;
		}
		this.state.remove(meeting);
		this.victims[this.victimCount++] = meeting;
	}

	/** Sends away a person's lightest meeting of a day (-1: of all days), for the sake of a limit. */
	private sendLightest(person: number, day: number): boolean {
		const { state } = this;
		const { words, dayFirstWord, cells, pinned, weight } = state.model;
		const first = day < 0 ? 0 : dayFirstWord[day]!;
		const next = day < 0 ? words : dayFirstWord[day + 1]!;
		let best = -1;
		for (let w = first; w < next; w++) {
			for (let busy = state.busy[person * words + w]!; busy !== 0; busy &= busy - 1) {
				const meeting = state.at[person * cells + w * 32 + lowestBit(busy)]!;
				if (pinned[meeting]! < 0 && (best < 0 || weight[meeting]! < weight[best]!)) best = meeting;
			}
		}
		if (best < 0) return false;
		this.send(best);
		return true;
	}
}
