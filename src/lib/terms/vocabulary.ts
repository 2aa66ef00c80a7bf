/** The closed vocabularies of an offer's terms, shared by forms, rules, documents and pages. */

/** What passes from one side to the other. */
export const TRANSFERS = ['licence', 'assignment', 'know-how', 'joint-rd', 'joint-venture', 'technical-service', 'training', 'other'] as const;
export type Transfer = (typeof TRANSFERS)[number];

/** `sole`: the owner may still use it, and licenses nobody else. */
export const EXCLUSIVITIES = ['exclusive', 'sole', 'non-exclusive'] as const;
export type Exclusivity = (typeof EXCLUSIVITIES)[number];

/** What a royalty is a share of. */
export const ROYALTY_BASES = ['net-sales', 'gross-sales', 'profit', 'sublicence-income'] as const;
export type RoyaltyBase = (typeof ROYALTY_BASES)[number];

/** How long the terms hold: so many months, while the rights live, or without an end. */
export const DURATIONS = ['months', 'life-of-rights', 'unlimited'] as const;
export type Duration = (typeof DURATIONS)[number];

export const OFFER_STATES = ['open', 'countered', 'accepted', 'refused', 'withdrawn', 'expired'] as const;
export type OfferState = (typeof OFFER_STATES)[number];

/** Days that an offer stands where nobody says otherwise, and how many before its end the other side is reminded. */
export const OFFER_DAYS = 30;
export const OFFER_REMINDER_DAYS = 7;

export const TERM_TEXT_LIMIT = 2000;
export const OFFER_WORDS_LIMIT = 1000;
export const MILESTONES_MOST = 8;
export const MILESTONE_LIMIT = 200;
export const MONTHS_MOST = 600;
export const TRAINING_DAYS_MOST = 2000;
