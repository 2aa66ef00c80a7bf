import { weightOf, type ReadListing, type Said } from './read-listing.ts';

/** Two things said, one by each listing, that mean the same with a strength of 0..1. */
export interface Link {
	asked: Said;
	found: Said;
	strength: number;
	/** The meaning that most links them. */
	key: string;
	/** What the link adds to the similarity before normalising. */
	weight: number;
}

/** Weaker links are chance. */
const LEAST_LINK = 0.25;

/**
 * For each thing that one listing says, the thing of the other that means the same best: at most one each, every pair of
 * things at most once. The strength of a link is the Bhattacharyya coefficient of the two meanings.
 */
export function linksBetween(asked: ReadListing, found: ReadListing): Link[] {
	const strengths = new Map<number, { sum: number; best: number; key: string }>();
	const links: Link[] = [];
	for (const said of asked.said) {
		strengths.clear();
		for (const [key, share] of said.meanings)
			for (const [position, other] of found.byKey.get(key) ?? []) {
				const product = share * other;
				const known = strengths.get(position);
				if (!known) strengths.set(position, { sum: product, best: product, key });
				else {
					known.sum += product;
					if (product > known.best) Object.assign(known, { best: product, key });
				}
			}
		const best = bestOf(said, strengths, found);
		if (best) links.push(best);
	}
	return links;
}

function bestOf(
	asked: Said,
	strengths: ReadonlyMap<number, { sum: number; key: string }>,
	listing: ReadListing,
): Link | undefined {
	let best: Link | undefined;
	for (const [position, { sum, key }] of strengths) {
		const found = listing.said[position]!;
		const strength = Math.min(1, sum);
		if (strength < LEAST_LINK) continue;
		const weight = weightOf(asked) * weightOf(found) * strength;
		if (!best || weight > best.weight) best = { asked, found, strength, key, weight };
	}
	return best;
}

/** Soft cosine of two listings over their best links, both ways: 0 nothing in common, 1 the same. */
export function similarity(a: ReadListing, b: ReadListing, there: readonly Link[], back: readonly Link[]): number {
	if (a.norm === 0 || b.norm === 0) return 0;
	const sum = (links: readonly Link[]) => links.reduce((total, link) => total + link.weight, 0);
	return Math.min(1, (sum(there) + sum(back)) / 2 / (a.norm * b.norm));
}
