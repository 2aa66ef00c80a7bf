import { UNLIMITED } from '../types.ts';
import type { CheapestFirst } from './cheapest-first.ts';
import { GapCount } from './gap-count.ts';
import { InterpreterMatching } from './interpreter-matching.ts';
import type { SearchModel } from './search-model.ts';

/**
 * A schedule that can be changed and changed back without allocation. Every change is one of two, `place` and `remove`; both
 * are written into a journal, so that a move of any length is tried, weighed, and either kept (`keep`) or undone (`undo`).
 *
 * Hard rules hold at all times, but for one: `place` does not ask about people and limits. Ask `fits` before, or have made room.
 */
export class ScheduleState {
	readonly model: SearchModel;
	/** Cell of each request, -1 while it is not held. */
	readonly cellOf: Int32Array;
	/** Who is met: request at `person * cells + cell`, or -1. */
	readonly at: Int32Array;
	/** Masks of each person: in a meeting; and there and not in a meeting. */
	readonly busy: Uint32Array;
	readonly free: Uint32Array;
	readonly used: Int32Array;
	readonly dayCount: Int32Array;
	readonly total: Int32Array;
	readonly rivalsHeld: Int32Array;
	readonly interpreterOf: Int32Array;
	readonly interpreterAt: Int32Array;
	/** Requests not held that can be held at all: `waiting[0]` to `waiting[waitingCount - 1]`. */
	readonly waiting: Int32Array;
	waitingCount = 0;
	/** Sum of the weights held. */
	weight = 0;
	/** What each person could have at most, and has, by weight. */
	readonly wished: Float64Array;
	readonly granted: Float64Array;
	/** People who could have a meeting and have none. */
	unserved = 0;
	/** Where each request stood in an earlier schedule, -1 for nowhere; and how many of those are moved, and not held. */
	readonly home: Int32Array;
	moved = 0;
	dropped = 0;
	/** Meetings held where the host would rather not see them. */
	againstWishes = 0;
	readonly gapCount: GapCount;
	/** Gaps of each person as of the last `settleGaps`, and their sum. */
	readonly gapsOf: Int32Array;
	gaps = 0;
	/** Idle slots of each person and of all, also where the measure is breaks: a meeting that comes nearer to the others is on its way. */
	readonly idleSlotsOf: Int32Array;
	idleSlots = 0;
	/** People with gaps: `idlePeople[0]` to `idlePeople[idleCount - 1]`. */
	readonly idlePeople: Int32Array;
	idleCount = 0;
	private readonly placeInIdle: Int32Array;
	/** How many people have how many gaps. */
	readonly peopleWithGaps: Int32Array;
	/** Meetings in each cell: `inCell[cell * cellRoom]` and on, `used[cell]` of them. */
	readonly inCell: Int32Array;
	readonly cellRoom: number;
	/** Told of every change, where somebody asks for that order. */
	cheapestFirst?: CheapestFirst;
	private readonly placeInCell: Int32Array;
	private readonly placeInWaiting: Int32Array;
	private journal = new Int32Array(4096);
	private journalLength = 0;
	/** People whose day has changed since the last `settleGaps`. */
	private readonly touched: Int32Array;
	private touchedCount = 0;
	private readonly isTouched: Uint8Array;
	/** Turned off while gaps do not matter, to save the work. */
	watchGaps = false;
	/** How unequal shares are as of the last `settleUnfairness`, the sum of `unfairnessOf`. Gaps and shares are not watched together. */
	unfairness = 0;
	private readonly unfairnessOf: Float64Array;
	watchShares = false;
	private readonly interpreting: InterpreterMatching;
	private readonly someNeed: boolean;
	private readonly someRivals: boolean;
	private readonly ownRequests: number[][] = [];

	constructor(model: SearchModel) {
		this.model = model;
		const { requests, people, words, cells, days } = model;
		this.cellOf = new Int32Array(requests).fill(-1);
		this.at = new Int32Array(people * cells).fill(-1);
		this.busy = new Uint32Array(people * words);
		this.free = model.available.slice();
		this.used = new Int32Array(cells);
		this.dayCount = new Int32Array(people * days);
		this.total = new Int32Array(people);
		this.rivalsHeld = new Int32Array(requests);
		this.interpreting = new InterpreterMatching(model);
		this.interpreterOf = this.interpreting.interpreterOf;
		this.interpreterAt = this.interpreting.interpreterAt;
		this.wished = new Float64Array(people);
		this.granted = new Float64Array(people);
		this.home = new Int32Array(requests).fill(-1);
		this.waiting = new Int32Array(requests);
		this.placeInWaiting = new Int32Array(requests).fill(-1);
		this.placeInCell = new Int32Array(requests).fill(-1);
		this.cellRoom = Math.max(1, Math.min(model.capacity.reduce((most, tables) => Math.max(most, tables), 1), requests, people >>> 1));
		this.inCell = new Int32Array(cells * this.cellRoom);
		this.gapCount = new GapCount(model, this.busy);
		this.gapsOf = new Int32Array(people);
		this.idleSlotsOf = new Int32Array(people);
		this.idlePeople = new Int32Array(people);
		this.placeInIdle = new Int32Array(people);
		this.peopleWithGaps = new Int32Array(cells + 2);
		this.peopleWithGaps[0] = people;
		this.unfairnessOf = new Float64Array(people);
		this.touched = new Int32Array(people);
		this.isTouched = new Uint8Array(people);
		this.someNeed = model.need.some((need) => need >= 0);
		this.someRivals = model.rivals.length > 0;
		for (let request = 0; request < requests; request++) if (this.canBeHeld(request)) this.admit(request);
		for (let person = 0; person < people; person++) if (this.wished[person]! > 0) this.unserved++;
		for (let request = 0; request < requests; request++) if (model.pinned[request]! >= 0) this.place(request, model.pinned[request]!);
		this.keep();
	}

	private canBeHeld(request: number): boolean {
		const { words, allowed } = this.model;
		for (let w = 0; w < words; w++) if (allowed[request * words + w]! !== 0) return true;
		return false;
	}

	private admit(request: number): void {
		const { partyStart, party, weight } = this.model;
		this.addWaiting(request);
		for (let i = partyStart[request]!; i < partyStart[request + 1]!; i++) this.wished[party[i]!]! += weight[request]!;
	}

	/** Requests of a person that can be held at all, the heaviest first. */
	requestsOf(person: number): readonly number[] {
		if (this.ownRequests.length === 0) {
			const { requests, people, weight, partyStart, party } = this.model;
			for (let p = 0; p < people; p++) this.ownRequests.push([]);
			const heaviestFirst = Array.from({ length: requests }, (_, r) => r).filter((r) => this.canBeHeld(r)).sort((a, b) => weight[b]! - weight[a]!);
			for (const r of heaviestFirst) for (let i = partyStart[r]!; i < partyStart[r + 1]!; i++) this.ownRequests[party[i]!]!.push(r);
		}
		return this.ownRequests[person]!;
	}

	/** Names an earlier schedule (cells, -1: not held), whose meetings count as moved or dropped from now on. */
	rememberHomes(cells: Int32Array): void {
		this.home.set(cells);
		this.moved = 0;
		this.dropped = 0;
		for (let request = 0; request < this.model.requests; request++) {
			if (cells[request]! < 0 || !this.canBeHeld(request)) continue;
			if (this.cellOf[request]! < 0) this.dropped++;
			else if (this.cellOf[request]! !== cells[request]!) this.moved++;
		}
	}

	private addWaiting(request: number): void {
		this.placeInWaiting[request] = this.waitingCount;
		this.waiting[this.waitingCount++] = request;
	}

	private dropWaiting(request: number): void {
		const place = this.placeInWaiting[request]!;
		const last = this.waiting[--this.waitingCount]!;
		this.waiting[place] = last;
		this.placeInWaiting[last] = place;
		this.placeInWaiting[request] = -1;
	}

	/** Whether `request` can be added in `cell` without taking anything away, interpreters aside. */
	fits(request: number, cell: number): boolean {
		const { words, allowed, capacity } = this.model;
		if (!((allowed[request * words + (cell >>> 5)]! >>> (cell & 31)) & 1)) return false;
		if (this.used[cell]! >= capacity[cell]! || this.rivalsHeld[request]! > 0) return false;
		return this.peopleFit(request, cell);
	}

	/** Whether the people of `request` are free in `cell` and within their limits. */
	peopleFit(request: number, cell: number): boolean {
		const { partyStart, party, words, days, dayOfCell, dayLimit, totalLimit } = this.model;
		const word = cell >>> 5;
		const bit = 1 << (cell & 31);
		const day = dayOfCell[cell]!;
		for (let i = partyStart[request]!; i < partyStart[request + 1]!; i++) {
			const person = party[i]!;
			if (!(this.free[person * words + word]! & bit)) return false;
			if (this.total[person]! >= totalLimit[person]! || this.dayCount[person * days + day]! >= dayLimit[person]!) return false;
		}
		return true;
	}

	/**
	 * Holds `request` in `cell`, where its people must be free. Returns false, with nothing changed, if it needs an interpreter
	 * and none can be had even by giving others other interpreters.
	 */
	place(request: number, cell: number): boolean {
		if (this.someNeed && this.model.need[request]! >= 0 && !this.interpreting.find(request, cell)) return false;
		this.put(request, cell);
		this.note(request, -1);
		return true;
	}

	/** Takes `request` out of the schedule. */
	remove(request: number): void {
		const cell = this.cellOf[request]!;
		this.take(request);
		this.note(request, cell);
	}

	private put(request: number, cell: number): void {
		const { model, at, busy, free } = this;
		const { partyStart, party, words, cells, days } = model;
		const word = cell >>> 5;
		const bit = 1 << (cell & 31);
		const day = model.dayOfCell[cell]!;
		for (let i = partyStart[request]!; i < partyStart[request + 1]!; i++) {
			const person = party[i]!;
			at[person * cells + cell] = request;
			busy[person * words + word]! |= bit;
			free[person * words + word]! &= ~bit;
			this.dayCount[person * days + day]!++;
			if (this.total[person]!++ === 0) this.unserved--;
			this.granted[person]! += model.weight[request]!;
			if (this.watchGaps || this.watchShares) this.touch(person);
		}
		this.cellOf[request] = cell;
		this.placeInCell[request] = this.used[cell]!;
		this.inCell[cell * this.cellRoom + this.used[cell]!++] = request;
		this.cheapestFirst?.add(request, cell);
		this.dropWaiting(request);
		this.weight += model.weight[request]!;
		if (!((model.preferred[request * words + word]! >>> (cell & 31)) & 1)) this.againstWishes++;
		if (this.home[request]! >= 0) {
			this.dropped--;
			if (this.home[request]! !== cell) this.moved++;
		}
		if (this.someRivals) this.countRivals(request, 1);
	}

	private take(request: number): void {
		const { model, at, busy, free } = this;
		const { partyStart, party, words, cells, days } = model;
		const cell = this.cellOf[request]!;
		const word = cell >>> 5;
		const bit = 1 << (cell & 31);
		const day = model.dayOfCell[cell]!;
		for (let i = partyStart[request]!; i < partyStart[request + 1]!; i++) {
			const person = party[i]!;
			at[person * cells + cell] = -1;
			busy[person * words + word]! &= ~bit;
			free[person * words + word]! |= bit;
			this.dayCount[person * days + day]!--;
			if (--this.total[person]! === 0) this.unserved++;
			this.granted[person]! -= model.weight[request]!;
			if (this.watchGaps || this.watchShares) this.touch(person);
		}
		this.cellOf[request] = -1;
		const last = this.inCell[cell * this.cellRoom + --this.used[cell]!]!;
		this.inCell[cell * this.cellRoom + this.placeInCell[request]!] = last;
		this.placeInCell[last] = this.placeInCell[request]!;
		this.placeInCell[request] = -1;
		this.cheapestFirst?.remove(request, cell);
		this.addWaiting(request);
		this.weight -= model.weight[request]!;
		if (!((model.preferred[request * words + word]! >>> (cell & 31)) & 1)) this.againstWishes--;
		if (this.home[request]! >= 0) {
			this.dropped++;
			if (this.home[request]! !== cell) this.moved--;
		}
		if (this.someRivals) this.countRivals(request, -1);
		this.interpreting.release(request, cell);
	}

	private countRivals(request: number, change: number): void {
		const { rivalStart, rivals } = this.model;
		for (let i = rivalStart[request]!; i < rivalStart[request + 1]!; i++) this.rivalsHeld[rivals[i]!]! += change;
	}

	private note(request: number, before: number): void {
		if (this.journalLength + 2 > this.journal.length) {
			const longer = new Int32Array(this.journal.length * 2);
			longer.set(this.journal);
			this.journal = longer;
		}
		this.journal[this.journalLength++] = request;
		this.journal[this.journalLength++] = before;
	}

	/** Makes everything since the last `keep` or `undo` lasting. */
	keep(): void {
		this.journalLength = 0;
	}

	/** Where the journal stands, for `undoTo`. */
	mark(): number {
		return this.journalLength;
	}

	/** Takes back everything since the last `keep` or `undo`. */
	undo(): void {
		this.undoTo(0);
	}

	/** Takes back what came after `mark`. */
	undoTo(mark: number): void {
		while (this.journalLength > mark) {
			const before = this.journal[--this.journalLength]!;
			const request = this.journal[--this.journalLength]!;
			if (before < 0) this.take(request);
			else {
				// The set was served before, so an augmenting path exists whatever has moved meanwhile.
				if (this.someNeed && this.model.need[request]! >= 0) this.interpreting.find(request, before);
				this.put(request, before);
			}
		}
	}

	private touch(person: number): void {
		if (this.isTouched[person]!) return;
		this.isTouched[person] = 1;
		this.touched[this.touchedCount++] = person;
	}

	/** Brings `gapsOf` and `gaps` up to date after changes or undoing; only the people concerned are looked at. */
	settleGaps(): number {
		while (this.touchedCount > 0) {
			const person = this.touched[--this.touchedCount]!;
			this.isTouched[person] = 0;
			const now = this.gapCount.countGaps(person);
			const before = this.gapsOf[person]!;
			this.idleSlots += this.gapCount.idleCounted - this.idleSlotsOf[person]!;
			this.idleSlotsOf[person] = this.gapCount.idleCounted;
			if (now === before) continue;
			this.peopleWithGaps[before]!--;
			this.peopleWithGaps[now]!++;
			this.gapsOf[person] = now;
			this.gaps += now - before;
			if (before === 0) {
				this.placeInIdle[person] = this.idleCount;
				this.idlePeople[this.idleCount++] = person;
			} else if (now === 0) {
				const last = this.idlePeople[--this.idleCount]!;
				this.idlePeople[this.placeInIdle[person]!] = last;
				this.placeInIdle[last] = this.placeInIdle[person]!;
			}
		}
		return this.gaps;
	}

	/** Brings `unfairness` up to date: a high power of each share not granted stands in for comparing the smallest share, then the next. */
	settleUnfairness(): number {
		while (this.touchedCount > 0) {
			const person = this.touched[--this.touchedCount]!;
			this.isTouched[person] = 0;
			if (this.wished[person]! === 0) continue;
			const missing = 1 - this.granted[person]! / this.wished[person]!;
			const square = missing * missing;
			const now = square * square * square * square;
			this.unfairness += now - this.unfairnessOf[person]!;
			this.unfairnessOf[person] = now;
		}
		return this.unfairness;
	}

	startWatchingShares(): void {
		this.watchShares = true;
		for (let person = 0; person < this.model.people; person++) this.touch(person);
		this.settleUnfairness();
	}

	startWatchingGaps(): void {
		this.watchGaps = true;
		for (let person = 0; person < this.model.people; person++) this.touch(person);
		this.settleGaps();
	}

	/** By how much the most idle person's gaps exceed what the limit on differences allows. */
	gapDifferenceExcess(): number {
		if (this.model.maxGapDifference >= UNLIMITED) return 0;
		let least = 0;
		while (this.peopleWithGaps[least]! === 0) least++;
		let most = this.peopleWithGaps.length - 1;
		while (this.peopleWithGaps[most]! === 0) most--;
		return Math.max(0, most - least - this.model.maxGapDifference);
	}

	/** Loads a schedule: the cell of each request or -1. Everything held before is dropped first. Fixed meetings stay. */
	load(cells: Int32Array): void {
		const { requests, pinned } = this.model;
		for (let request = 0; request < requests; request++) {
			if (this.cellOf[request]! >= 0 && this.cellOf[request]! !== cells[request]! && pinned[request]! < 0) this.remove(request);
		}
		for (let request = 0; request < requests; request++) {
			if (cells[request]! >= 0 && this.cellOf[request]! < 0) this.place(request, cells[request]!);
		}
		this.keep();
		if (this.watchGaps) this.settleGaps();
		if (this.watchShares) this.settleUnfairness();
	}
}
