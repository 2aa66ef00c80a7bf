import type { Admission } from '#lib/trading/vocabulary.ts';

/** Who may bid, as the seller stated before. Empty lists: anybody. */
export interface Criteria {
	kinds: readonly string[];
	countries: readonly string[];
	admission: Admission;
}

/** What is asked of who wants to bid. */
export interface Candidate {
	id: string;
	state: string;
	kind: string;
	country: string;
}

export type Ineligible = 'not_admitted' | 'own' | 'kind' | 'country';

/** Why an organisation may not bid; empty where it may. An officer can refuse further, never admit against these. */
export function ineligible(criteria: Criteria, candidate: Candidate, seller: string | null): Ineligible[] {
	const found: Ineligible[] = [];
	if (candidate.id === seller) found.push('own');
	if (candidate.state !== 'admitted') found.push('not_admitted');
	if (criteria.kinds.length > 0 && !criteria.kinds.includes(candidate.kind)) found.push('kind');
	if (criteria.countries.length > 0 && !criteria.countries.includes(candidate.country)) found.push('country');
	return found;
}
