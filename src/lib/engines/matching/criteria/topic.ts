import { evidenceFrom } from '../evidence.ts';
import { similarity, type Links } from '../links.ts';
import { coverage, fitOf, fitSigns, type FitSigns } from '../fit.ts';
import { LEAST_FIT, LEAST_FIT_OF_BARE, LEAST_TOPIC, TOPIC_MATCH } from '../matching-weights.ts';
import { mainPurpose } from '../purposes.ts';
import { fieldBits, type ReadListing } from '../read-listing.ts';
import { judged, type Facts, type JudgeCriterion } from './pair.ts';

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

/** Likeness of purposes below which a person should see what each side is for. */
const PURPOSES_APART = 0.4;

/**
 * Both speak of the same matter: the same concepts, the same words, or words that translate each other. Where the signs are that
 * the offer only shares the subject, or it is an essay without technology, the pair stays below what is suggested.
 */
export const topic: JudgeCriterion = ({ readNeed, readOffer, links, bare }) => {
	const evidence = evidenceFrom(links.fromNeed, { need: readNeed, offer: readOffer, limit: SHOWN });
	const same = sameLanguage(readNeed, readOffer);
	const near = Math.min(1, similarity(readNeed, readOffer, links) / FULL_SIMILARITY);
	const whole = coverage(readNeed, links.fromNeed, MANY) / LEAST_SPOKEN;
	const trust = (TRUST_BY_REASONS[evidence.length] ?? 1) * (same
		? (LEAST_FOR_COVERAGE + (1 - LEAST_FOR_COVERAGE) * coverage(readNeed, links.fromNeed, HEAVIEST)) * Math.min(1, whole)
		: Math.min(1, Math.max(whole, titleCoverage(readNeed, links) / LEAST_OF_TITLE)));
	const signs = fitSigns(readNeed, readOffer, links);
	const least = bare ? LEAST_FIT_OF_BARE : LEAST_FIT;
	const fit = readOffer.essay ? 0 : fitOf(signs, same) / (same ? least.sameLanguage : least.otherLanguage);
	const most = fit >= 1 ? 1 : fit * (same ? LEAST_TOPIC.sameLanguage : LEAST_TOPIC.otherLanguage);
	const facts = purposesApart(signs, readNeed, readOffer);
	return judged('topic', Math.min(near * trust, most), { evidence, matchFrom: TOPIC_MATCH, ...(facts && { facts }) });
};

/** What each side is for, by name, where the two differ. */
function purposesApart({ purposes }: FitSigns, need: ReadListing, offer: ReadListing): Facts | undefined {
	const [wanted, given] = [mainPurpose(need.purposes), mainPurpose(offer.purposes)];
	return wanted && given && wanted !== given && purposes < PURPOSES_APART ? { need: [wanted], offer: [given] } : undefined;
}

const sameLanguage = (a: ReadListing, b: ReadListing) => a.listing.language === b.listing.language;

const TITLE = fieldBits(['title']);

/** The share of what the need's title says, by substance, that the offer speaks of: 0..1; 1 where the title says nothing by itself. */
function titleCoverage({ substances, fields }: ReadListing, { fromNeed }: Links): number {
	const inTitle = (thing: number) => (fields[thing]! & TITLE) !== 0;
	const whole = substances.reduce((sum, substance, thing) => sum + (inTitle(thing) ? substance : 0), 0);
	if (whole < TELLING_TITLE) return 1;
	return fromNeed.reduce((sum, { need, strength }) => (inTitle(need) ? sum + substances[need]! * strength : sum), 0) / whole;
}
