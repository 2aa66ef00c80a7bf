/** What a conflict adds to an activity grows by this factor each time, which is as if all others shrank. */
const GROWTH = 1 / 0.95;
const TOO_LARGE = 1e100;

/** Variables by how much conflicts were about them of late: a heap, the highest first. */
export class VariableOrder {
	private activity = new Float64Array(0);
	private heap = new Int32Array(0);
	private place = new Int32Array(0);
	private length = 0;
	private increment = 1;

	grow(variables: number): void {
		const activity = new Float64Array(variables);
		activity.set(this.activity);
		this.activity = activity;
		const heap = new Int32Array(variables);
		heap.set(this.heap);
		this.heap = heap;
		const place = new Int32Array(variables).fill(-1);
		place.set(this.place);
		this.place = place;
	}

	/** Puts a variable in, if it is not there. */
	put(variable: number): void {
		if (this.place[variable]! >= 0) return;
		this.heap[this.length] = variable;
		this.place[variable] = this.length;
		this.up(this.length++);
	}

	/** Takes out the variable with the highest activity; -1 where there is none. */
	takeHighest(): number {
		if (this.length === 0) return -1;
		const highest = this.heap[0]!;
		this.place[highest] = -1;
		const last = this.heap[--this.length]!;
		if (this.length > 0) {
			this.heap[0] = last;
			this.place[last] = 0;
			this.down(0);
		}
		return highest;
	}

	/** A conflict was about this variable. */
	raise(variable: number): void {
		this.activity[variable]! += this.increment;
		if (this.activity[variable]! > TOO_LARGE) {
			for (let v = 0; v < this.activity.length; v++) this.activity[v]! /= TOO_LARGE;
			this.increment /= TOO_LARGE;
		}
		if (this.place[variable]! >= 0) this.up(this.place[variable]!);
	}

	decay(): void {
		this.increment *= GROWTH;
	}

	private up(from: number): void {
		const { heap, place, activity } = this;
		const variable = heap[from]!;
		const own = activity[variable]!;
		let at = from;
		while (at > 0) {
			const above = (at - 1) >>> 1;
			if (activity[heap[above]!]! >= own) break;
			heap[at] = heap[above]!;
			place[heap[at]!] = at;
			at = above;
		}
		heap[at] = variable;
		place[variable] = at;
	}

	private down(from: number): void {
		const { heap, place, activity, length } = this;
		const variable = heap[from]!;
		const own = activity[variable]!;
		let at = from;
		for (;;) {
			let below = at * 2 + 1;
			if (below >= length) break;
			if (below + 1 < length && activity[heap[below + 1]!]! > activity[heap[below]!]!) below++;
			if (activity[heap[below]!]! <= own) break;
			heap[at] = heap[below]!;
			place[heap[at]!] = at;
			at = below;
		}
		heap[at] = variable;
		place[variable] = at;
	}
}
