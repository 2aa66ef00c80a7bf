/** The closed vocabularies from interest to docking, shared by pages, rules and use cases. */

/** Where an expression of interest stands. */
export const INTEREST_STATES = ['at_own_centre', 'at_their_centre', 'with_owner', 'accepted', 'refused', 'withdrawn', 'expired'] as const;
export type InterestState = (typeof INTEREST_STATES)[number];

/** The steps on its way, each with a clock. */
export const INTEREST_STEPS = ['at_own_centre', 'at_their_centre', 'with_owner'] as const;
export type InterestStep = (typeof INTEREST_STEPS)[number];

export const REFUSAL_REASONS = ['not_suitable', 'no_capacity', 'too_early', 'other_partner', 'not_serious', 'restricted', 'incomplete', 'other'] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

/** How far a docking is. */
export const DOCKING_STATES = ['introduced', 'confidential', 'negotiating', 'agreed', 'signed', 'running', 'completed', 'stopped'] as const;
export type DockingState = (typeof DOCKING_STATES)[number];

export const STOP_REASONS = ['no_fit', 'price', 'terms', 'timing', 'no_answer', 'other_partner', 'restricted', 'other'] as const;
export type StopReason = (typeof STOP_REASONS)[number];

export const DOCKING_SIDES = ['offering', 'seeking'] as const;
export type DockingSide = (typeof DOCKING_SIDES)[number];
/** On which side somebody stands who is in a docking: of one of the parties, or an adviser. */
export type DockingStand = DockingSide | 'officers';

/** Whose turn it is. */
export const BALLS = ['offering', 'seeking', 'officers', 'none'] as const;
export type Ball = (typeof BALLS)[number];

/** What is to be done next; its words are in `ui/docking-words.ts`. */
export const NEXT_STEPS = [
	'get_to_know',
	'sign_nda',
	'offer_terms',
	'answer_terms',
	'draft_agreement',
	'review_agreement',
	'sign_agreement',
	'start_implementation',
	'carry_out',
	'report_milestone',
	'report_outcome',
	'answer_message',
	'none',
] as const;
export type NextStep = (typeof NEXT_STEPS)[number];

/** What the people of a docking are told of by mail; the mail says no more than that. */
export const DOCKING_NEWS = [
	'opened',
	'person_added',
	'message',
	'task',
	'meeting',
	'summary',
	'file',
	'nda',
	'nda_signed',
	'terms',
	'terms_accepted',
	'terms_refused',
	'terms_ending',
	'terms_expired',
	'agreement',
	'agreement_review',
	'agreement_signed',
	'milestone',
	'report',
	'outcome',
	'story',
	'payment',
	'your_turn',
	'stopped',
	'reopened',
	'completed',
] as const;
export type DockingNews = (typeof DOCKING_NEWS)[number];

export const AGES = ['week', 'month', 'quarter', 'older'] as const;
export type Age = (typeof AGES)[number];

/** Characters that each text of an interest may have; the database holds to the same. */
export const INTEREST_LIMITS = { whoWeAre: 800, why: 1200, brings: 1200, questions: 1200, answer: 600, words: 1000 } as const;
export const QUESTION_LIMIT = 300;
export const QUESTIONS_MOST = 8;
export const STOP_WORDS_LIMIT = 1000;
/** Contact people of one side. */
export const PEOPLE_MOST = 20;

/** Days that a step of an interest may take, and after how many who has it is reminded. */
export const STEP_DAYS: Record<InterestStep, { reminder: number; expiry: number }> = {
	at_own_centre: { reminder: 4, expiry: 10 },
	at_their_centre: { reminder: 4, expiry: 10 },
	with_owner: { reminder: 10, expiry: 30 },
};
/** Days after which whoever has the ball of a docking is reminded, once a turn. */
export const BALL_REMINDER_DAYS = 14;

export const otherSide = (side: DockingSide): DockingSide => (side === 'offering' ? 'seeking' : 'offering');
