export const UNKNOWN = 0;
export const NO_REASON = -1;

/** What is assumed and follows, in the order in which it came; each decision opens a level. */
export class Trail {
	/** By literal: 1 true, -1 false, 0 unknown. */
	value = new Int8Array(0);
	/** By variable: the level on which it was assigned, and the clause that implied it or `NO_REASON`. */
	level = new Int32Array(0);
	reason = new Int32Array(0);
	literals = new Int32Array(0);
	length = 0;
	/** Length of the trail where each level began; level 0 is before the first. */
	readonly levelStart: number[] = [];

	grow(variables: number): void {
		this.value = grown(this.value, variables * 2);
		this.level = grown(this.level, variables);
		this.reason = grown(this.reason, variables);
		this.literals = grown(this.literals, variables);
	}

	openLevel(): void {
		this.levelStart.push(this.length);
	}

	assign(literal: number, reason: number): void {
		const variable = literal >>> 1;
		this.value[literal] = 1;
		this.value[literal ^ 1] = -1;
		this.level[variable] = this.levelStart.length;
		this.reason[variable] = reason;
		this.literals[this.length++] = literal;
	}
}

export function grown<T extends Int8Array | Uint8Array | Int32Array | Float64Array>(old: T, length: number): T {
	const next = new (old.constructor as new (length: number) => T)(length);
	next.set(old);
	return next;
}
