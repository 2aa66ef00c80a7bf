import { evidenceFrom } from '../evidence.ts';
import { similarity, type Links } from '../links.ts';
import { TOPIC_MATCH } from '../matching-weights.ts';
import { fieldBits, type ReadListing } from '../read-listing.ts';
import { judged, type JudgeCriterion } from './pair.ts';

const SHOWN = 3;

/** The similarity at which two texts certainly speak of one matter: true counterparts of the sample reach it. */
const FULL_SIMILARITY = 0.5;

/** Without a reason that a person could check, likeness of words is chance; one alone may be, two hardly. */
const TRUST_BY_REASONS = [0.2, 0.5, 0.85];

/** The heaviest things that a need says are what it is about; an offer that speaks of few of them shares its surroundings only. */
const HEAVIEST = 8;
const LEAST_FOR_COVERAGE = 0.6;

/**
 * What an offer must speak of at least, of all the need's weight in its heaviest things. Across languages, where not everything
 * that is said is linked, it is enough that the need's title is spoken of. Set on 148 pairs of real listings judged by two
 * reviewers (bench/look.ts, seeds 7 and 11).
 */
const MANY = 20;
const LEAST_SPOKEN = 0.28;
const LEAST_OF_TITLE = 0.35;
const TELLING_TITLE = 0.5;

/** Both speak of the same matter: the same concepts, the same words, or words that translate each other. */
export const topic: JudgeCriterion = ({ readNeed, readOffer, links }) => {
	const evidence = evidenceFrom(links.fromNeed, { need: readNeed, offer: readOffer, limit: SHOWN });
	const near = Math.min(1, similarity(readNeed, readOffer, links) / FULL_SIMILARITY);
	const whole = coverage(readNeed, links, MANY) / LEAST_SPOKEN;
	const trust = (TRUST_BY_REASONS[evidence.length] ?? 1) * (sameLanguage(readNeed, readOffer)
		? (LEAST_FOR_COVERAGE + (1 - LEAST_FOR_COVERAGE) * coverage(readNeed, links, HEAVIEST)) * Math.min(1, whole)
		: Math.min(1, Math.max(whole, titleCoverage(readNeed, links) / LEAST_OF_TITLE)));
	return judged('topic', near * trust, { evidence, matchFrom: TOPIC_MATCH });
};

const sameLanguage = (a: ReadListing, b: ReadListing) => a.listing.language === b.listing.language;

/** The share of the need's `count` heaviest things, by weight, that the offer speaks of: 0..1. */
function coverage({ weights }: ReadListing, { fromNeed }: Links, count: number): number {
	const heaviest = weights.subarray(0, count);
	const whole = heaviest.reduce((sum, weight) => sum + weight, 0);
	const spoken = fromNeed.reduce((sum, { need, strength }) => (need < heaviest.length ? sum + heaviest[need]! * strength : sum), 0);
	return whole === 0 ? 0 : spoken / whole;
}

const TITLE = fieldBits(['title']);

/** The share of what the need's title says, by substance, that the offer speaks of: 0..1; 1 where the title says nothing by itself. */
function titleCoverage({ substances, fields }: ReadListing, { fromNeed }: Links): number {
	const inTitle = (thing: number) => (fields[thing]! & TITLE) !== 0;
	const whole = substances.reduce((sum, substance, thing) => sum + (inTitle(thing) ? substance : 0), 0);
	if (whole < TELLING_TITLE) return 1;
	return fromNeed.reduce((sum, { need, strength }) => (inTitle(need) ? sum + substances[need]! * strength : sum), 0) / whole;
}
