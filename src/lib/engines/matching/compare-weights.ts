import { learnWeights, logistic, type JudgedExample } from './learn-weights.ts';
import { CRITERION_WEIGHTS, type CriterionWeights } from './matching-weights.ts';
import { totalScore } from './total-score.ts';

/** How well weights order and foretell decisions that they were not learned from. */
export interface WeightFigures {
	/** The share of pairs of an introduced and a rejected one that are in the right order; 0.5 is chance. */
	auc: number;
	/** Mean negative logarithm of the probability given to what was decided; less is better. */
	logLoss: number;
	/** The share introduced among the strongest. */
	precision: number;
}

export interface WeightComparison {
	/** How many of the strongest `precision` looks at. */
	strongest: number;
	default: WeightFigures;
	learned: WeightFigures;
}

const FOLDS = 10;
const MOST_STRONGEST = 50;

/**
 * The weights that decisions teach beside the defaults, on decisions that they have not seen: the examples are dealt out in
 * ten parts, each judged by weights learned from the other nine. Totals become probabilities by a logistic curve fitted on
 * the other nine parts (Platt 1999), for both alike. Throws a RangeError as learnWeights does.
 */
export function compareWeights(examples: readonly JudgedExample[], defaults: CriterionWeights = CRITERION_WEIGHTS): WeightComparison {
	const judgedByDefault: Judged[] = [];
	const judgedByLearned: Judged[] = [];
	for (const part of dealtOut(examples)) {
		const others = examples.filter((example) => !part.includes(example));
		judgedByDefault.push(...judgeBy(defaults, others, part));
		judgedByLearned.push(...judgeBy(learnWeights(others, { defaults }).weights, others, part));
	}
	const strongest = Math.max(1, Math.min(MOST_STRONGEST, Math.floor(examples.length / 4)));
	return { strongest, default: figuresOf(judgedByDefault, strongest), learned: figuresOf(judgedByLearned, strongest) };
}

interface Judged {
	introduced: boolean;
	probability: number;
}

/** Introduced and rejected ones are dealt apart, so that each part has its share of both. */
function dealtOut(examples: readonly JudgedExample[]): JudgedExample[][] {
	const parts: JudgedExample[][] = Array.from({ length: FOLDS }, () => []);
	for (const kind of [true, false]) examples.filter(({ introduced }) => introduced === kind).forEach((example, i) => parts[i % FOLDS]!.push(example));
	return parts.filter((part) => part.length > 0);
}

function judgeBy(weights: CriterionWeights, known: readonly JudgedExample[], asked: readonly JudgedExample[]): Judged[] {
	const curve = fittedCurve(known.map(({ introduced, scores }) => ({ introduced, total: totalScore(scores, weights) })));
	return asked.map(({ introduced, scores }) => ({ introduced, probability: curve(totalScore(scores, weights)) }));
}

/** The logistic curve in the total that fits decisions best, rising at least a little; Newton's method with a slight penalty. */
function fittedCurve(known: readonly { introduced: boolean; total: number }[]): (total: number) => number {
	const PENALTY = 1e-3;
	let slope = 1;
	let intercept = 0;
	for (let turn = 0; turn < 50; turn++) {
		let [gs, gi, ss, si, ii] = [PENALTY * slope, 0, PENALTY, 0, 1e-9];
		for (const { introduced, total } of known) {
			const p = logistic(slope * total + intercept);
			const error = (p - Number(introduced)) / known.length;
			const curvature = (p * (1 - p)) / known.length;
			gs += error * total;
			gi += error;
			ss += curvature * total * total;
			si += curvature * total;
			ii += curvature;
		}
		const determinant = ss * ii - si * si;
		if (determinant <= 1e-15) break;
		const [moveSlope, moveIntercept] = [(ii * gs - si * gi) / determinant, (ss * gi - si * gs) / determinant];
		slope -= moveSlope;
		intercept -= moveIntercept;
		if (Math.abs(moveSlope) + Math.abs(moveIntercept) < 1e-10) break;
	}
	// A falling curve would turn the order round; then the totals foretell nothing.
	if (slope <= 0) {
		const share = known.filter(({ introduced }) => introduced).length / known.length;
		return () => share;
	}
	return (total) => logistic(slope * total + intercept);
}

function figuresOf(judged: readonly Judged[], strongest: number): WeightFigures {
	const sorted = [...judged].sort((a, b) => b.probability - a.probability);
	const logLoss = judged.reduce((sum, { introduced, probability }) => {
		const given = Math.min(1 - 1e-12, Math.max(1e-12, introduced ? probability : 1 - probability));
		return sum - Math.log(given);
	}, 0);
	return {
		auc: areaUnderCurve(judged),
		logLoss: logLoss / judged.length,
		precision: sorted.slice(0, strongest).filter(({ introduced }) => introduced).length / strongest,
	};
}

/** The share of pairs in the right order, ties half (Mann and Whitney 1947). */
export function areaUnderCurve(judged: readonly Judged[]): number {
	const sorted = [...judged].sort((a, b) => a.probability - b.probability);
	const introduced = judged.filter((each) => each.introduced).length;
	const rejected = judged.length - introduced;
	let ranks = 0;
	for (let from = 0; from < sorted.length; ) {
		let to = from;
		while (to < sorted.length && sorted[to]!.probability === sorted[from]!.probability) to++;
		const middle = (from + to + 1) / 2;
		for (let i = from; i < to; i++) if (sorted[i]!.introduced) ranks += middle;
		from = to;
	}
	return (ranks - (introduced * (introduced + 1)) / 2) / (introduced * rejected);
}
