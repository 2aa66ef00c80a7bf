import { queryGroups, type ReadGroup } from '../reading/query-groups.ts';
import type { Reading } from '../reading/text-reader.ts';
import { pivotSubstance } from './general-words.ts';

/** What is left of a word that a concept around it asks for already, and of a phrase's translations. */
const WORD_IN_CONCEPT = 0.5;
const PHRASE_IN_CONCEPT = 0.15;

/** What is left of a word that says nothing of a subject ("system", "cheap"). */
const GENERAL_SHARE = 0.6;

/**
 * A query as people type it: each of its parts counts about once. "Railway tracks" is two words, a phrase and a concept;
 * if all counted in full, listings about railways would outdo those about cracks in them.
 */
export function searchQuery(reading: Reading): ReadGroup[] {
	const groups = queryGroups(reading);
	const concepts = groups.filter(({ kind }) => kind === 'concept');
	return groups.map((group) => {
		if (group.kind === 'concept') return group;
		const covered = concepts.some(({ start, end }) => start <= group.start && group.end <= end);
		const share = group.kind === 'word' ? WORD_IN_CONCEPT : PHRASE_IN_CONCEPT;
		return { ...group, weight: group.weight * (covered ? share : 1) * substance(group) };
	});
}

/** 1 for a word with a subject, less for a general one. */
function substance({ alternatives }: ReadGroup): number {
	const pivots = alternatives.filter(({ term }) => term.startsWith('p:'));
	const whole = pivots.reduce((sum, { weight }) => sum + weight, 0);
	if (whole === 0) return 1;
	const said = pivots.reduce((sum, { term, weight }) => sum + weight * pivotSubstance(term.slice(2)), 0) / whole;
	return GENERAL_SHARE + (1 - GENERAL_SHARE) * said;
}
