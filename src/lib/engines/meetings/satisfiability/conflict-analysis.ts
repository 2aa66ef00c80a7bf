import { HEAD, KEPT_SPAN, type ClauseStore } from './clause-store.ts';
import { grown, NO_REASON, type Trail } from './trail.ts';

/** Finds out from the reasons on the trail why something cannot be. */
export class ConflictAnalysis {
	/** Of the last conflict: the clause to learn, the literal to be true first, then one of the highest level besides. */
	readonly clause: number[] = [];
	/** How many levels it spans. */
	span = 0;
	private readonly trail: Trail;
	private readonly clauses: ClauseStore;
	private readonly isAbout: (variable: number) => void;
	private seen = new Uint8Array(0);
	private readonly marked: number[] = [];
	private readonly stack: number[] = [];
	private levelStamp = new Int32Array(64);
	private stamp = 0;

	/** `isAbout` is told of each variable that a conflict is about. */
	constructor(trail: Trail, clauses: ClauseStore, isAbout: (variable: number) => void) {
		this.trail = trail;
		this.clauses = clauses;
		this.isAbout = isAbout;
	}

	grow(variables: number): void {
		this.seen = grown(this.seen, variables);
	}

	/**
	 * Derives a clause from a conflict, at the last literal that alone on its level implies it (first unique implication point). Returns the
	 * level on which the clause has a consequence.
	 */
	learn(conflict: number): number {
		const { clause, trail } = this;
		this.derive(conflict);
		this.minimise();
		for (const variable of this.marked) this.seen[variable] = 0;
		this.marked.length = 0;
		this.span = this.levelsOf(clause, 0, clause.length);
		if (clause.length === 1) return 0;
		let highest = 1;
		for (let k = 2; k < clause.length; k++) if (trail.level[clause[k]! >>> 1]! > trail.level[clause[highest]! >>> 1]!) highest = k;
		const second = clause[1]!;
		clause[1] = clause[highest]!;
		clause[highest] = second;
		return trail.level[clause[1]! >>> 1]!;
	}

	/** The decisions from which the literal follows. */
	blame(literal: number): number[] {
		const { seen } = this;
		const { level, literals, reason, levelStart, length } = this.trail;
		const { cells } = this.clauses;
		const decisions: number[] = [];
		if (level[literal >>> 1] === 0) return decisions;
		seen[literal >>> 1] = 1;
		for (let place = length - 1; place >= levelStart[0]!; place--) {
			const variable = literals[place]! >>> 1;
			if (!seen[variable]) continue;
			const from = reason[variable]!;
			if (from === NO_REASON) decisions.push(literals[place]!);
			else for (let k = from + HEAD; k < from + HEAD + cells[from]!; k++) if (level[cells[k]! >>> 1]! > 0) seen[cells[k]! >>> 1] = 1;
			seen[variable] = 0;
		}
		return decisions;
	}

	private derive(conflict: number): void {
		const { clause, seen } = this;
		const { level, literals, reason, levelStart, length } = this.trail;
		const { cells } = this.clauses;
		const current = levelStart.length;
		clause.length = 0;
		clause.push(0);
		let open = 0;
		let place = length - 1;
		let from = conflict;
		let literal = -1;
		do {
			if (cells[from + 1]! > KEPT_SPAN) this.clauses.use(from, this.levelsOf(cells, from + HEAD, from + HEAD + cells[from]!));
			const end = from + HEAD + cells[from]!;
			for (let k = from + HEAD; k < end; k++) {
				const other = cells[k]!;
				const variable = other >>> 1;
				if (seen[variable] || level[variable] === 0) continue;
				seen[variable] = 1;
				this.marked.push(variable);
				this.isAbout(variable);
				if (level[variable] === current) open++;
				else clause.push(other);
			}
			while (!seen[literals[place]! >>> 1]) place--;
			literal = literals[place--]!;
			from = reason[literal >>> 1]!;
			open--;
		} while (open > 0);
		clause[0] = literal ^ 1;
	}

	/** Leaves out of the clause what follows from the rest of it. */
	private minimise(): void {
		const { clause } = this;
		// What follows from the rest has a decision on a level of the rest.
		this.levelsOf(clause, 0, clause.length);
		let kept = 1;
		for (let k = 1; k < clause.length; k++) {
			if (this.trail.reason[clause[k]! >>> 1] === NO_REASON || !this.isImplied(clause[k]!)) clause[kept++] = clause[k]!;
		}
		clause.length = kept;
	}

	private isImplied(literal: number): boolean {
		const { seen, stack, marked, levelStamp, stamp } = this;
		const { level, reason } = this.trail;
		const { cells } = this.clauses;
		const before = marked.length;
		let height = 0;
		stack[height++] = literal >>> 1;
		while (height > 0) {
			const from = reason[stack[--height]!]!;
			const end = from + HEAD + cells[from]!;
			for (let k = from + HEAD; k < end; k++) {
				const variable = cells[k]! >>> 1;
				if (seen[variable] || level[variable] === 0) continue;
				if (reason[variable] === NO_REASON || levelStamp[level[variable]!] !== stamp) {
					for (let i = before; i < marked.length; i++) seen[marked[i]!] = 0;
					marked.length = before;
					return false;
				}
				seen[variable] = 1;
				marked.push(variable);
				stack[height++] = variable;
			}
		}
		return true;
	}

	private levelsOf(literals: ArrayLike<number>, start: number, end: number): number {
		const { level, levelStart } = this.trail;
		while (levelStart.length >= this.levelStamp.length) this.levelStamp = grown(this.levelStamp, this.levelStamp.length * 2);
		this.stamp++;
		let levels = 0;
		for (let k = start; k < end; k++) {
			const at = level[literals[k]! >>> 1]!;
			if (this.levelStamp[at] === this.stamp) continue;
			this.levelStamp[at] = this.stamp;
			levels++;
		}
		return levels;
	}
}
