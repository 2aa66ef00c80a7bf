import { CRITERIA, type Criterion, type CriterionResult, type Verdict } from '#lib/engines/matching/types.ts';

/** A pair's life. Judging anew never moves it, but for `withdrawn`: a listing of it is no longer public. */
export const PAIR_STATES = ['suggested', 'later', 'asked', 'introduced', 'rejected', 'withdrawn'] as const;
export type PairState = (typeof PAIR_STATES)[number];

/** States in which a broker has still something to decide. */
export const OPEN_PAIR_STATES = ['suggested', 'later', 'asked'] as const satisfies readonly PairState[];

export const PAIR_DECISIONS = ['introduce', 'later', 'reject', 'ask', 'reopen', 'undo'] as const;
export type PairDecision = (typeof PAIR_DECISIONS)[number];

export const REJECTION_REASONS = [
	'topic',
	'maturity',
	'region',
	'capacity',
	'price',
	'known',
	'duplicate',
	'outdated',
	'quality',
	'other',
] as const;
export type RejectionReason = (typeof REJECTION_REASONS)[number];

/** Hard conflicts that keep a pair from being suggested. */
export const EXCLUSIONS = ['same-organisation', 'expired', 'export-restricted', 'countries-excluded', 'exclusivity'] as const;
export type Exclusion = (typeof EXCLUSIONS)[number];

/** What the engine said of a pair, by criterion, without any text. */
export type JudgedCriteria = Partial<Record<Criterion, { verdict: Verdict; score: number | null; weight: number }>>;

/** Scores by criterion at the time of a decision: what weights are learned from. Null where unknown. */
export type DecisionScores = Partial<Record<Criterion, number | null>>;

/** The criteria of a judgement as they are stored: rounded, and without quotations. */
export function judgedCriteria(criteria: readonly CriterionResult[]): JudgedCriteria {
	const round = (figure: number) => Math.round(figure * 10_000) / 10_000;
	return Object.fromEntries(
		criteria.map(({ criterion, verdict, score, weight }) => [
			criterion,
			{ verdict, score: score === null ? null : round(score), weight: round(weight) },
		]),
	);
}

/** The scores that a decision on a pair keeps. */
export function decisionScores(criteria: JudgedCriteria): DecisionScores {
	return Object.fromEntries(CRITERIA.map((criterion) => [criterion, criteria[criterion]?.score ?? null]));
}
