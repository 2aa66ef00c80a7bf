import type { ScheduleState } from './schedule-state.ts';

/**
 * How many changes of table the times of a schedule make unavoidable between a cell and the next, counted without tables. Meetings of
 * the two cells are joined by the people who go from one to the other; as a meeting of two people joins at most two, the pieces are
 * paths and cycles, a table stays with at most one of the two, and of k people in a row k - ceil(k / 2) must change.
 * Only for meetings of two.
 */
export class SeatChanges {
	private readonly state: ScheduleState;
	private readonly seen: Int32Array;
	private round = 0;
	/** Unavoidable changes from each cell to the next of its day, as last counted. */
	private readonly lost: Int32Array;
	private readonly touched: Int32Array;
	private touchedCount = 0;
	private readonly earlier: Int32Array;
	total = 0;

	constructor(state: ScheduleState) {
		this.state = state;
		this.seen = new Int32Array(state.model.requests);
		this.lost = new Int32Array(state.model.cells);
		this.earlier = new Int32Array(state.model.cells);
		this.touched = new Int32Array(4);
		for (const cell of state.model.cellOfSlot) {
			this.lost[cell] = this.count(cell);
			this.total += this.lost[cell]!;
		}
	}

	/** Counts anew around two cells that have exchanged meetings; returns by how much the total has changed. */
	recount(one: number, other: number): number {
		const before = this.total;
		this.touchedCount = 0;
		for (const cell of [one - 1, one, other - 1, other]) {
			if (cell < 0 || this.isTouched(cell)) continue;
			this.touched[this.touchedCount++] = cell;
			this.earlier[cell] = this.lost[cell]!;
			this.lost[cell] = this.count(cell);
			this.total += this.lost[cell]! - this.earlier[cell]!;
		}
		return this.total - before;
	}

	/** Takes the last recount back. */
	forget(): void {
		for (let i = 0; i < this.touchedCount; i++) {
			const cell = this.touched[i]!;
			this.total += this.earlier[cell]! - this.lost[cell]!;
			this.lost[cell] = this.earlier[cell]!;
		}
		this.touchedCount = 0;
	}

	private isTouched(cell: number): boolean {
		for (let i = 0; i < this.touchedCount; i++) if (this.touched[i]! === cell) return true;
		return false;
	}

	private count(cell: number): number {
		const { state } = this;
		const { cells, dayOfCell } = state.model;
		if (cell + 1 >= cells || dayOfCell[cell]! < 0 || dayOfCell[cell + 1]! !== dayOfCell[cell]!) return 0;
		this.round++;
		let lost = 0;
		// Paths first, from their ends; what is left then are cycles.
		for (const onlyEnds of [true, false]) {
			for (const side of [cell, cell + 1]) {
				for (let i = 0; i < state.used[side]!; i++) {
					const meeting = state.inCell[side * state.cellRoom + i]!;
					if (this.seen[meeting]! === this.round || (onlyEnds && this.joined(meeting, cell) > 1)) continue;
					lost += this.walk(meeting, cell) >> 1;
				}
			}
		}
		return lost;
	}

	/** In how many ways the meeting is joined to the other cell. */
	private joined(meeting: number, cell: number): number {
		const { partyStart, party, cells } = this.state.model;
		const there = this.state.cellOf[meeting]! === cell ? cell + 1 : cell;
		let count = 0;
		for (let i = partyStart[meeting]!; i < partyStart[meeting + 1]!; i++) if (this.state.at[party[i]! * cells + there]! >= 0) count++;
		return count;
	}

	/** Goes from meeting to meeting as far as it can; returns the number of people in the row. */
	private walk(from: number, cell: number): number {
		const { partyStart, party, cells } = this.state.model;
		let people = 0;
		let meeting = from;
		this.seen[from] = this.round;
		for (;;) {
			const there = this.state.cellOf[meeting]! === cell ? cell + 1 : cell;
			let next = -1;
			for (let i = partyStart[meeting]!; i < partyStart[meeting + 1]!; i++) {
				const other = this.state.at[party[i]! * cells + there]!;
				if (other >= 0 && this.seen[other]! !== this.round) next = other;
				// A cycle closes where it began.
				else if (other === from && people > 1) return people + 1;
			}
			if (next < 0) return people;
			people++;
			this.seen[next] = this.round;
			meeting = next;
		}
	}
}
