import { countInTree } from '../satisfiability/counting.ts';
import { negated, type Answer, type Literal } from '../satisfiability/solver.ts';
import type { Course } from './course.ts';
import { GapFormula } from './gap-formula.ts';
import { ScheduleState } from './schedule-state.ts';
import type { SearchModel } from './search-model.ts';

/** A formula has about so many literals at most, meetings times cells. */
const LARGEST = 20_000;
/** Beyond so many gaps counting them takes too many clauses. */
const MOST_GAPS = 64;
/** So many propagations take as long as a step of annealing. */
const PROPAGATIONS_A_STEP = 2.5;
const BETWEEN_LOOKS = 100_000;
/** Of the whole course, how much the search from below has. */
const FROM_BELOW = 0.45;
/** And the question whether one more than the least suffices. */
const NEAR_THE_LEAST = 0.4;
/** From below, a question may take so many propagations, and so many times those of all before it. */
const LEAST_PATIENCE = 4e6;
const PATIENCE = 3;
/** A contradiction is asked about again so often, each time with what it blamed alone, as long as it blames less. */
const TRIMMINGS = 5;
/** What leaving out one literal may cost, in propagations. */
const EFFORT_OF_OMISSION = 100_000;

export interface LeastGapsOptions {
	course: Course;
	/** Told of every better schedule. */
	found(cells: Int32Array, gaps: number): void;
}

/** Whether the times of these meetings can be written as a formula of a reasonable size. */
export function canProveGaps(model: SearchModel, cells: Int32Array): boolean {
	let held = 0;
	for (let request = 0; request < model.requests; request++) {
		if (cells[request]! < 0) continue;
		if (model.need[request]! >= 0) return false;
		held++;
	}
	return held * model.slotOfCell.filter((slot) => slot >= 0).length <= LARGEST;
}

/**
 * Moves the meetings of a schedule to other cells so that there are as few gaps as possible, and ends when there are: by asking a solver of
 * clauses. First from below (core-guided maximum satisfiability, Morgado, Dodaro and Marques-Silva 2014): nobody has a gap, and whoever is to
 * blame that this cannot be may have one more together; the first answer that is no contradiction has the fewest. If that takes long, from
 * above: fewer than the fewest so far. `fewest`: the gaps of `cells`, Infinity if these break the limit on the difference of gaps.
 */
export function leastGaps(model: SearchModel, cells: Int32Array, fewest: number, options: LeastGapsOptions): void {
	new LeastGaps(model, cells, fewest, options).run();
}

class LeastGaps {
	private readonly model: SearchModel;
	private readonly options: LeastGapsOptions;
	private readonly formula: GapFormula;
	private fewest: number;
	private best: Int32Array;
	/** No schedule has fewer. */
	private least = 0;

	constructor(model: SearchModel, cells: Int32Array, fewest: number, options: LeastGapsOptions) {
		this.model = model;
		this.options = options;
		this.best = cells;
		this.fewest = Math.min(fewest, MOST_GAPS);
		// If somebody has no gap, which is so wherever there are few, nobody may have more than the limit of the difference.
		this.formula = new GapFormula(model, cells, Math.min(model.maxGapDifference, this.fewest));
	}

	run(): void {
		if (this.isDone(1)) return;
		this.fromBelow();
		this.fromAbove();
	}

	/**
	 * `counts`: those of each person, and of each contradiction so far. Of each, one literal says that it is no more than is known to be
	 * unavoidable; all of these are assumed, until a contradiction blames some.
	 */
	private fromBelow(): void {
		const { solver, gapsOf } = this.formula;
		const assumed = new Map<Literal, { counts: readonly Literal[]; allowed: number }>();
		const assume = (counts: readonly Literal[], allowed: number) => {
			if (allowed < counts.length) assumed.set(negated(counts[allowed]!), { counts, allowed });
		};
		for (const counts of gapsOf) assume(counts, 0);
		while (this.least < this.fewest && !this.isDone(FROM_BELOW)) {
			const patience = LEAST_PATIENCE + PATIENCE * solver.propagations;
			const answer = this.ask([...assumed.keys()], FROM_BELOW, patience);
			if (answer !== 'contradiction') return;
			const core = this.trimmed(solver.core);
			if (core.length === 0) {
				this.least = Infinity;
				return;
			}
			this.least++;
			solver.add(...core.map(negated));
			for (const literal of core) {
				const { counts, allowed } = assumed.get(literal)!;
				assumed.delete(literal);
				assume(counts, allowed + 1);
			}
			assume(countInTree(solver, core.map(negated), core.length), 1);
		}
	}

	/** First one more than is known to be unavoidable, which often suffices; then one fewer than the fewest so far, again and again. */
	private fromAbove(): void {
		const { solver, gapsOf } = this.formula;
		if (this.least >= this.fewest || this.isDone(1)) return;
		const sum = countInTree(solver, gapsOf.flat(), this.fewest);
		const atMost = (gaps: number) => (gaps < sum.length ? [negated(sum[gaps]!)] : []);
		if (this.least + 1 < this.fewest) this.ask(atMost(this.least + 1), FROM_BELOW + NEAR_THE_LEAST);
		this.formula.prefer(this.best);
		while (this.least < this.fewest && this.ask(atMost(this.fewest - 1), 1) === 'satisfiable');
	}

	/** As few of the assumptions to blame as little effort finds. */
	private trimmed(core: readonly Literal[]): readonly Literal[] {
		const { solver } = this.formula;
		let least = core;
		for (let i = 0; i < TRIMMINGS && least.length > 1; i++) {
			if (solver.solve(least, EFFORT_OF_OMISSION) !== 'contradiction' || solver.core.length >= least.length) break;
			least = solver.core;
		}
		for (let i = 0; i < least.length && least.length > 1; ) {
			const rest = least.filter((_literal, place) => place !== i);
			if (solver.solve(rest, EFFORT_OF_OMISSION) === 'contradiction') least = rest.filter((literal) => solver.core.includes(literal));
			else i++;
		}
		return least;
	}

	/** Asks until there is an answer or the course has come so far, and keeps what is found. */
	private ask(assumptions: readonly Literal[], until: number, propagations = Infinity): Answer {
		const { formula } = this;
		const end = formula.solver.propagations + propagations;
		while (!this.isDone(until) && formula.solver.propagations < end) {
			const answer = formula.solver.solve(assumptions, BETWEEN_LOOKS);
			if (answer === 'contradiction') return answer;
			if (answer === 'satisfiable' && !formula.limitCrowdedCells()) {
				this.keep(formula.cellsFound());
				return answer;
			}
		}
		return 'unknown';
	}

	private keep(cells: Int32Array): void {
		const state = new ScheduleState(this.model);
		state.load(cells);
		state.startWatchingGaps();
		state.settleGaps();
		if (state.gaps >= this.fewest) return;
		this.fewest = state.gaps;
		this.best = cells;
		this.formula.prefer(cells);
		this.options.found(cells, state.gaps);
	}

	private isDone(until: number): boolean {
		return this.options.course.progress(this.formula.solver.propagations / PROPAGATIONS_A_STEP) >= until;
	}
}
