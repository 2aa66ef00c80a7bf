import type { Highs, Model, Solution } from 'highs';
import { keyOf, violatedOddSets } from './odd-sets.ts';
import { Random } from './search/random.ts';
import type { MeetingsProblem } from './types.ts';
import { withOddSets, type WeightModel } from './weight-model.ts';

/** A corner of the linear programme: the model that HiGHS has solved, with its odd sets. */
export interface Corner {
	programme: WeightModel;
	solution: Solution;
	/** Of the programme as HiGHS has it: points divided by its scale. */
	objective: number;
}

/** Solves what the model has become; undefined where nothing is left, or the time is over. */
type Solve = () => Solution | undefined;

/** So far a value may be from a whole number. */
const TOLERANCE = 1e-6;
/** What is so nearly held is held for good at the next step down. */
const NEARLY = 0.7;
/** Simplex goes on in no time where columns are no more than these. */
export const FEW_COLUMNS = 5_000;
/** Where they are more, one way down must do. */
const WAYS_DOWN = 3;
/** So many times on a way down, odd sets are looked for. */
const CUTS = 4;

/**
 * Looks for a schedule that reaches the bound of the linear programme. What it holds must cost nothing beyond its prices, and what has
 * a price must be used up (complementary slackness); that leaves open a face on which all schedules are equal. From a corner of it in a
 * random direction it goes down: what is nearly held is held for good, until no fractions are left, or no way on. Returns the value of
 * each column, or undefined where it finds none, perhaps because there is none. The model is another one afterwards.
 */
export function attain(problem: MeetingsProblem, highs: Highs, model: Model, corner: Corner, solve: Solve): Float64Array | undefined {
	const { numCols, colLower, colUpper } = corner.programme.data;
	const open = narrowToFace(problem, model, corner);
	const [lower, upper] = [Float64Array.from(open, (c) => colLower[c]!), Float64Array.from(open, (c) => colUpper[c]!)];
	const random = new Random(1, 300);
	const descent = new Descent(problem, highs, model, corner.programme, { open, solve });
	const ways = numCols <= FEW_COLUMNS ? WAYS_DOWN : 1;
	for (let way = 0; way < ways; way++) {
		const direction = Float64Array.from({ length: numCols }, (_, c) => (c < corner.programme.columnRequest.length ? random.unit() : 0));
		model.changeColsCost({ kind: 'range', from: 0, to: numCols - 1 }, direction);
		setBounds(model, open, lower, upper);
		const whole = descent.goDown();
		if (whole) return whole;
	}
	return undefined;
}

/** Leaves open only what a schedule as good as the bound may hold, and asks for all that has a price. Returns the columns left open. */
function narrowToFace(problem: MeetingsProblem, model: Model, { programme, solution, objective }: Corner): Int32Array {
	const points = objective * programme.scale;
	// What lies above the last whole number of points may be lost.
	const spare = (problem.exact ? points - Math.floor(points + TOLERANCE) : 0) / programme.scale + TOLERANCE / 10;
	const columns = Int32Array.from(programme.columnRequest.keys());
	const isOpen = (c: number) => Math.abs(solution.colDual[c]!) <= spare;
	const closed = columns.filter((c) => !isOpen(c));
	const settled = Float64Array.from(closed, (c) => Math.round(solution.colValue[c]!));
	setBounds(model, closed, settled, settled);
	const indices = Int32Array.from(solution.rowDual.keys()).filter((row) => solution.rowDual[row]! > spare);
	if (indices.length > 0) {
		const { upper } = model.getRows({ kind: 'set', indices });
		model.changeRowsBounds({ kind: 'set', indices }, upper, upper);
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
	readonly #solve: Solve;
	readonly #known: Set<string>;
	#programme: WeightModel;

	constructor(problem: MeetingsProblem, highs: Highs, model: Model, programme: WeightModel, { open, solve }: { open: Int32Array; solve: Solve }) {
		this.#problem = problem;
		this.#highs = highs;
		this.#model = model;
		this.#open = open;
		this.#programme = programme;
		this.#solve = solve;
		this.#known = new Set(programme.oddSets.map(keyOf));
	}

	/** Values of the columns, all whole, or undefined where there is no way on. */
	goDown(): Float64Array | undefined {
		for (let cuts = 0; ; cuts++) {
			const value = this.#solve()?.colValue;
			if (!value) return undefined;
			const fractions = this.#open.filter((c) => value[c]! > TOLERANCE && value[c]! < 1 - TOLERANCE);
			if (fractions.length === 0) return value;
			if (cuts < CUTS && this.#cutOff(value)) continue;
			const most = fractions.reduce((a, b) => (value[b]! > value[a]! ? b : a));
			const held = fractions.filter((c) => c === most || value[c]! >= NEARLY);
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
