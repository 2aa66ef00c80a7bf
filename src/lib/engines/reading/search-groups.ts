import { pivotSubstance } from '../matching/general-words.ts';
import { groupDocumentFrequency, inverseDocumentFrequency } from '../retrieval/bm25f.ts';
import type { QueryAlternative, QueryGroup } from '../retrieval/types.ts';
import type { ReadGroup } from './query-groups.ts';

/** How a typed query is weighed, by name, so that it can be tuned. */
export interface SearchWeights {
	concept: number;
	/** What is left of a word that a concept around it asks for already, and of a phrase's translations. */
	wordInConcept: number;
	phraseInConcept: number;
	/** What is left of a word that a phrase's translations ask for already. */
	wordInPhrase: number;
	/** What is left of a word that says nothing of a subject ("method", "low", "system"). */
	general: number;
	/** A group's weight grows with this power of its idf; 1 is BM25. Less lets two words asked outdo one rare word. */
	rarity: number;
	/** The best so many are put in order anew by how much of the query they answer, with this power of that share. */
	reranked: number;
	coverage: number;
	/** How far a concept and a phrase's translation answer for one of their words; how rare words count among others. */
	unitConcept: number;
	unitPhrase: number;
	unitRarity: number;
	unitGeneral: number;
}

export const SEARCH_WEIGHTS: Readonly<SearchWeights> = {
	concept: 0.8,
	wordInConcept: 0.5,
	phraseInConcept: 0.1,
	wordInPhrase: 0.7,
	general: 0.3,
	rarity: 0.85,
	reranked: 200,
	coverage: 1,
	unitConcept: 0.9,
	unitPhrase: 0.8,
	unitRarity: 0.2,
	unitGeneral: 0.1,
};

/** What the weighing needs to know of the index. */
export interface TermStatistics {
	documents: number;
	frequencyOf(term: string): number;
}

/**
 * A read query as the index scores it. Each of its parts counts about once: "railway tracks" is two words, a phrase and a
 * concept; if all counted in full, listings about railways would outdo those about cracks in them.
 */
export function searchGroups(groups: readonly ReadGroup[], statistics: TermStatistics, weights = SEARCH_WEIGHTS): QueryGroup[] {
	const concepts = groups.filter(({ kind }) => kind === 'concept');
	const phrases = groups.filter(({ kind }) => kind === 'phrase');
	const share = (group: ReadGroup): number => {
		if (group.kind === 'concept') return weights.concept;
		const inConcept = concepts.some((concept) => covers(concept, group));
		if (group.kind === 'phrase') return inConcept ? weights.phraseInConcept : 1;
		if (inConcept) return weights.wordInConcept;
		return phrases.some((phrase) => covers(phrase, group)) ? weights.wordInPhrase : 1;
	};
	return groups.map((group) => {
		const { alternatives, occur } = group;
		const said = group.kind === 'concept' ? 1 : substance(group, weights.general);
		// The index multiplies by all of the group's idf: part of it is taken out beforehand.
		const idf = rarityOf(alternatives, statistics);
		return { alternatives, occur, weight: idf === 0 ? 0 : group.weight * share(group) * said * idf ** (weights.rarity - 1) };
	});
}

/** A word asked, with whatever may answer for it, by which to judge how much of the query a listing answers. */
export interface AskedUnit {
	group: QueryGroup;
	weight: number;
}

/**
 * The words of a query as units: whatever stands for the word (its translations, the concepts and phrases around it) is an
 * alternative, so that one shared concept is never more than its words. Words of one concept or phrase share its weight.
 */
export function askedUnits(groups: readonly ReadGroup[], statistics: TermStatistics, weights = SEARCH_WEIGHTS): AskedUnit[] {
	const words = groups.filter(({ kind }) => kind === 'word');
	const wider = groups.filter(({ kind }) => kind !== 'word');
	return words.map((word) => {
		const around = wider.filter((group) => covers(group, word));
		const companions = Math.max(1, ...around.map((group) => words.filter((other) => covers(group, other)).length));
		const alternatives = surest([...word.alternatives, ...around.flatMap((group) => brought(group, words, weights))]);
		const rarity = rarityOf(alternatives, statistics) ** weights.unitRarity;
		return {
			group: { alternatives, weight: 1, occur: 'should' },
			weight: (substance(word, weights.unitGeneral) * rarity) / Math.sqrt(companions),
		};
	});
}

/** The share of a query, 0 to 1, that a listing answers by the alternatives (by position of the unit) that it has. */
export function coverage(units: readonly AskedUnit[], answered: readonly { group: number; term: string }[]): number {
	const whole = units.reduce((sum, { weight }) => sum + weight, 0);
	if (whole === 0) return 1;
	let sum = 0;
	for (const { group, term } of answered) {
		const unit = units[group]!;
		sum += unit.weight * (unit.group.alternatives.find((alternative) => alternative.term === term)?.weight ?? 0);
	}
	return sum / whole;
}

/** What a concept or a phrase's translation brings to each of its words. */
function brought(group: ReadGroup, words: readonly ReadGroup[], weights: SearchWeights): QueryAlternative[] {
	if (group.kind === 'concept') return group.alternatives.map(({ term, weight }) => ({ term, weight: weight * weights.unitConcept }));
	const inside = words.filter((word) => covers(group, word));
	// What one of the words means by itself answers for that word alone: "rice" is half of "rice pest".
	return group.alternatives
		.filter(({ term }) => !inside.some((word) => word.alternatives.some((own) => own.term === term)))
		.map(({ term, weight }) => ({ term, weight: weight * Math.min(1, group.weight) * weights.unitPhrase * substanceOfTerm(term) }));
}

function covers(outer: ReadGroup, inner: ReadGroup): boolean {
	return outer.start <= inner.start && inner.end <= outer.end;
}

function surest(alternatives: readonly QueryAlternative[]): QueryAlternative[] {
	const best = new Map<string, number>();
	for (const { term, weight } of alternatives) best.set(term, Math.max(weight, best.get(term) ?? 0));
	return [...best].map(([term, weight]) => ({ term, weight }));
}

/** The idf of a group as the index reckons it; 0 where the index has none of its terms. */
function rarityOf(alternatives: readonly QueryAlternative[], { documents, frequencyOf }: TermStatistics): number {
	const known = alternatives.flatMap(({ term, weight }) => {
		const documentFrequency = frequencyOf(term);
		return documentFrequency > 0 && weight > 0 ? [{ weight, documentFrequency }] : [];
	});
	return known.length === 0 ? 0 : inverseDocumentFrequency(documents, groupDocumentFrequency(known, documents));
}

function substanceOfTerm(term: string): number {
	return term.startsWith('p:') ? pivotSubstance(term.slice(2)) : 1;
}

/** 1 for a word with a subject, down to `general` for one that any listing may have. */
function substance({ alternatives }: ReadGroup, general: number): number {
	const pivots = alternatives.filter(({ term }) => term.startsWith('p:'));
	const whole = pivots.reduce((sum, { weight }) => sum + weight, 0);
	if (whole === 0) return 1;
	const said = pivots.reduce((sum, { term, weight }) => sum + weight * substanceOfTerm(term), 0) / whole;
	return general + (1 - general) * said;
}
