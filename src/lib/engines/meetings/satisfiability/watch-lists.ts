import { grown } from './trail.ts';

/** Room of a list that begins, and how its room grows. */
const FIRST_ROOM = 8;

/**
 * For each literal the clauses that watch it: pairs of a clause and another literal of it. All lists lie in one array; one that outgrows its
 * room moves to the end.
 */
export class WatchLists {
	cells = new Int32Array(1 << 16);
	/** By literal. */
	starts = new Int32Array(0);
	lengths = new Int32Array(0);
	private rooms = new Int32Array(0);
	private used = 0;

	grow(literals: number): void {
		this.starts = grown(this.starts, literals);
		this.lengths = grown(this.lengths, literals);
		this.rooms = grown(this.rooms, literals);
	}

	add(literal: number, clause: number, other: number): void {
		const length = this.lengths[literal]!;
		if (length === this.rooms[literal]!) this.widen(literal, length);
		const end = this.starts[literal]! + length;
		this.cells[end] = clause;
		this.cells[end + 1] = other;
		this.lengths[literal] = length + 2;
	}

	/** Empties all lists, and closes what those that moved have left. */
	clear(): void {
		this.used = 0;
		for (let literal = 0; literal < this.starts.length; literal++) {
			this.starts[literal] = this.used;
			this.used += this.rooms[literal]!;
		}
		this.lengths.fill(0);
	}

	private widen(literal: number, length: number): void {
		const room = Math.max(FIRST_ROOM, length * 2);
		if (this.used + room > this.cells.length) this.cells = grown(this.cells, Math.max(this.used + room, this.cells.length * 2));
		const start = this.starts[literal]!;
		this.cells.copyWithin(this.used, start, start + length);
		this.starts[literal] = this.used;
		this.rooms[literal] = room;
		this.used += room;
	}
}
