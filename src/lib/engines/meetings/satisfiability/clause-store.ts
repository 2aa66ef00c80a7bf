/**
 * Before its literals a clause has its length; how many levels it spans if it was learned, else 0; whether it was a reason of late; and how
 * far from there the literal lies that was last found not to be false.
 */
export const HEAD = 4;
/** Learned clauses that span so few levels are kept for good. */
export const KEPT_SPAN = 2;

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
		this.cells[place + 2] = 0;
		this.cells[place + 3] = HEAD + 2;
		for (let k = 0; k < literals.length; k++) this.cells[place + HEAD + k] = literals[k]!;
		this.length = needed;
		return place;
	}

	span(clause: number): number {
		return this.cells[clause + 1]!;
	}

	/** It has led to a conflict: it may span fewer levels than when it was learned. */
	use(clause: number, span: number): void {
		this.cells[clause + 1] = Math.min(this.cells[clause + 1]!, span);
		this.cells[clause + 2] = 1;
	}

	/** Whether it was used since this was asked last. */
	takeUse(clause: number): boolean {
		const isUsed = this.cells[clause + 2] === 1;
		this.cells[clause + 2] = 0;
		return isUsed;
	}

	/**
	 * The place of a literal besides the first two that is not false, by literal in `value`; -1 where all are. It goes on where it found the
	 * last one, since those before are mostly false still (Gent 2013).
	 */
	notFalse(clause: number, value: Int8Array): number {
		const { cells } = this;
		const from = clause + cells[clause + 3]!;
		const end = clause + HEAD + cells[clause]!;
		let place = from;
		while (place < end && value[cells[place]!]! < 0) place++;
		if (place === end) {
			place = clause + HEAD + 2;
			while (place < from && value[cells[place]!]! < 0) place++;
			if (place === from) return -1;
		}
		cells[clause + 3] = place - clause;
		return place;
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
