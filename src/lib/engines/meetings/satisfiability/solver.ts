import { ClauseStore, HEAD, KEPT_SPAN } from './clause-store.ts';
import { ConflictAnalysis } from './conflict-analysis.ts';
import { Phases } from './phases.ts';
import { grown, NO_REASON, Trail, UNKNOWN } from './trail.ts';
import { VariableOrder } from './variable-order.ts';
import { WatchLists } from './watch-lists.ts';

/** A literal: `2 * variable` says that the variable is true, `2 * variable + 1` that it is not. */
export type Literal = number;

export function negated(literal: Literal): Literal {
	return literal ^ 1;
}

/** What asking came to: assignments are in `isTrue`, the assumptions to blame in `core`; `unknown` where the effort did not suffice. */
export type Answer = 'satisfiable' | 'contradiction' | 'unknown';

/** And those that span so few as long as they are used. */
const SPAN_KEPT_IN_USE = 6;
const CONFLICTS_BEFORE_CLEANING = 2_000;
const MORE_BEFORE_CLEANING = 300;
/** The search begins anew when the clauses learned of late span more levels than those of the whole run; after a number of conflicts at least. */
const LATE = 1 / 32;
const LONG = 1 / 8192;
const RESTART_MARGIN = 1.15;
const CONFLICTS_BEFORE_RESTART = 24;
/**
 * It works in two ways by turns: with many restarts, which is good at contradictions, and with few, which is good at assignments. Each turn
 * has the propagations of the first, which ends after so many conflicts, times the square of its number.
 */
const CONFLICTS_OF_FIRST_TURN = 1_000;
const PERSISTENT_RESTART = 1_024;
/** So often, and then ever less often, what to try first is taken from elsewhere. */
const CONFLICTS_BEFORE_NEW_PHASES = 1_000;

/**
 * Decides whether clauses can be true together: conflict-driven clause learning with two watched literals, activities of variables,
 * saved phases, restarts by the quality of what is learned, and minimised clauses (Marques-Silva and Sakallah 1999; Moskewicz et al.
 * 2001; Eén and Sörensson 2003; Audemard and Simon 2009). Clauses may be added between two questions, and each question may assume
 * literals; if the assumptions are to blame, `core` names those that are. The same calls give the same answers on every machine.
 */
export class SatisfiabilitySolver {
	/** Of the last `contradiction`: assumptions that cannot all be true. Empty where the clauses alone contradict each other. */
	core: Literal[] = [];
	/** Literals of which the consequences were followed so far, a measure of effort. */
	propagations = 0;
	private conflicts = 0;
	private variables = 0;
	private room = 0;
	private readonly trail = new Trail();
	private queueHead = 0;
	private readonly clauses = new ClauseStore();
	private readonly watches = new WatchLists();
	private readonly order = new VariableOrder();
	private readonly phases = new Phases();
	private readonly analysis = new ConflictAnalysis(this.trail, this.clauses, (variable) => this.order.raise(variable));
	private solution = new Int8Array(0);
	private isContradictory = false;
	private cleanings = 0;
	private nextCleaning = CONFLICTS_BEFORE_CLEANING;
	private late = 0;
	private long = 0;
	/** Whether this is a turn with few restarts, in which the longest trail without a conflict is taken up again and again. */
	private isPersistent = false;
	private turn = 0;
	private turnEnds = Infinity;
	private firstTurn = 0;
	private sinceRestart = 0;
	private untilRestart = 0;
	private restarts = 0;
	private newPhases = 0;
	private nextPhases = CONFLICTS_BEFORE_NEW_PHASES;

	/** A new variable, as the literal that says it is true. `phase`: what is tried first. */
	newVariable(phase = false): Literal {
		const variable = this.variables++;
		if (variable >= this.room) this.grow(Math.max(1024, this.room * 2));
		this.phases.wish(variable, phase ? 1 : 0);
		this.order.put(variable);
		return variable * 2;
	}

	/** From now on try this literal first. */
	prefer(literal: Literal): void {
		this.phases.wish(literal >>> 1, literal & 1 ? 0 : 1);
	}

	/** Says that at least one of the literals is true. */
	add(...literals: Literal[]): void {
		if (this.isContradictory) return;
		this.backTo(0);
		const { value } = this.trail;
		const clause: Literal[] = [];
		for (const literal of literals) {
			if (value[literal]! > 0 || clause.includes(negated(literal))) return;
			if (value[literal] === UNKNOWN && !clause.includes(literal)) clause.push(literal);
		}
		if (clause.length > 1) this.watch(this.clauses.store(clause, 0));
		else if (clause.length === 1) {
			this.trail.assign(clause[0]!, NO_REASON);
			this.isContradictory = this.propagate() >= 0;
		} else this.isContradictory = true;
	}

	/** Whether the literal is true in the last assignment that was found. */
	isTrue(literal: Literal): boolean {
		return (this.solution[literal >>> 1]! ^ (literal & 1)) === 1;
	}

	/** Whether all clauses and assumptions can be true together; gives up after so many propagations. */
	solve(assumptions: readonly Literal[], effort: number): Answer {
		this.core = [];
		if (this.isContradictory) return 'contradiction';
		this.backTo(0);
		const { trail } = this;
		const end = this.propagations + effort;
		for (;;) {
			const conflict = this.propagate();
			if (conflict >= 0) {
				if (trail.levelStart.length === 0) {
					this.isContradictory = true;
					return 'contradiction';
				}
				if (this.isPersistent) this.phases.remember(trail.literals, trail.levelStart.at(-1)!);
				this.learn(conflict);
			} else if (this.propagations > end) {
				this.backTo(0);
				return 'unknown';
			} else if (this.conflicts >= this.nextCleaning) this.clean();
			else if (this.isToRestart()) this.restart(assumptions.length);
			else if (trail.levelStart.length < assumptions.length) {
				const literal = assumptions[trail.levelStart.length]!;
				if (trail.value[literal]! < 0) {
					this.core = [literal, ...this.analysis.blame(negated(literal))];
					this.backTo(0);
					return 'contradiction';
				}
				trail.openLevel();
				if (trail.value[literal] === UNKNOWN) trail.assign(literal, NO_REASON);
			} else {
				const variable = this.nextVariable();
				if (variable < 0) return this.keepSolution();
				trail.openLevel();
				trail.assign(variable * 2 + (this.phases.of(variable, this.isPersistent) ? 0 : 1), NO_REASON);
			}
		}
	}

	private keepSolution(): Answer {
		for (let v = 0; v < this.variables; v++) this.solution[v] = this.trail.value[v * 2]! > 0 ? 1 : 0;
		this.backTo(0);
		return 'satisfiable';
	}

	private nextVariable(): number {
		for (;;) {
			const variable = this.order.takeHighest();
			if (variable < 0 || this.trail.value[variable * 2] === UNKNOWN) return variable;
		}
	}

	/** Follows consequences; a clause that cannot be true any more, or -1. */
	private propagate(): number {
		const { trail, watches, clauses } = this;
		const { value, literals } = trail;
		const { cells } = clauses;
		let lists = watches.cells;
		while (this.queueHead < trail.length) {
			const falsified = literals[this.queueHead++]! ^ 1;
			this.propagations++;
			const start = watches.starts[falsified]!;
			const end = start + watches.lengths[falsified]!;
			let kept = start;
			for (let i = start; i < end; i += 2) {
				const clause = lists[i]!;
				const shortcut = lists[i + 1]!;
				lists[kept++] = clause;
				lists[kept++] = shortcut;
				if (value[shortcut]! > 0) continue;
				let conflict = -1;
				if (clause < 0) {
					// Of two literals, the shortcut is the other.
					if (value[shortcut] === UNKNOWN) trail.assign(shortcut, ~clause);
					else conflict = ~clause;
				} else {
					const first = clause + HEAD;
					const other = cells[first]! ^ cells[first + 1]! ^ falsified;
					lists[kept - 1] = other;
					if (value[other]! > 0) continue;
					const place = clauses.notFalse(clause, value);
					if (place >= 0) {
						const replacement = cells[place]!;
						cells[first] = other;
						cells[first + 1] = replacement;
						cells[place] = falsified;
						watches.add(replacement, clause, other);
						lists = watches.cells;
						kept -= 2;
						continue;
					}
					if (value[other] === UNKNOWN) trail.assign(other, clause);
					else conflict = clause;
				}
				if (conflict < 0) continue;
				lists.copyWithin(kept, i + 2, end);
				watches.lengths[falsified] = kept - start + end - i - 2;
				return conflict;
			}
			watches.lengths[falsified] = kept - start;
		}
		return -1;
	}

	private learn(conflict: number): void {
		const { analysis } = this;
		this.conflicts++;
		this.sinceRestart++;
		this.backTo(analysis.learn(conflict));
		this.order.decay();
		this.late += (analysis.span - this.late) * LATE;
		this.long += (analysis.span - this.long) * Math.max(LONG, 1 / this.conflicts);
		const [consequence] = analysis.clause;
		if (analysis.clause.length === 1) return this.trail.assign(consequence!, NO_REASON);
		const clause = this.clauses.store(analysis.clause, analysis.span);
		this.watch(clause);
		this.trail.assign(consequence!, clause);
	}

	private isToRestart(): boolean {
		if (this.isPersistent) return this.sinceRestart >= this.untilRestart;
		return this.sinceRestart >= CONFLICTS_BEFORE_RESTART && this.late > RESTART_MARGIN * this.long;
	}

	/** Begins anew above the assumptions. */
	private restart(assumptions: number): void {
		this.sinceRestart = 0;
		this.untilRestart = PERSISTENT_RESTART * luby(++this.restarts);
		this.late = this.long;
		this.backTo(Math.min(this.trail.levelStart.length, assumptions));
		if (this.conflicts >= this.nextPhases) {
			this.backTo(0);
			this.phases.change();
			this.nextPhases = this.conflicts + CONFLICTS_BEFORE_NEW_PHASES * ++this.newPhases;
		}
		this.takeTurns();
	}

	private takeTurns(): void {
		if (this.turn === 0) {
			if (this.conflicts < CONFLICTS_OF_FIRST_TURN) return;
			this.firstTurn = this.propagations;
		} else if (this.propagations < this.turnEnds) return;
		this.turn++;
		this.isPersistent = !this.isPersistent;
		const length = (this.turn + 1) >>> 1;
		this.turnEnds = this.propagations + this.firstTurn * length * length;
		this.restarts = 0;
		this.untilRestart = PERSISTENT_RESTART;
	}

	private backTo(level: number): void {
		const { trail } = this;
		if (trail.levelStart.length <= level) return;
		const start = trail.levelStart[level]!;
		for (let place = trail.length - 1; place >= start; place--) {
			const literal = trail.literals[place]!;
			const variable = literal >>> 1;
			trail.value[literal] = UNKNOWN;
			trail.value[literal ^ 1] = UNKNOWN;
			this.phases.note(variable, literal & 1 ? 0 : 1);
			this.order.put(variable);
		}
		trail.length = start;
		trail.levelStart.length = level;
		this.queueHead = start;
	}

	/** The first two literals of a clause are watched: it needs no look before one of them is false. */
	private watch(clause: number): void {
		const { cells } = this.clauses;
		const first = cells[clause + HEAD]!;
		const second = cells[clause + HEAD + 1]!;
		const watched = cells[clause] === 2 ? ~clause : clause;
		this.watches.add(first, watched, second);
		this.watches.add(second, watched, first);
	}

	/** Forgets, of the learned clauses that are not kept, the half that span the most levels, and what holds in any case. */
	private clean(): void {
		this.backTo(0);
		this.nextCleaning = this.conflicts + CONFLICTS_BEFORE_CLEANING + MORE_BEFORE_CLEANING * ++this.cleanings;
		const { clauses, trail } = this;
		const { cells } = clauses;
		const worst = [...clauses]
			.filter((clause) => clauses.span(clause) > (clauses.takeUse(clause) ? SPAN_KEPT_IN_USE : KEPT_SPAN))
			.sort((a, b) => clauses.span(b) - clauses.span(a) || cells[b]! - cells[a]! || a - b);
		const forgotten = new Set(worst.slice(0, worst.length >>> 1));
		const holds = (clause: number) => cells.subarray(clause + HEAD, clause + HEAD + cells[clause]!).some((literal) => trail.value[literal]! > 0);
		clauses.drop((clause) => forgotten.has(clause) || holds(clause));
		this.watches.clear();
		for (const clause of clauses) this.watch(clause);
		// What holds in any case needs no reason.
		for (let place = 0; place < trail.length; place++) trail.reason[trail.literals[place]! >>> 1] = NO_REASON;
	}

	private grow(room: number): void {
		this.room = room;
		this.solution = grown(this.solution, room);
		this.trail.grow(room);
		this.analysis.grow(room);
		this.phases.grow(room);
		this.watches.grow(room * 2);
		this.order.grow(room);
	}
}

/** The n-th of 1, 1, 2, 1, 1, 2, 4, … (Luby, Sinclair, Zuckerman 1993), from 1. */
function luby(n: number): number {
	for (let rest = n; ; ) {
		const bits = 32 - Math.clz32(rest);
		if (rest === 2 ** bits - 1) return 2 ** (bits - 1);
		rest -= 2 ** (bits - 1) - 1;
	}
}
