import { evidenceFrom } from '../evidence.ts';
import { similarity, type Links } from '../links.ts';
import { TOPIC_MATCH } from '../matching-weights.ts';
import type { ReadListing } from '../read-listing.ts';
import { judged, type JudgeCriterion } from './pair.ts';

const SHOWN = 3;

/** The similarity at which two texts certainly speak of one matter: true counterparts of the sample reach it. */
const FULL_SIMILARITY = 0.5;

/** Without a reason that a person could check, likeness of words is chance; one alone may be, two hardly. */
const TRUST_BY_REASONS = [0.2, 0.5, 0.85];

/** The heaviest things that a need says are what it is about; an offer that speaks of few of them shares its surroundings only. */
const HEAVIEST = 8;
const LEAST_FOR_COVERAGE = 0.6;

/** Both speak of the same matter: the same concepts, the same words, or words that translate each other. */
export const topic: JudgeCriterion = ({ readNeed, readOffer, links }) => {
	const evidence = evidenceFrom(links.fromNeed, { need: readNeed, offer: readOffer, limit: SHOWN });
	const near = Math.min(1, similarity(readNeed, readOffer, links) / FULL_SIMILARITY);
	// Across languages a link is only as sure as a translation, and what is not linked may be spoken of all the same.
	const spoken = readNeed.listing.language === readOffer.listing.language ? coverage(readNeed, links) : 1;
	const trust = (TRUST_BY_REASONS[evidence.length] ?? 1) * (LEAST_FOR_COVERAGE + (1 - LEAST_FOR_COVERAGE) * spoken);
	return judged('topic', near * trust, { evidence, matchFrom: TOPIC_MATCH });
};

/** The share of the need's heaviest things, by weight, that the offer speaks of: 0..1. */
function coverage({ weights }: ReadListing, { fromNeed }: Links): number {
	const heaviest = weights.subarray(0, HEAVIEST);
	const whole = heaviest.reduce((sum, weight) => sum + weight, 0);
	const spoken = fromNeed.reduce((sum, { need, strength }) => (need < heaviest.length ? sum + heaviest[need]! * strength : sum), 0);
	return whole === 0 ? 0 : spoken / whole;
}
