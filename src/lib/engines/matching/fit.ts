import type { Links } from './links.ts';
import { FIT_WEIGHTS, PAIRS_ACROSS } from './matching-weights.ts';
import { purposeLikeness } from './purposes.ts';
import { fieldBits, type ReadListing } from './read-listing.ts';
import { pairLikeness } from './word-pairs.ts';

/** What tells a counterpart from a listing that shares the subject only; each 0..1. */
export interface FitSigns {
	/** The share of the need's heaviest things, by weight, that the offer speaks of. */
	spoken: number;
	/** How far they say the same pairs of neighbouring words. */
	pairs: number;
	/** How far they are for the same purposes: to measure, to remove, to teach ... */
	purposes: number;
	/** The share of what the need's title says, by substance, that the offer's title or summary speaks of. */
	opening: number;
}

/** How likely a broker finds the pair reasonable, 0..1, by what reviewers said of others. */
export function fitOf({ spoken, pairs, purposes, opening }: FitSigns, sameLanguage: boolean): number {
	const w = FIT_WEIGHTS;
	const odds = w.none + w.spoken * spoken + w.pairs * (sameLanguage ? pairs : PAIRS_ACROSS) + w.purposes * purposes + w.opening * opening;
	return 1 / (1 + Math.exp(-odds));
}

const MANY = 40;

/** Short texts that share a name of three words share many of their pairs; that much is enough for any. */
const MANY_PAIRS = 0.12;
const TITLE = fieldBits(['title']);
const OPENING = fieldBits(['title', 'summary']);
const TELLING_TITLE = 0.5;

export function fitSigns(need: ReadListing, offer: ReadListing, { fromNeed }: Links): FitSigns {
	const opens = new Map(fromNeed.filter((link) => offer.fields[link.offer]! & OPENING).map((link) => [link.need, link.strength]));
	let title = 0;
	let met = 0;
	need.substances.forEach((substance, thing) => {
		if ((need.fields[thing]! & TITLE) === 0) return;
		title += substance;
		met += substance * (opens.get(thing) ?? 0);
	});
	return {
		spoken: coverage(need, fromNeed, MANY),
		pairs: Math.min(MANY_PAIRS, pairLikeness(need.pairs, offer.pairs)),
		purposes: purposeLikeness(need.purposes, offer.purposes),
		opening: title < TELLING_TITLE ? 0.5 : met / title,
	};
}

/** The share of the need's `count` heaviest things, by weight, that the offer speaks of: 0..1. */
export function coverage({ weights }: ReadListing, fromNeed: Links['fromNeed'], count: number): number {
	const heaviest = weights.subarray(0, count);
	const whole = heaviest.reduce((sum, weight) => sum + weight, 0);
	const spoken = fromNeed.reduce((sum, { need, strength }) => (need < heaviest.length ? sum + heaviest[need]! * strength : sum), 0);
	return whole === 0 ? 0 : spoken / whole;
}
