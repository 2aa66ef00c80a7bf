import type { Highs } from 'highs';
import { isReached } from './bound.ts';
import { measure } from './measure.ts';
import { assignTables } from './search/assign-tables.ts';
import { courseOfSeconds, courseOfSteps, eitherCourse, type Course } from './search/course.ts';
import { makeFair } from './search/fairness.ts';
import { keepGapDifference } from './search/gap-difference.ts';
import { fewerGaps } from './search/gaps.ts';
import { greedy } from './search/greedy.ts';
import { findHeaviest } from './search/heaviest.ts';
import { Random } from './search/random.ts';
import { repair } from './search/repair.ts';
import { ScheduleState } from './search/schedule-state.ts';
import { onlyHeld, searchModelOf, type SearchModel } from './search/search-model.ts';
import { annealSeats } from './search/seat-annealing.ts';
import { NONE, UNLIMITED, type Assignment, type MeetingsProblem, type SearchContext } from './types.ts';

/**
 * How the time, or the steps, are shared among the stages. What a stage leaves, the next ones have; weight also ends at the bound.
 */
const SHARES = { weight: 0.55, fairness: 0.05, gaps: 0.2, tables: 0.2 } as const;
/** A large problem's linear programme takes long, and only with its prices does weight come near the bound. */
const WEIGHT_IF_LARGE = 0.75;
/** Of what is left after weight and fairness, small problems give so much to gaps: their tables are soon settled. */
const GAPS_IF_SMALL = 0.92;
/** Of the stage of gaps, the part of the solver of clauses, where nothing else is said. */
const PROOF = 1 / 2;
/** Of the stage of weight, the first part anneals and the rest refills cells exactly. Large problems anneal for longer. */
const ANNEALED = 0.5;
const ANNEALED_IF_LARGE = 0.6;
const LARGE = 8_000;
/** Annealing on what prices find worth while has so many seconds a request, and no more than this part of those left for weight. */
const SECONDS_POLISHING = 3e-4;
const POLISHED = 0.4;
/** Temperatures of annealing on changes of table, in changes; and the part of the last stage that it has. */
const SEATS_HOT = 0.6;
const SEATS_COLD = 0.05;
const SEATS = 0.8;
/** A round of refilling counts as so many steps. */
const STEPS_A_ROUND = 20_000;
const SECONDS_A_ROUND = 1;
/** What is kept of the seconds for the tables of the last schedule. */
const SECONDS_FOR_TABLES = 0.3;
/** Up to this size seconds are turned into steps, cautiously, so that a run ends by its steps and can be repeated. */
const SMALL = 1_000;
const NOMINAL_STEPS_A_SECOND = 1_600_000;
const SECONDS_BETWEEN_TELLINGS = 0.25;

/**
 * The best schedule that is found within the limits of `context`, in the strict order of aims.ts: greatest weight by greedy insertion,
 * annealing and exact refilling of cells; then fairness, gaps, tables. Where there is an earlier schedule it is repaired instead.
 * With `context.steps`, and for small problems wherever the machine is not too slow for its seconds, the result is always the same;
 * otherwise the clock has a say in how far each stage comes.
 */
export function searchSchedule(problem: MeetingsProblem, context: SearchContext, highs?: Highs): Assignment {
	return new Search(problem, context, highs).run();
}

class Search {
	private readonly problem: MeetingsProblem;
	private readonly model: SearchModel;
	private readonly context: SearchContext;
	private readonly highs: Highs | undefined;
	private readonly began: number;
	/** Limits of all stages together; absent where only the clock limits them. */
	private readonly steps: number | undefined;
	private stepsLeft: number;
	/** Seconds that must be left when a stage ends. */
	private reserve: number;
	private readonly shareOfWeight: number;
	private toldAt = -Infinity;
	private toldPoints = -1;

	constructor(problem: MeetingsProblem, context: SearchContext, highs: Highs | undefined) {
		this.problem = problem;
		this.model = searchModelOf(problem);
		this.context = context;
		this.highs = highs;
		this.began = context.now();
		this.reserve = Math.min(SECONDS_FOR_TABLES, context.seconds * 0.1);
		const { requests } = problem;
		this.shareOfWeight = requests > LARGE ? WEIGHT_IF_LARGE : SHARES.weight;
		this.steps = context.steps ?? (requests <= SMALL ? (context.seconds * NOMINAL_STEPS_A_SECOND) / (1 + requests / 1_500) : undefined);
		this.stepsLeft = this.steps ?? Infinity;
	}

	run(): Assignment {
		const cells = this.problem.hasPrevious ? this.repaired() : this.scheduled();
		const kept = this.problem.maxGapDifference < UNLIMITED ? keepGapDifference(this.model, cells) : cells;
		this.tell('tables', kept, true);
		this.reserve = 0;
		return this.assignment(kept, this.course(1, 1));
	}

	private scheduled(): Int32Array {
		let cells = this.evened(this.fair(this.orOffered(this.heaviest())));
		// A heavier schedule that came meanwhile comes first; its gaps are seen to in what time is left.
		const offered = this.orOffered(cells);
		if (offered !== cells) cells = this.evened(this.fair(offered));
		return this.seated(cells);
	}

	private repaired(): Int32Array {
		const { previousSlot } = this.problem;
		const earlier = previousSlot.map((slot) => (slot < 0 ? -1 : this.model.cellOfSlot[slot]!));
		return repair(this.model, earlier, { seed: this.context.seed, course: this.course(0.9, 0.9) });
	}

	private heaviest(): Int32Array {
		const { model, context, problem } = this;
		const state = this.beginning();
		this.tell('weight', state.cellOf, true);
		const share = model.requests > LARGE ? ANNEALED_IF_LARGE : ANNEALED;
		const part = this.shareOfWeight * (1 - share);
		findHeaviest(state, {
			seed: context.seed,
			highs: this.highs,
			annealing: this.course(this.shareOfWeight * share, this.shareOfWeight * share),
			polishing: () => this.limited(Infinity, Math.min(SECONDS_POLISHING * model.requests, this.secondsForWeight() * POLISHED)),
			refilling: () => this.rounds(part, part / (1 - this.shareOfWeight * share)),
			secondsFor: () => Math.min(SECONDS_A_ROUND, Math.max(0.02, this.secondsForWeight())),
			// What comes from another thread comes at any moment: not where the result must always be the same.
			gains: () => (this.steps === undefined ? context.gains?.() : undefined),
			bound: () => context.bound(),
			isReached: (points) => isReached(problem, points, context.bound()),
			orOffered: (cells) => this.orOffered(cells),
			improved: ({ cellOf }) => this.tell('weight', cellOf),
		});
		this.tell('weight', state.cellOf, true);
		if (state.waitingCount === 0) this.stepsLeft = this.steps ?? Infinity;
		return state.cellOf.slice();
	}

	/** What is left of the seconds of the first stage. */
	private secondsForWeight(): number {
		return this.secondsLeft() - (1 - this.shareOfWeight) * this.context.seconds;
	}

	private beginning(): ScheduleState {
		const state = new ScheduleState(this.model);
		const { start } = this.context;
		if (start) state.load(start.slot.map((slot) => (slot < 0 ? -1 : this.model.cellOfSlot[slot]!)));
		greedy(state);
		return state;
	}

	/** The schedule, or a heavier one that another thread has found; not with a limit of steps, since nobody knows when it comes. */
	private orOffered(cells: Int32Array): Int32Array {
		const offer = this.steps === undefined ? this.context.offered?.() : undefined;
		if (!offer) return cells;
		const weightOf = (held: Int32Array) => held.reduce((sum, at, request) => (at < 0 ? sum : sum + this.model.weight[request]!), 0);
		// What fairness has cost on purpose is not to be won back.
		const enough = weightOf(cells) / (1 - this.problem.fairnessAllowance);
		return weightOf(offer) > enough + 1e-9 ? offer.map((slot) => (slot < 0 ? -1 : this.model.cellOfSlot[slot]!)) : cells;
	}

	private fair(cells: Int32Array): Int32Array {
		const state = new ScheduleState(this.model);
		state.load(cells);
		if (state.waitingCount === 0) return cells;
		const total = 1 - this.shareOfWeight;
		return makeFair(state, new Random(this.context.seed, 3), {
			allowance: this.problem.fairnessAllowance,
			serving: this.course(SHARES.fairness / 2, SHARES.fairness / 2 / total),
			evening: this.course(SHARES.fairness / 2, SHARES.fairness / 2 / total),
		});
	}

	private evened(cells: Int32Array): Int32Array {
		this.tell('gaps', cells, true);
		const share = this.model.requests <= SMALL ? GAPS_IF_SMALL : SHARES.gaps / (SHARES.gaps + SHARES.tables);
		const [left, steps] = [this.secondsLeft() * share, this.stepsLeft * share];
		return fewerGaps(this.model, cells, {
			seed: this.context.seed,
			course: (part) => this.limited(steps * part, left * part),
			proof: this.context.proof ?? PROOF,
			found: (better) => this.tell('gaps', better, true),
		});
	}

	/** Times for which fewer people must change tables, and where the host would rather see them. */
	private seated(cells: Int32Array): Int32Array {
		const { problem, model } = this;
		if (!problem.pairwise || (problem.tablesUnlimited && model.preferred.every((word, i) => (model.allowed[i]! & ~word) === 0))) return cells;
		this.tell('tables', cells);
		const state = new ScheduleState(onlyHeld(model, cells));
		state.load(cells);
		state.startWatchingGaps();
		annealSeats(state, new Random(this.context.seed, 5), { course: this.course(SHARES.tables * SEATS, SEATS), hot: SEATS_HOT, cold: SEATS_COLD });
		const changesWith = (of: Int32Array) => measure(problem, this.assignment(of)).tableChanges;
		return changesWith(state.cellOf) <= changesWith(cells) ? state.cellOf.slice() : cells;
	}

	/** A stage with a share of all the steps, or a share of the seconds that are left. */
	private course(ofSteps: number, ofSecondsLeft: number): Course {
		const { steps } = this;
		if (steps !== undefined) this.stepsLeft -= steps * ofSteps;
		return this.limited((steps ?? Infinity) * ofSteps, this.secondsLeft() * ofSecondsLeft);
	}

	private limited(steps: number, seconds: number): Course {
		const bySeconds = courseOfSeconds(seconds, this.context.now, () => this.isOver());
		return this.steps === undefined ? bySeconds : eitherCourse(courseOfSteps(steps), bySeconds);
	}

	private rounds(ofSteps: number, ofSecondsLeft: number): Course {
		const course = this.course(ofSteps, ofSecondsLeft);
		return { progress: (round) => course.progress(round * STEPS_A_ROUND) };
	}

	private secondsLeft(): number {
		return Math.max(0, this.context.seconds - (this.context.now() - this.began));
	}

	private isOver(): boolean {
		return this.context.stopped() || this.secondsLeft() <= this.reserve;
	}

	/** Tells of the best so far: at most a few times a second, or always with `now`. */
	private tell(phase: string, cells: Int32Array, now = false): void {
		const { progress } = this.context;
		if (!progress) return;
		const at = this.context.now();
		if (!now && at - this.toldAt < SECONDS_BETWEEN_TELLINGS) return;
		this.toldAt = at;
		const state = new ScheduleState(this.model);
		state.load(cells);
		state.startWatchingGaps();
		const isBetter = state.weight > this.toldPoints || now;
		this.toldPoints = Math.max(this.toldPoints, state.weight);
		const isAllowed = state.gapDifferenceExcess() === 0;
		progress({ phase, points: state.weight, gaps: state.gaps, seconds: at - this.began, ...(isBetter && isAllowed ? { best: this.assignment(cells) } : {}) });
	}

	/** Cells as a whole schedule, with tables and interpreters. */
	private assignment(cells: Int32Array, tables?: Course): Assignment {
		const state = new ScheduleState(this.model);
		state.load(cells);
		const slot = state.cellOf.map((cell) => (cell < 0 ? NONE : this.model.slotOfCell[cell]!));
		const table = assignTables(this.problem, slot, new Random(this.context.seed, 4), tables ? { course: tables } : {});
		return { slot, table, interpreter: state.interpreterOf.slice() };
	}
}
