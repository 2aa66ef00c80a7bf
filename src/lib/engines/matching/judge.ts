import { benefit } from './criteria/benefit.ts';
import { cooperation } from './criteria/cooperation.ts';
import { geography } from './criteria/geography.ts';
import { ip } from './criteria/ip.ts';
import { maturity } from './criteria/maturity.ts';
import type { JudgeCriterion, Pair } from './criteria/pair.ts';
import { partner } from './criteria/partner.ts';
import { price } from './criteria/price.ts';
import { size } from './criteria/size.ts';
import { time } from './criteria/time.ts';
import { topic } from './criteria/topic.ts';
import { exclusionOf } from './exclusions.ts';
import { linksBetween } from './links.ts';
import { BARE, CRITERION_WEIGHTS, type CriterionWeights } from './matching-weights.ts';
import type { ReadListing } from './read-listing.ts';
import { trustInFacts } from './total-score.ts';
import { CRITERIA, type Criterion, type CriterionResult, type MatchResult } from './types.ts';

const JUDGES: Readonly<Record<Criterion, JudgeCriterion>> = {
	topic,
	benefit,
	maturity,
	cooperation,
	ip,
	geography,
	partner,
	size,
	price,
	time,
};

export interface JudgeOptions {
	weights?: CriterionWeights;
	today?: string;
}

/**
 * Judges a pair by every criterion, in the order of CRITERIA. `asked` and `other` are of different kinds; the result's id
 * is the other's. The total, 0 to 1, is the sum of score x weight over what is known; the weights given are those of
 * `weights` as shares of the known ones, those of facts held back where the topic is weak. `today`, an ISO day, decides what
 * is expired.
 */
export function judge(asked: ReadListing, other: ReadListing, { weights = CRITERION_WEIGHTS, today }: JudgeOptions = {}): MatchResult {
	const [readNeed, readOffer] = asked.listing.kind === 'need' ? [asked, other] : [other, asked];
	const pair: Pair = {
		need: readNeed.listing,
		offer: readOffer.listing,
		readNeed,
		readOffer,
		links: linksBetween(readNeed, readOffer),
		bare: false,
	};
	const facts = CRITERIA.filter((criterion) => criterion !== 'topic').map((criterion) => ({ ...JUDGES[criterion](pair), weight: weights[criterion] }));
	const known = (weights.topic + sumOf(facts.map(({ score, weight }) => (score === null ? 0 : weight)))) / sumOf(Object.values(weights));
	const criteria = weighed([{ ...JUDGES.topic({ ...pair, bare: known < BARE }), weight: weights.topic }, ...facts]);
	const score = sumOf(criteria.map(({ score: each, weight }) => (each ?? 0) * weight));
	const sameLanguage = pair.need.language === pair.offer.language;
	return { id: other.listing.id, score, known, criteria, sameLanguage, exclusion: exclusionOf(pair.need, pair.offer, today) };
}

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

function weighed(criteria: readonly CriterionResult[]): CriterionResult[] {
	const known = criteria.reduce((sum, { score, weight }) => sum + (score === null ? 0 : weight), 0) || 1;
	const trust = trustInFacts(topicScore(criteria));
	return criteria.map((result) => ({
		...result,
		weight: (result.weight / known) * (result.criterion === 'topic' ? 1 : trust),
	}));
}

/** The score of the topic among judged criteria. */
export function topicScore(criteria: readonly CriterionResult[]): number {
	return criteria.find(({ criterion }) => criterion === 'topic')?.score ?? 0;
}
