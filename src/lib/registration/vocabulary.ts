/** Closed vocabularies of registration, shared by forms, rules and pages. */

export const REGISTRATION_STATES = ['asked', 'waiting', 'approved', 'refused', 'withdrawn'] as const;
export type RegistrationState = (typeof REGISTRATION_STATES)[number];

/** As whom somebody is accredited. */
export const CATEGORIES = ['delegate', 'speaker', 'exhibitor', 'sponsor', 'press', 'vip', 'government', 'student', 'interpreter', 'staff'] as const;
export type Category = (typeof CATEGORIES)[number];

export const FRAME_STATES = ['closed', 'open'] as const;
export type FrameState = (typeof FRAME_STATES)[number];

/** Who may register without an invitation. */
export const AUDIENCES = ['anyone', 'members', 'invited'] as const;
export type Audience = (typeof AUDIENCES)[number];

export const QUOTA_KINDS = ['country', 'category', 'organisation-kind', 'per-organisation'] as const;
export type QuotaKind = (typeof QUOTA_KINDS)[number];

export const QUESTION_KINDS = ['text', 'long-text', 'choice', 'choices', 'yes-no', 'number', 'date', 'file'] as const;
export type QuestionKind = (typeof QUESTION_KINDS)[number];

/** Parts of the form that organisers switch on; each is asked in the same words everywhere. */
export const WISHES = ['phone', 'diet', 'access', 'stay', 'travel', 'visa'] as const;
export type Wish = (typeof WISHES)[number];

export const DIETS = ['vegetarian', 'vegan', 'halal', 'no-pork', 'no-beef', 'no-seafood', 'no-nuts', 'no-gluten', 'no-lactose'] as const;
export type Diet = (typeof DIETS)[number];

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

/** What came of a scan at a door: let in, in already, no place, or a code that is none of this event's badges. */
export const SCAN_RESULTS = ['in', 'again', 'not-approved', 'unknown'] as const;
export type ScanResult = (typeof SCAN_RESULTS)[number];
