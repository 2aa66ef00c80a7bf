/** Closed vocabularies of registration, shared by forms, rules and pages. */

export const REGISTRATION_STATES = ['asked', 'waiting', 'approved', 'refused', 'withdrawn'] as const;
export type RegistrationState = (typeof REGISTRATION_STATES)[number];

/** As whom somebody is accredited. */
export const CATEGORIES = ['delegate', 'speaker', 'exhibitor', 'sponsor', 'press', 'vip', 'government', 'student', 'interpreter', 'staff'] as const;
export type Category = (typeof CATEGORIES)[number];

/** Whether a stand of the exhibition that scans a badge gets the contact: at once, when the person says yes to the visit, or not. */
export const STAND_CONTACTS = ['always', 'ask', 'never'] as const;
export type StandContact = (typeof STAND_CONTACTS)[number];

export const FRAME_STATES = ['closed', 'open'] as const;
export type FrameState = (typeof FRAME_STATES)[number];

/** Who may register without an invitation. */
export const AUDIENCES = ['anyone', 'members', 'invited'] as const;
export type Audience = (typeof AUDIENCES)[number];

export const QUOTA_KINDS = ['country', 'category', 'organisation-kind', 'per-organisation'] as const;
export type QuotaKind = (typeof QUOTA_KINDS)[number];
/** The country of a quota that all countries without one of their own share. */
export const OTHER_COUNTRIES = 'others';

export const QUESTION_KINDS = ['text', 'long-text', 'choice', 'choices', 'yes-no', 'number', 'date', 'file'] as const;
/** What surveys ask, the most usual first. */
export const SURVEY_KINDS = ['rating', 'choice', 'choices', 'yes-no', 'number', 'text', 'long-text'] as const;
export type QuestionKind = (typeof QUESTION_KINDS)[number] | (typeof SURVEY_KINDS)[number];

export const SURVEY_STATES = ['draft', 'open'] as const;
export type SurveyState = (typeof SURVEY_STATES)[number];
/** Where a survey is: written; open, and what it is of has not ended; answered; closed; what it is of was called off. */
export const SURVEY_STAGES = ['draft', 'waiting', 'asking', 'closed', 'off'] as const;
export type SurveyStage = (typeof SURVEY_STAGES)[number];
/** Without names, fewer answers to a question than these are not shown: one would know whose they are. */
export const FEWEST_ANSWERS = 5;

/** The keys of a rating, the worst first. */
export const RATINGS = ['1', '2', '3', '4', '5'] as const;

/** Parts of the form that organisers switch on; each is asked in the same words everywhere. */
export const WISHES = ['phone', 'diet', 'access', 'stay', 'travel', 'visa'] as const;
export type Wish = (typeof WISHES)[number];

export const DIETS = ['vegetarian', 'vegan', 'halal', 'no-pork', 'no-beef', 'no-seafood', 'no-nuts', 'no-gluten', 'no-lactose'] as const;
export type Diet = (typeof DIETS)[number];

/** For how many days after an event wishes and files may be kept. */
export const KEEP_DAYS = { least: 7, most: 730 } as const;

export const REGISTRATION_LIMITS = {
	name: 120,
	headline: 160,
	worksAt: 200,
	label: 300,
	help: 500,
	choice: 120,
	welcome: 2000,
	reason: 1000,
	note: 300,
	text: 300,
	longText: 3000,
	/** Of each, in one event. */
	questions: 40,
	choices: 30,
	quotas: 60,
	invitations: 2000,
} as const;

/** What came of a scan at a door: let in, in already, no place, a code that is none of this event's badges, or let in by mistake. */
export const SCAN_RESULTS = ['in', 'again', 'not-approved', 'unknown', 'taken-back'] as const;
export type ScanResult = (typeof SCAN_RESULTS)[number];
