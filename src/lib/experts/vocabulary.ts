/** Closed vocabularies of experts and of requests for technical service, shared by forms, rules and pages. */

/** What an expert offers. */
export const EXPERT_OFFERS = ['advise', 'review', 'train', 'task-force', 'volunteer'] as const;
export type ExpertOffer = (typeof EXPERT_OFFERS)[number];

/** What a request's asker pays for. */
export const COSTS_COVERED = ['travel', 'lodging', 'meals', 'interpreter', 'fee'] as const;
export type CostCovered = (typeof COSTS_COVERED)[number];

export const REQUEST_STATES = ['asked', 'returned', 'declined', 'matching', 'planned', 'under-way', 'reported', 'thanked', 'withdrawn'] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

export const PLACE_STATES = ['invited', 'accepted', 'declined', 'withdrawn', 'released'] as const;
export type PlaceState = (typeof PLACE_STATES)[number];

export const FORCE_ROLES = ['leader', 'member'] as const;
export type ForceRole = (typeof FORCE_ROLES)[number];

export const EXPERT_FACETS = ['field', 'language', 'country', 'offer'] as const;
export type ExpertFacet = (typeof EXPERT_FACETS)[number];

export const HEADLINE_LIMIT = 200;
export const ABOUT_LIMIT = 3000;
export const EXPERT_WORDS_LIMIT = 2000;
export const TASKS_LIMIT = 4000;
export const REPORT_LIMIT = 12_000;
export const FIELDS_MOST = 10;
export const PUBLICATIONS_MOST = 30;
export const INVITATION_VALID_DAYS = 30;
