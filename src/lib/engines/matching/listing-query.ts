import type { QueryGroup } from '../retrieval/types.ts';
import { weightOf, type ReadListing, type Said } from './read-listing.ts';

/** Groups of the query: what weighs less finds nothing that these do not, and costs time. */
const MOST_GROUPS = 60;

/** A translation counts a little less than the word itself. */
const SUREST_TRANSLATION = 0.95;

/** Translations below this share of the surest one are not asked for. */
const LEAST_SHARE = 0.3;

/** A listing as a weighted query: its heaviest words, phrases and concepts, each with what may stand for it. */
export function listingQuery(read: ReadListing): QueryGroup[] {
	return read.said.slice(0, MOST_GROUPS).map((said) => ({
		alternatives: alternativesOf(said),
		weight: weightOf(said),
		occur: 'should' as const,
	}));
}

function alternativesOf({ kind, meanings }: Said): { term: string; weight: number }[] {
	const [own, ...others] = meanings;
	if (!own || kind === 'concept') return own ? [{ term: own[0], weight: 1 }] : [];
	const surest = Math.max(0, ...others.map(([, share]) => share));
	const asked = others.flatMap(([term, share]) =>
		share >= surest * LEAST_SHARE ? [{ term, weight: (share / surest) * SUREST_TRANSLATION }] : [],
	);
	return kind === 'phrase' ? asked : [{ term: own[0], weight: 1 }, ...asked];
}
