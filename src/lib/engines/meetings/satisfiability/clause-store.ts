/** Before its literals a clause has its length and, if it was learned, how many levels it spans (else 0). */
export const HEAD = 2;

/** Clauses one after another in one array; a clause is the place where it begins. */
export class ClauseStore {
	cells = new Int32Array(1 << 16);
	length = 0;

	/** `span`: how many levels a learned clause spans, 0 for one that was given. */
	store(literals: readonly number[], span: number): number {
		const needed = this.length + literals.length + HEAD;
		if (needed > this.cells.length) {
			const wider = new Int32Array(Math.max(needed, this.cells.length * 2));
			wider.set(this.cells);
			this.cells = wider;
		}
		const place = this.length;
		this.cells[place] = literals.length;
		this.cells[place + 1] = span;
		for (let k = 0; k < literals.length; k++) this.cells[place + HEAD + k] = literals[k]!;
		this.length = needed;
		return place;
	}

	span(clause: number): number {
		return this.cells[clause + 1]!;
	}

	*[Symbol.iterator](): Generator<number> {
		for (let clause = 0; clause < this.length; clause += this.cells[clause]! + HEAD) yield clause;
	}

	/** Drops clauses and closes the room they had: the others move. */
	drop(isDropped: (clause: number) => boolean): void {
		const { cells } = this;
		let to = 0;
		for (let from = 0; from < this.length; ) {
			const length = cells[from]! + HEAD;
			if (!isDropped(from)) {
				cells.copyWithin(to, from, from + length);
				to += length;
			}
			from += length;
		}
		this.length = to;
	}
}
