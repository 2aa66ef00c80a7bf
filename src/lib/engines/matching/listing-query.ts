import type { QueryAlternative, QueryGroup } from '../retrieval/types.ts';
import { CONCEPT, PHRASE, type ReadListing } from './read-listing.ts';

/** Groups of the query: what weighs less finds nothing that these do not, and costs time. */
const MOST_GROUPS = 60;

/** A translation counts a little less than the word itself. */
const SUREST_TRANSLATION = 0.95;

/** Translations below this share of the surest one are not asked for. */
const LEAST_SHARE = 0.3;

/** A listing as a weighted query: its heaviest words, phrases and concepts, each with what may stand for it. */
export function listingQuery(read: ReadListing): QueryGroup[] {
	const count = Math.min(MOST_GROUPS, read.own.length);
	const others: QueryAlternative[][] = Array.from({ length: count }, () => []);
	read.meaningKeys.forEach((key, i) => {
		const owner = read.meaningOwners[i]!;
		if (owner < count && key !== read.own[owner]) others[owner]!.push({ term: read.keys.keyOf(key), weight: read.meaningShares[i]! });
	});
	return others.map((translations, thing) => ({
		alternatives: alternativesOf(read, thing, translations),
		weight: read.weights[thing]!,
		occur: 'should' as const,
	}));
}

function alternativesOf(read: ReadListing, thing: number, translations: readonly QueryAlternative[]): QueryAlternative[] {
	const own = { term: read.keys.keyOf(read.own[thing]!), weight: 1 };
	// Broader concepts are in the index of whatever has a narrower one; asked for, they would find every sibling.
	if (read.kinds[thing] === CONCEPT) return [own];
	const surest = Math.max(0, ...translations.map(({ weight }) => weight));
	const asked = translations
		.filter(({ weight }) => weight >= surest * LEAST_SHARE)
		.map(({ term, weight }) => ({ term, weight: (weight / surest) * SUREST_TRANSLATION }));
	return read.kinds[thing] === PHRASE ? asked : [own, ...asked];
}
