import { CRITERION_WEIGHTS, type CriterionWeights } from './matching-weights.ts';
import { heldBack } from './total-score.ts';
import { CRITERIA, type Criterion } from './types.ts';

/** A pair that a broker decided on, with what each criterion scored then; null or absent where unknown. */
export interface JudgedExample {
	introduced: boolean;
	scores: Readonly<Partial<Record<Criterion, number | null>>>;
}

export interface LearnedModel {
	/** What the total is made with: the coefficients as shares, at least 0, in sum 1. */
	weights: CriterionWeights;
	/** Of the logistic model, on scores from which `means` were taken; 0 where the criterion was too seldom known. */
	coefficients: CriterionWeights;
	means: CriterionWeights;
	intercept: number;
}

/** Fewer decisions than these say more of chance than of brokers. */
export const LEAST_DECISIONS = 200;

/** A criterion known for fewer pairs keeps its default weight. */
const LEAST_KNOWN = 30;

/** The penalty on half the squared sum of the coefficients, against the mean loss of an example. */
const PENALTY = 0.01;

const TURNS = 3000;
const PRECISION = 1e-8;

/**
 * Weights of the criteria from decisions, by logistic regression with a quadratic penalty on the coefficients and none below
 * zero, for a criterion that is better met must never speak against a pair. What is unknown counts as the criterion's mean.
 * Solved one coefficient after the other, by steps that a bound of the curvature keeps from going too far (Boehning and
 * Lindsay, Ann. Inst. Statist. Math. 1988), so that the same decisions always give the same weights. Throws a RangeError without both kinds of decisions.
 */
export function learnWeights(examples: readonly JudgedExample[], options: { penalty?: number; defaults?: CriterionWeights } = {}): LearnedModel {
	const { penalty = PENALTY, defaults = CRITERION_WEIGHTS } = options;
	const introduced = examples.filter((example) => example.introduced).length;
	if (introduced === 0 || introduced === examples.length) throw new RangeError('weights are learned from introduced and rejected pairs; expected both');
	const { rows, means, known } = matrixOf(examples);
	const learned = CRITERIA.map((criterion) => known[criterion] >= LEAST_KNOWN);
	const solution = solve(rows, examples.map((example) => Number(example.introduced)), learned, penalty);
	const byCriterion = (figure: (place: number) => number) =>
		Object.fromEntries(CRITERIA.map((criterion, place) => [criterion, figure(place)])) as Record<Criterion, number>;
	return {
		weights: sharesOf(byCriterion((place) => solution[place]!), learned, defaults),
		coefficients: byCriterion((place) => solution[place]!),
		means,
		intercept: solution[CRITERIA.length]!,
	};
}

function matrixOf(examples: readonly JudgedExample[]) {
	const held = examples.map(({ scores }) => heldBack(scores));
	const means = {} as Record<Criterion, number>;
	const known = {} as Record<Criterion, number>;
	for (const criterion of CRITERIA) {
		const values = held.flatMap((scores) => scores[criterion] ?? []);
		known[criterion] = values.length;
		means[criterion] = values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
	}
	// The last column is the intercept's.
	const rows = held.map((scores) => Float64Array.from([...CRITERIA.map((each) => (scores[each] ?? means[each]) - means[each]), 1]));
	return { rows, means, known };
}

/** Coefficients in the order of CRITERIA, then the intercept, which is free and unpunished. */
function solve(rows: readonly Float64Array[], labels: readonly number[], learned: readonly boolean[], penalty: number): Float64Array {
	const size = CRITERIA.length + 1;
	const at = new Float64Array(size);
	const sums = new Float64Array(rows.length);
	const penalties = Array.from({ length: size }, (_, place) => (place === CRITERIA.length ? 0 : penalty));
	// The loss bends nowhere more than this along a coefficient, so that no step can go too far.
	const bends = penalties.map((each, place) => rows.reduce((sum, row) => sum + row[place]! ** 2, 0) / rows.length / 4 + each);
	for (let turn = 0; turn < TURNS; turn++) {
		let moved = 0;
		for (let place = 0; place < size; place++) {
			if (bends[place] === 0 || learned[place] === false) continue;
			let slope = penalties[place]! * at[place]!;
			for (let i = 0; i < rows.length; i++) slope += ((logistic(sums[i]!) - labels[i]!) * rows[i]![place]!) / rows.length;
			const next = at[place]! - slope / bends[place]!;
			const change = (place === CRITERIA.length ? next : Math.max(0, next)) - at[place]!;
			if (change === 0) continue;
			at[place]! += change;
			for (let i = 0; i < rows.length; i++) sums[i]! += change * rows[i]![place]!;
			moved = Math.max(moved, Math.abs(change));
		}
		if (moved < PRECISION) break;
	}
	return at;
}

/** The slope of the mean loss with its penalty, by coefficient. */
export function gradient(rows: readonly Float64Array[], labels: readonly number[], at: Float64Array, penalty: number): Float64Array {
	const slope = at.map((value, place) => (place === CRITERIA.length ? 0 : penalty * value));
	rows.forEach((row, i) => {
		const error = (logistic(row.reduce((sum, value, place) => sum + value * at[place]!, 0)) - labels[i]!) / rows.length;
		for (let place = 0; place < row.length; place++) slope[place]! += error * row[place]!;
	});
	return slope;
}

/** Coefficients as shares of 1; criteria that could not be learned keep the share that they have by default. */
function sharesOf(coefficients: CriterionWeights, learned: readonly boolean[], defaults: CriterionWeights): CriterionWeights {
	const whole = CRITERIA.reduce((sum, each) => sum + defaults[each], 0);
	const ofLearned = CRITERIA.reduce((sum, each, place) => (learned[place] ? sum + defaults[each] : sum), 0) / whole;
	const sum = CRITERIA.reduce((total, each) => total + coefficients[each], 0);
	return Object.fromEntries(
		CRITERIA.map((each, place) => {
			// Where nothing speaks for any criterion, the defaults are as good as anything.
			if (!learned[place] || sum === 0) return [each, defaults[each] / whole];
			return [each, (coefficients[each] / sum) * ofLearned];
		}),
	) as Record<Criterion, number>;
}

export function logistic(value: number): number {
	return 1 / (1 + Math.exp(-value));
}
