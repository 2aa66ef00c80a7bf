import type { Measures } from './measure.ts';

/** One thing that a schedule is to be good at. */
export interface Aim {
	name: 'weight' | 'fairness' | 'gaps' | 'table-changes' | 'walks' | 'home-tables' | 'wishes';
	sentence: string;
	/** Above 0 if `a` is the better, below if `b` is. */
	compare(a: Measures, b: Measures): number;
}

const fewer = (count: (measures: Measures) => number) => (a: Measures, b: Measures) => count(b) - count(a);

/**
 * The aims in strict order: a later one never costs anything of an earlier one. The one exception is asked for by name, the
 * option `fairnessAllowance`: the share of the greatest weight that may be given up so that nobody goes without.
 */
export const AIMS: readonly Aim[] = [
	{ name: 'weight', sentence: 'The meetings that are held weigh as much as possible.', compare: (a, b) => a.points - b.points },
	{ name: 'fairness', sentence: 'Whoever gets the smallest share of the wishes gets as much as possible, then the next.', compare: compareShares },
	{ name: 'gaps', sentence: 'People wait as little as possible between meetings.', compare: fewer(({ gaps }) => gaps) },
	{ name: 'table-changes', sentence: 'People change tables as seldom as possible.', compare: fewer(({ tableChanges }) => tableChanges) },
	{ name: 'walks', sentence: 'Where they change, they stay in the zone.', compare: fewer(({ zoneChanges }) => zoneChanges) },
	{ name: 'home-tables', sentence: 'Whoever has a table receives there.', compare: fewer(({ awayFromHome }) => awayFromHome) },
	{ name: 'wishes', sentence: "Meetings lie in the slots and zones that the host would rather see.", compare: fewer(({ againstWishes }) => againstWishes) },
];

/** Above 0 if `a` is the better schedule, below if `b` is, 0 if no aim tells them apart. */
export function compareSchedules(a: Measures, b: Measures): number {
	for (const { compare } of AIMS) {
		const difference = compare(a, b);
		if (Math.abs(difference) > 1e-9) return difference;
	}
	return 0;
}

/** The smallest shares first (leximin). */
function compareShares(a: Measures, b: Measures): number {
	for (let i = 0; i < Math.min(a.shares.length, b.shares.length); i++) {
		const difference = a.shares[i]! - b.shares[i]!;
		if (Math.abs(difference) > 1e-9) return difference;
	}
	return 0;
}
