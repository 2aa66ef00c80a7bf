import type { ReadListing } from './read-listing.ts';

/** Two things said, one by each listing, by position, that mean the same with a strength of 0..1. */
export interface Link {
	need: number;
	offer: number;
	strength: number;
	/** The number of the key that most links them. */
	key: number;
	/** What the link adds to the similarity before normalising. */
	weight: number;
}

export interface Links {
	/** For each thing that the need says, what the offer says that means the same best. */
	fromNeed: readonly Link[];
	/** For each thing that the offer says, what the need says that means the same best. */
	fromOffer: readonly Link[];
}

/** Weaker links are chance. */
const LEAST_LINK = 0.25;

/**
 * Links the things that two listings say, whose readings share one KeyNumbers. The strength of a link is the Bhattacharyya
 * coefficient of the two meanings: the sum over common keys of the root of the product of their shares, at most 1.
 */
export function linksBetween(need: ReadListing, offer: ReadListing): Links {
	const found = commonMeanings(need, offer);
	const fromNeed = new Map<number, Link>();
	const fromOffer = new Map<number, Link>();
	for (const { need: a, offer: b, sum, key } of found.values()) {
		const strength = Math.min(1, sum);
		if (strength < LEAST_LINK) continue;
		const link = { need: a, offer: b, strength, key, weight: need.weights[a]! * offer.weights[b]! * strength };
		if (link.weight > (fromNeed.get(a)?.weight ?? -1)) fromNeed.set(a, link);
		if (link.weight > (fromOffer.get(b)?.weight ?? -1)) fromOffer.set(b, link);
	}
	return { fromNeed: [...fromNeed.values()], fromOffer: [...fromOffer.values()] };
}

interface Common {
	need: number;
	offer: number;
	sum: number;
	best: number;
	key: number;
}

/** Pairs of things with a key in common, by merging the two lists of meanings, which are in the order of keys. */
function commonMeanings(need: ReadListing, offer: ReadListing): Map<number, Common> {
	const found = new Map<number, Common>();
	const a = need.meaningKeys;
	const b = offer.meaningKeys;
	let i = 0;
	let from = 0;
	while (i < a.length && from < b.length) {
		const key = a[i]!;
		if (b[from]! < key) {
			from++;
			continue;
		}
		for (let j = from; j < b.length && b[j] === key; j++) {
			const pair = need.meaningOwners[i]! * 256 + offer.meaningOwners[j]!;
			const product = need.meaningShares[i]! * offer.meaningShares[j]!;
			const known = found.get(pair);
			if (!known) found.set(pair, { need: need.meaningOwners[i]!, offer: offer.meaningOwners[j]!, sum: product, best: product, key });
			else {
				known.sum += product;
				if (product > known.best) {
					known.best = product;
					known.key = key;
				}
			}
		}
		i++;
	}
	return found;
}

/** Soft cosine of two listings over their best links, both ways: 0 nothing in common, 1 the same. */
export function similarity(need: ReadListing, offer: ReadListing, { fromNeed, fromOffer }: Links): number {
	if (need.norm === 0 || offer.norm === 0) return 0;
	const sum = (links: readonly Link[]) => links.reduce((total, link) => total + link.weight, 0);
	return Math.min(1, (sum(fromNeed) + sum(fromOffer)) / 2 / (need.norm * offer.norm));
}
