const UNSET = -1;

/** Which of its two literals of a variable is tried first: 1 for the one that says it is true, 0 for the other. */
export class Phases {
	/** As they were last. */
	private last = new Int8Array(0);
	/** As somebody wished them. */
	private wished = new Int8Array(0);
	/** As in the longest trail without a conflict since the last change. */
	private longest = new Int8Array(0);
	private length = 0;
	private changes = 0;

	grow(variables: number): void {
		this.last = grown(this.last, variables, 0);
		this.wished = grown(this.wished, variables, 0);
		this.longest = grown(this.longest, variables, UNSET);
	}

	wish(variable: number, phase: 0 | 1): void {
		this.last[variable] = phase;
		this.wished[variable] = phase;
		this.longest[variable] = UNSET;
	}

	note(variable: number, phase: 0 | 1): void {
		this.last[variable] = phase;
	}

	/** `isPersistent`: as in the longest trail. */
	of(variable: number, isPersistent: boolean): number {
		return isPersistent && this.longest[variable] !== UNSET ? this.longest[variable]! : this.last[variable]!;
	}

	/** Told of every trail without a conflict. */
	remember(trail: Int32Array, length: number): void {
		if (length <= this.length) return;
		this.length = length;
		for (let place = 0; place < length; place++) this.longest[trail[place]! >>> 1] = trail[place]! & 1 ? 0 : 1;
	}

	/** Begins elsewhere, by turns: at the longest trail, as wished, at the longest, at the opposite of what was last. */
	change(): void {
		const { last, longest } = this;
		const kind = this.changes++ % 4;
		for (let v = 0; v < last.length; v++) {
			if (kind === 1) last[v] = this.wished[v]!;
			else if (kind === 3) last[v] = 1 - last[v]!;
			else if (longest[v] !== UNSET) last[v] = longest[v]!;
		}
		longest.fill(UNSET);
		this.length = 0;
	}
}

function grown(old: Int8Array, length: number, value: number): Int8Array<ArrayBuffer> {
	const next = new Int8Array(length).fill(value);
	next.set(old);
	return next;
}
