import { atMost, countAlong, exactly } from '../satisfiability/counting.ts';
import { negated, SatisfiabilitySolver, type Literal } from '../satisfiability/solver.ts';
import type { SearchModel } from './search-model.ts';

/**
 * What a schedule of the same meetings at other times must keep, as clauses, after Bofill et al. (JAIR 74, 2022): which meeting lies
 * in which cell, who is busy when, and how many gaps each person has. As there, clauses that follow from others are added where they
 * lead faster to a contradiction: how many meetings each person has in all, how many must lie before a cell or after it, and how
 * many of them are over where nobody waits.
 */
export class GapFormula {
	readonly solver = new SatisfiabilitySolver();
	/** For each person: the j-th is true if more than j gaps are. No more than the limit of gaps a person. */
	readonly gapsOf: Literal[][] = [];
	private readonly model: SearchModel;
	private readonly held: number[] = [];
	/** For each meeting and cell; -1 where it cannot lie. */
	private readonly lies: Int32Array;
	private readonly meetingsOf: number[][];
	private readonly cells: number[] = [];
	/** When each person is busy, by cell; -1: never. */
	private readonly busy: Int32Array[] = [];
	private readonly isPairwise: boolean;
	/** Cells of whose capacity the formula does not know yet. */
	private unlimited: readonly number[];

	/** Meetings that are held in `cells` stay held; nobody has more than `mostGaps` gaps. */
	constructor(model: SearchModel, cells: Int32Array, mostGaps: number) {
		this.model = model;
		for (let cell = 0; cell < model.cells; cell++) if (model.slotOfCell[cell]! >= 0) this.cells.push(cell);
		this.lies = new Int32Array(model.requests * model.cells).fill(-1);
		this.meetingsOf = Array.from({ length: model.people }, () => []);
		for (let request = 0; request < model.requests; request++) {
			if (cells[request]! < 0) continue;
			this.held.push(request);
			for (let i = model.partyStart[request]!; i < model.partyStart[request + 1]!; i++) this.meetingsOf[model.party[i]!]!.push(request);
		}
		for (const request of this.held) this.placeMeeting(request);
		this.isPairwise = this.held.every((request) => model.partyStart[request + 1]! - model.partyStart[request]! === 2);
		this.unlimited = this.cells;
		for (const person of this.meetingsOf.keys()) this.busy.push(this.followPerson(person, mostGaps));
	}

	/** Where the last assignment that was found puts each meeting; -1 for those that are not held. */
	cellsFound(): Int32Array {
		const found = new Int32Array(this.model.requests).fill(-1);
		for (const request of this.held) {
			found[request] = this.cells.find((cell) => this.liesAt(request, cell) >= 0 && this.solver.isTrue(this.liesAt(request, cell)))!;
		}
		return found;
	}

	/** Try this schedule first. */
	prefer(cells: Int32Array): void {
		for (const request of this.held) {
			for (const cell of this.cells) if (this.liesAt(request, cell) >= 0) this.solver.prefer(cells[request] === cell ? this.liesAt(request, cell) : negated(this.liesAt(request, cell)));
		}
	}

	private liesAt(request: number, cell: number): Literal {
		return this.lies[request * this.model.cells + cell]!;
	}

	private placeMeeting(request: number): void {
		const { model, solver } = this;
		const choices: Literal[] = [];
		for (const cell of this.cells) {
			const isOpen = model.pinned[request]! >= 0 ? model.pinned[request] === cell : ((model.allowed[request * model.words + (cell >>> 5)]! >>> (cell & 31)) & 1) === 1;
			if (!isOpen) continue;
			const choice = solver.newVariable();
			this.lies[request * model.cells + cell] = choice;
			choices.push(choice);
		}
		solver.add(...choices);
		atMost(solver, choices, 1);
	}

	/** When a person is busy, by cell (-1: never), and what follows from it. */
	private followPerson(person: number, mostGaps: number): Int32Array {
		const { model, solver } = this;
		const meetings = this.meetingsOf[person]!;
		const busy = new Int32Array(model.cells).fill(-1);
		const open: number[] = [];
		for (const [place, cell] of this.cells.entries()) {
			const choices = meetings.map((request) => this.liesAt(request, cell)).filter((choice) => choice >= 0);
			if (choices.length === 0) continue;
			const isBusy = solver.newVariable();
			busy[cell] = isBusy;
			open.push(place);
			for (const choice of choices) solver.add(negated(choice), isBusy);
			solver.add(negated(isBusy), ...choices);
			atMost(solver, choices, 1);
		}
		const held = exactly(solver, open.map((place) => busy[this.cells[place]!]!), meetings.length);
		this.boundCounts(meetings, open, held);
		const gaps: Literal[] = [];
		for (let day = 0; day < model.days; day++) {
			const cells = this.cells.filter((cell) => model.dayOfCell[cell] === day);
			const ofDay = cells.map((cell) => busy[cell]!).filter((literal) => literal >= 0);
			if (model.dayLimit[person]! < meetings.length) atMost(solver, ofDay, model.dayLimit[person]!);
			gaps.push(...this.gapsOfDay(cells, busy, model.days === 1 ? ofOnlyDay(held, meetings.length) : this.ofDay(ofDay)));
		}
		atMost(solver, gaps, mostGaps);
		const counts = mostGaps === 0 ? [] : (countAlong(solver, gaps, mostGaps).at(-1) ?? []);
		if (model.days === 1) this.followOn(open, held, counts[0]);
		this.gapsOf.push(counts);
		return busy;
	}

	/** Meetings that can lie nowhere later are held by then, and those that can lie only later are not. */
	private boundCounts(meetings: readonly number[], open: readonly number[], held: readonly Literal[][]): void {
		for (const [i, place] of open.entries()) {
			const [until, from] = [this.cells.slice(0, place + 1), this.cells.slice(place + 1)];
			const onlyIn = (cells: readonly number[]) => meetings.filter((request) => cells.every((cell) => this.liesAt(request, cell) < 0)).length;
			const [early, late] = [onlyIn(from), onlyIn(until)];
			if (early > 0) this.solver.add(held[i]![early - 1]!);
			if (late > 0 && held[i]![meetings.length - late] !== undefined) this.solver.add(negated(held[i]![meetings.length - late]!));
		}
	}

	/** Whoever has no gap has had, so many cells after the first meeting began, a meeting in each of them, or all. */
	private followOn(open: readonly number[], held: readonly Literal[][], hasGap: Literal | undefined): void {
		for (const [i, place] of open.entries()) {
			for (let j = 1; j <= i && place - open[i - j]! === j && held[i]![j] !== undefined; j++) {
				this.solver.add(...(hasGap === undefined ? [] : [hasGap]), negated(held[i - j]![0]!), held[i]![j]!);
			}
		}
	}

	/** One literal for each gap that there may be in a day: true if there is. */
	private gapsOfDay(cells: readonly number[], busy: Int32Array, { begun, over }: DayCourse): Literal[] {
		const { solver } = this;
		const gaps: Literal[] = [];
		let open = -1;
		for (const [i, cell] of cells.entries()) {
			const isBegun = open < 0 ? undefined : begun[open];
			const isBusy = busy[cell]!;
			if (isBusy >= 0) open++;
			// Only where one could have another meeting in the next cell, or later.
			const next = i + 1 < cells.length ? busy[cells[i + 1]!]! : -1;
			const isLast = this.model.gapMeasure === 'breaks' ? next < 0 : open + 1 >= begun.length;
			if (isBegun === undefined || isLast) continue;
			const gap = solver.newVariable();
			gaps.push(gap);
			const isOver = this.model.gapMeasure === 'breaks' ? negated(next) : over[open];
			solver.add(negated(isBegun), ...(isBusy >= 0 ? [isBusy] : []), ...(isOver === undefined ? [] : [isOver]), gap);
		}
		return gaps;
	}

	private ofDay(open: readonly Literal[]): DayCourse {
		const begun = countAlong(this.solver, open, 1, true).map(([any]) => any!);
		const later = countAlong(this.solver, open.toReversed(), 1, true).map(([any]) => negated(any!)).toReversed();
		return { begun, over: later.slice(1) };
	}

	/**
	 * Makes the formula know the capacity of the cells in which the last assignment that was found has more meetings than tables; whether there
	 * are any. Few cells are ever full, so that the others need no clauses. Pairs are counted by their people, of whom there are fewer.
	 */
	limitCrowdedCells(): boolean {
		const { solver, model } = this;
		const crowded = this.unlimited.filter((cell) => this.meetingsIn(cell).filter((meeting) => solver.isTrue(meeting)).length > model.capacity[cell]!);
		this.unlimited = this.unlimited.filter((cell) => !crowded.includes(cell));
		for (const cell of crowded) {
			if (this.isPairwise) atMost(solver, this.busy.flatMap((of) => (of[cell]! >= 0 ? [of[cell]!] : [])), 2 * model.capacity[cell]!);
			else atMost(solver, this.meetingsIn(cell), model.capacity[cell]!);
		}
		return crowded.length > 0;
	}

	private meetingsIn(cell: number): Literal[] {
		return this.held.map((request) => this.liesAt(request, cell)).filter((meeting) => meeting >= 0);
	}
}

/** For each cell of a day in which a person may be busy: whether the meetings of the day have begun by then, and whether the last is over. */
interface DayCourse {
	begun: Literal[];
	/** Without an entry where it is certain that one comes later. */
	over: (Literal | undefined)[];
}

/** All the meetings lie in one day, so that the counts say it. */
function ofOnlyDay(held: readonly Literal[][], meetings: number): DayCourse {
	return { begun: held.map(([any]) => any!), over: held.map((counts) => counts[meetings - 1]) };
}
