import { IMPACT_STEPS, groupDocumentFrequency, inverseDocumentFrequency } from './bm25f.ts';
import type { TermDictionary } from './dictionary.ts';
import type { Occurrence, QueryGroup } from './types.ts';

/**
 * A query with its weights in fixed point: a posting adds `multiplier * impact`, both whole numbers, and every sum
 * stays below 2^53. Whole numbers add up to the same whatever the order, so a search that skips and reorders gives
 * exactly the scores, and the ties, of one that does not; and bounds are exact, without a margin for rounding.
 */
export interface QueryPlan {
	groups: readonly PlannedGroup[];
	/** Sum of `multiplier * impact` times this is the score. */
	unit: number;
}

export interface PlannedGroup {
	/** Position in the query as asked. */
	group: number;
	occur: Occurrence;
	/** Alternatives that the index knows, each once. */
	alternatives: readonly PlannedAlternative[];
}

export interface PlannedAlternative {
	term: number;
	/** 0 when the group does not score. */
	multiplier: number;
}

/** Largest sum of multipliers: times IMPACT_STEPS (below 2^12) it stays below 2^53. */
const MULTIPLIER_BITS = 40;

/** Throws RangeError on weights that are negative or not finite. */
export function planQuery(groups: readonly QueryGroup[], dictionary: Pick<TermDictionary, 'find' | 'documentFrequency'>, documents: number): QueryPlan {
	const kept = groups.map((group, position) => {
		checkWeights(group);
		const best = new Map<number, number>();
		for (const { term, weight } of group.alternatives) {
			const number = dictionary.find(term);
			if (weight === 0 || number < 0 || dictionary.documentFrequency(number) === 0) continue;
			best.set(number, Math.max(weight, best.get(number) ?? 0));
		}
		const known = [...best].map(([term, weight]) => ({
			term,
			weight,
			documentFrequency: dictionary.documentFrequency(term),
		}));
		const scores = group.occur !== 'not' && group.weight > 0;
		const idf = inverseDocumentFrequency(documents, groupDocumentFrequency(known, documents));
		return { position, occur: group.occur, known, worth: scores ? group.weight * idf : 0 };
	});
	let largest = 0;
	for (const { known, worth } of kept) largest += worth * Math.max(0, ...known.map(({ weight }) => weight));
	// One bit is left for rounding up.
	const scale = largest > 0 ? 2 ** (MULTIPLIER_BITS - 1 - Math.ceil(Math.log2(largest))) : 1;
	return {
		unit: 1 / (scale * IMPACT_STEPS),
		groups: kept
			.filter(({ occur, worth }) => occur !== 'should' || worth > 0)
			.map(({ position, occur, known, worth }) => ({
				group: position,
				occur,
				alternatives: known.map(({ term, weight }) => ({
					term,
					multiplier: worth > 0 ? Math.max(1, Math.round(worth * weight * scale)) : 0,
				})),
			})),
	};
}

function checkWeights(group: QueryGroup): void {
	for (const weight of [group.weight, ...group.alternatives.map((alternative) => alternative.weight)]) {
		if (!(weight >= 0) || weight === Infinity) throw new RangeError(`Weight ${weight} in a query, expected a finite number, at least 0`);
	}
}
