import type { Language } from '../../text/language.ts';
import { SUGGESTION_WEIGHTS } from './expert-weights.ts';

/** What is known of an expert beside texts. Days are ISO. */
export interface ExpertFacts {
	languages: readonly Language[];
	country: string;
	offers: readonly string[];
	availableFrom: string | null;
	availableUntil: string | null;
	daysMonth: number | null;
}

/** What a request asks beside its subject; empty and null where it does not say. */
export interface RequestFacts {
	languages: readonly Language[];
	country: string | null;
	/** One of these is needed. */
	offers: readonly string[];
	startsOn: string | null;
	days: number | null;
	/** The present day: what needs no date is judged by it. */
	today: string;
}

export const EXPERT_CRITERIA = ['topic', 'language', 'availability', 'offer', 'country'] as const;
export type ExpertCriterion = (typeof EXPERT_CRITERIA)[number];

export interface ExpertCriterionResult {
	criterion: ExpertCriterion;
	verdict: 'match' | 'gap' | 'unknown';
	/** 0..1; null where unknown, which counts nothing. */
	score: number | null;
	/** The facts that decided, as codes that the page words: languages shared, days, offers. */
	facts: readonly string[];
}

/** From this likeness on the subject counts in full. */
const FULL_LIKENESS = 0.35;
/** Below this a likeness is by chance. */
export const LEAST_LIKENESS = 0.03;

/** A mission as long as this needs the expert's days of a month and, where it lasts longer, of several. */
const DAYS_OF_MONTH = 30;

/** Judges one expert for one request by criteria, each with its verdict, and together: 0..1. */
export function judgeExpert(likeness: number, expert: ExpertFacts, request: RequestFacts): { score: number; criteria: ExpertCriterionResult[] } {
	const criteria: ExpertCriterionResult[] = [
		{ criterion: 'topic', verdict: likeness >= LEAST_LIKENESS ? 'match' : 'gap', score: Math.min(1, likeness / FULL_LIKENESS), facts: [] },
		languageOf(expert, request),
		availabilityOf(expert, request),
		offerOf(expert, request),
		countryOf(expert, request),
	];
	let sum = 0;
	let known = 0;
	for (const { criterion, score } of criteria) {
		if (score === null) continue;
		// Facts speak for somebody only as far as the subject does.
		const weight = SUGGESTION_WEIGHTS[criterion];
		sum += weight * (criterion === 'topic' ? score : score * Math.min(1, criteria[0]!.score! * 2));
		known += weight;
	}
	return { score: sum / known, criteria };
}

function languageOf(expert: ExpertFacts, { languages }: RequestFacts): ExpertCriterionResult {
	if (languages.length === 0 || expert.languages.length === 0) return unknown('language');
	const shared = languages.filter((language) => expert.languages.includes(language));
	return { criterion: 'language', verdict: shared.length > 0 ? 'match' : 'gap', score: shared.length > 0 ? 1 : 0, facts: shared };
}

/** Whether the window of the expert holds the days of the request, and how many of the days the expert can give. */
function availabilityOf(expert: ExpertFacts, request: RequestFacts): ExpertCriterionResult {
	const { availableFrom, availableUntil, daysMonth } = expert;
	if (availableFrom === null && availableUntil === null && daysMonth === null) return unknown('availability');
	const from = request.startsOn ?? request.today;
	const until = plusDays(from, Math.max(0, (request.days ?? 1) - 1));
	const facts = [availableFrom ?? '', availableUntil ?? '', daysMonth === null ? '' : String(daysMonth)];
	const gone = (availableUntil !== null && availableUntil < from) || (request.startsOn !== null && availableFrom !== null && availableFrom > until) || daysMonth === 0;
	if (gone) return { criterion: 'availability', verdict: 'gap', score: 0, facts };
	const whole = (availableFrom === null || request.startsOn === null || availableFrom <= from) && (availableUntil === null || availableUntil >= until);
	const perMonth = Math.min(DAYS_OF_MONTH, request.days ?? 1);
	const days = daysMonth === null ? 1 : Math.min(1, daysMonth / perMonth);
	const score = (whole ? 1 : 0.5) * (0.4 + 0.6 * days);
	return { criterion: 'availability', verdict: whole && days >= 1 ? 'match' : 'gap', score, facts };
}

function offerOf(expert: ExpertFacts, { offers }: RequestFacts): ExpertCriterionResult {
	if (offers.length === 0 || expert.offers.length === 0) return unknown('offer');
	const shared = offers.filter((offer) => expert.offers.includes(offer));
	return { criterion: 'offer', verdict: shared.length > 0 ? 'match' : 'gap', score: shared.length > 0 ? 1 : 0, facts: shared };
}

/** Nearness helps; an expert from another country of the region is what the network is for, so it is no gap. */
function countryOf(expert: ExpertFacts, { country }: RequestFacts): ExpertCriterionResult {
	if (country === null) return unknown('country');
	return expert.country === country ? { criterion: 'country', verdict: 'match', score: 1, facts: [country] } : { criterion: 'country', verdict: 'unknown', score: 0.5, facts: [expert.country] };
}

const unknown = (criterion: ExpertCriterion): ExpertCriterionResult => ({ criterion, verdict: 'unknown', score: null, facts: [] });

function plusDays(day: string, days: number): string {
	return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
