import type { CriterionWeights } from './matching-weights.ts';
import { CRITERIA, type Criterion } from './types.ts';

/** From this topic score on, facts count in full; below, less and less: no country or price makes a pair of strangers. */
const FULL_TRUST_IN_FACTS = 0.5;

type Scores = Readonly<Partial<Record<Criterion, number | null>>>;

/** How much facts count beside a topic of this score: 0..1. */
export function trustInFacts(topic: number): number {
	return Math.min(1, topic / FULL_TRUST_IN_FACTS);
}

/** Scores as they enter the total: those of facts held back where the topic is weak. */
export function heldBack(scores: Scores): Partial<Record<Criterion, number | null>> {
	const trust = trustInFacts(scores.topic ?? 0);
	return Object.fromEntries(
		CRITERIA.map((criterion) => {
			const score = scores[criterion] ?? null;
			return [criterion, score === null || criterion === 'topic' ? score : score * trust];
		}),
	);
}

/** The total of a pair from its criteria's scores: their mean over what is known, weighed, facts held back; 0 where nothing is known. */
export function totalScore(scores: Scores, weights: CriterionWeights): number {
	const held = heldBack(scores);
	let sum = 0;
	let known = 0;
	for (const criterion of CRITERIA) {
		const score = held[criterion] ?? null;
		if (score === null) continue;
		sum += score * weights[criterion];
		known += weights[criterion];
	}
	return known === 0 ? 0 : sum / known;
}
