import type { Language } from '../text/language.ts';

/** The named parts of a listing that text engines read; order is the order of weight. */
export const READ_FIELDS = [
	'title',
	'summary',
	'keywords',
	'description',
	'advantages',
	'benefitInFigures',
	'comparedWith',
	'sought',
] as const;
export type ReadField = (typeof READ_FIELDS)[number];

/** What matching knows of one listing: texts in one language, and facts. Absent facts are null or empty, never guessed. */
export interface MatchableListing {
	id: string;
	kind: 'offer' | 'need';
	language: Language;
	texts: Readonly<Partial<Record<ReadField, string>>>;
	areas: readonly string[];
	trl: number | null;
	cooperation: readonly string[];
	ipStatus: string | null;
	country: string | null;
	countries: readonly string[];
	organisationKind: string | null;
	organisationSize: string | null;
	partnerKinds: readonly string[];
	price: { min: number | null; max: number | null; currency: string } | null;
	budget: { min: number | null; max: number | null; currency: string } | null;
	/** Offer: available from. Need: needed by. ISO day. */
	date: string | null;
	/** Whose listing it is, whatever name identifies organisations. */
	organisation: string | null;
	/** The last day of its validity, ISO. */
	validUntil: string | null;
	/** What its owner says restricts its export; null where nothing does. */
	exportRestriction: string | null;
}

export const CRITERIA = [
	'topic',
	'benefit',
	'maturity',
	'cooperation',
	'ip',
	'geography',
	'partner',
	'size',
	'price',
	'time',
] as const;
export type Criterion = (typeof CRITERIA)[number];

/** Hard conflicts: whatever the texts say, such a pair is no suggestion. */
export const EXCLUSIONS = ['same-organisation', 'expired', 'export-restricted', 'countries-excluded'] as const;
export type Exclusion = (typeof EXCLUSIONS)[number];

export type Verdict = 'match' | 'gap' | 'unknown';

/** A run of characters of one field of one listing's original text: UTF-16 offsets. */
export interface EvidenceSpan {
	field: ReadField;
	start: number;
	end: number;
	text: string;
}

/** Words on both sides that say the same, and what links them: a person can check it. */
export interface EvidencePair {
	need: EvidenceSpan;
	offer: EvidenceSpan;
	link: { kind: 'same-word' | 'translation' | 'concept'; concept?: string; pivot?: string; strength: number };
}

export interface CriterionResult {
	criterion: Criterion;
	verdict: Verdict;
	/** 0..1; what it adds to the total is score x weight. Null where unknown. */
	score: number | null;
	weight: number;
	evidence: readonly EvidencePair[];
	/** The two facts compared, as codes or figures that the page words (e.g. need 6, offer 8 for maturity). */
	facts?: { need: readonly string[]; offer: readonly string[] };
}

export interface MatchResult {
	/** The counterpart's id. */
	id: string;
	/** 0..1, comparable within one listing's counterparts. */
	score: number;
	criteria: readonly CriterionResult[];
	/** How much of the weight of all criteria is known, 0..1: scores of little knowledge must be higher to convince. */
	known: number;
	/** Whether both are written in one language. */
	sameLanguage: boolean;
	/** The hard conflict that keeps the two apart; null where there is none. */
	exclusion: Exclusion | null;
}
