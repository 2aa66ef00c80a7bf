import { bigramKey, hanBigrams } from '../reading/han-bigrams.ts';
import { pivotKey } from '../reading/index-terms.ts';
import { queryGroups } from '../reading/query-groups.ts';
import type { Reading } from '../reading/text-reader.ts';
import type { QueryAlternative, QueryGroup } from '../retrieval/types.ts';
import { characterGroups } from './character-groups.ts';
import { pivotSubstance } from './general-words.ts';
import type { RankWeights } from './rank-weights.ts';

/** Translations less likely than this are not asked for on their own. */
const LEAST_MEANING = 0.04;

/** A part of a query: its text, its reading, and what a mention in it counts. */
export interface RankQueryPart {
	text: string;
	reading: Reading;
	share: number;
	isTitle: boolean;
}

/**
 * The groups that a query asks for. A word is asked once as the best of itself and its translations, and every meaning that
 * its words may have once more on its own: the first rewards the exact word, the second gathers what several words say, and
 * is the same for documents of every language. Chinese characters, alone and in pairs, which only Chinese documents have, count as
 * far as the collection is Chinese (`ownShare`, 0..1): in a mixed one they would lift whatever is written in the query's language.
 */
export function rankQuery(parts: readonly RankQueryPart[], weights: RankWeights, ownShare: number, mostGroups: number): QueryGroup[] {
	const asked = new Map<string, { alternatives: readonly QueryAlternative[]; unit: number; times: number }>();
	const ask = (key: string, alternatives: readonly QueryAlternative[], unit: number, times: number) => {
		const known = asked.get(key);
		if (known) known.times += times;
		else asked.set(key, { alternatives, unit, times });
	};
	for (const { text, reading, share } of parts) {
		for (const { kind, alternatives, weight } of queryGroups(reading, groupWeights(weights))) {
			if (kind === 'phrase') continue;
			const unit = kind === 'concept' ? weights.concept : weights.word * substanceOf(alternatives, weights.general);
			ask(`${kind} ${alternatives.map(({ term }) => term).join(' ')}`, alternatives, unit, share * weight);
		}
		for (const { pivot, weight } of reading.pivots)
			if (weight >= LEAST_MEANING) {
				const unit = weights.meaning * damped(pivotSubstance(pivot), weights.general);
				ask(`meaning ${pivot}`, [{ term: pivotKey(pivot), weight: 1 }], unit, share * weight);
			}
		for (const [pair, times] of hanBigrams(text))
			if (pair.length > 1) ask(`pair ${pair}`, [{ term: bigramKey(pair), weight: 1 }], weights.bigram * ownShare, share * times);
	}
	const groups = [...asked.values()]
		.map(({ alternatives, unit, times }) => ({ alternatives, weight: unit * times ** weights.repetition, occur: 'should' as const }))
		.sort((a, b) => b.weight - a.weight)
		.slice(0, mostGroups);
	const worth = weights.characters.weight * ownShare * groups.reduce((sum, { weight }) => sum + weight, 0);
	return worth > 0 ? [...groups, ...characterGroups(parts, weights.characters, worth).slice(0, mostGroups)] : groups;
}

/** With units of 1 a group's weight is the square root of how often its word stands. */
function groupWeights({ surestTranslation, folded }: RankWeights) {
	return { word: 1, phrase: 0, concept: 1, surestTranslation, folded };
}

/** Between `general` and 1: what a word's translations say of a subject. */
function substanceOf(alternatives: readonly QueryAlternative[], general: number): number {
	let sum = 0;
	let seen = 0;
	for (const { term, weight } of alternatives) {
		if (!term.startsWith('p:')) continue;
		sum += weight * pivotSubstance(term.slice(2));
		seen += weight;
	}
	return seen === 0 ? 1 : damped(sum / seen, general);
}

function damped(substance: number, general: number): number {
	return general + (1 - general) * substance;
}
