import type { Highs, Model, Solution } from 'highs';
import { keyOf, violatedOddSets } from './odd-sets.ts';
import { Random } from './search/random.ts';
import type { MeetingsProblem } from './types.ts';
import { withOddSets, type WeightModel } from './weight-model.ts';

/** A corner of the linear programme: the model that HiGHS has solved, with its odd sets. */
export interface Corner {
	programme: WeightModel;
	solution: Solution;
}

export interface AttainOptions {
	/** Solves what the model has become; undefined where nothing is left, or the time is over. */
	solve(): Solution | undefined;
	/** Told of the values with which a way down ended in vain. */
	endedAt(value: Float64Array): void;
}

/** So far a value may be from a whole number. */
const TOLERANCE = 1e-6;
/** What is so nearly held is held for good at the next step down. */
const NEARLY = 0.7;
const WAYS_DOWN = 3;
/** So many times on a way down, odd sets are looked for. */
const CUTS = 4;

/**
 * Looks for a schedule that reaches the bound of the linear programme. What it holds must cost nothing beyond its prices, and what has
 * a price must be used up (complementary slackness); that leaves open a face on which all schedules are equal. From a corner of it in a
 * random direction it goes down: what is nearly held is held for good, until no fractions are left, or no way on. Returns the value of
 * each column, or undefined where it finds none, perhaps because there is none. The model is another one afterwards.
 */
export function attain(problem: MeetingsProblem, highs: Highs, model: Model, corner: Corner, { solve, endedAt }: AttainOptions): Float64Array | undefined {
	const open = narrowToFace(problem, model, corner);
	const { numCols, colLower } = corner.programme.data;
	const meetings = corner.programme.columnRequest.length;
	const random = new Random(1, 300);
	const descent = new Descent(problem, highs, model, corner.programme, open, solve);
	for (let way = 0; way < WAYS_DOWN; way++) {
		model.changeColsCost({ kind: 'range', from: 0, to: numCols - 1 }, Float64Array.from({ length: numCols }, (_, c) => (c < meetings ? random.unit() : 0)));
		setBounds(model, open, Float64Array.from(open, (c) => colLower[c]!), new Float64Array(open.length).fill(1));
		const end = descent.goDown();
		if (!end || end.isWhole) return end?.value;
		endedAt(end.value);
	}
	return undefined;
}

/** Leaves open only what a schedule as good as the bound may hold, and asks for all that has a price. Returns the columns left open. */
function narrowToFace(problem: MeetingsProblem, model: Model, { programme, solution }: Corner): Int32Array {
	const points = model.getObjectiveValue() * programme.scale;
	// What lies above the last whole number of points may be lost.
	const spare = (problem.exact ? points - Math.floor(points + TOLERANCE) : 0) / programme.scale + TOLERANCE / 10;
	const columns = Int32Array.from(programme.columnRequest.keys());
	const isOpen = (c: number) => Math.abs(solution.colDual[c]!) <= spare;
	const closed = columns.filter((c) => !isOpen(c));
	const settled = Float64Array.from(closed, (c) => Math.round(solution.colValue[c]!));
	setBounds(model, closed, settled, settled);
	const priced = Int32Array.from(solution.rowDual.keys()).filter((row) => solution.rowDual[row]! > spare);
	if (priced.length > 0) {
		const { upper } = model.getRows({ kind: 'set', indices: priced });
		model.changeRowsBounds({ kind: 'set', indices: priced }, upper, upper);
	}
	return columns.filter(isOpen);
}

function setBounds(model: Model, indices: Int32Array, lower: Float64Array, upper: Float64Array): void {
	if (indices.length > 0) model.changeColsBounds({ kind: 'set', indices }, lower, upper);
}

class Descent {
	readonly #problem: MeetingsProblem;
	readonly #highs: Highs;
	readonly #model: Model;
	readonly #open: Int32Array;
	readonly #solve: AttainOptions['solve'];
	readonly #known: Set<string>;
	#programme: WeightModel;

	constructor(problem: MeetingsProblem, highs: Highs, model: Model, programme: WeightModel, open: Int32Array, solve: AttainOptions['solve']) {
		this.#problem = problem;
		this.#highs = highs;
		this.#model = model;
		this.#programme = programme;
		this.#open = open;
		this.#solve = solve;
		this.#known = new Set(programme.oddSets.map(keyOf));
	}

	/** The last values before there was no way on, or whole ones; undefined if there was no beginning. */
	goDown(): { value: Float64Array; isWhole: boolean } | undefined {
		let value: Float64Array | undefined;
		for (let cuts = 0; ; cuts++) {
			const next = this.#solve()?.colValue;
			if (!next) return value && { value, isWhole: false };
			value = next;
			const fractions = this.#open.filter((c) => next[c]! > TOLERANCE && next[c]! < 1 - TOLERANCE);
			if (fractions.length === 0) return { value, isWhole: true };
			if (cuts < CUTS && this.#cutOff(next)) continue;
			const most = fractions.reduce((a, b) => (next[b]! > next[a]! ? b : a));
			const held = fractions.filter((c) => c === most || next[c]! >= NEARLY);
			const ones = new Float64Array(held.length).fill(1);
			setBounds(this.#model, held, ones, ones);
		}
	}

	#cutOff(value: Float64Array): boolean {
		const sets = violatedOddSets(this.#problem, this.#programme, value, this.#known);
		if (sets.length === 0) return false;
		for (const set of sets) this.#known.add(keyOf(set));
		const { model, added } = withOddSets(this.#problem, this.#programme, sets, this.#highs);
		this.#model.addRows(added);
		this.#programme = model;
		return true;
	}
}
