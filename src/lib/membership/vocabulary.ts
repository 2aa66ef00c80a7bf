/** Closed vocabularies of membership, shared by forms, rules and pages. */

/** Why a centre refuses an organisation. */
export const REFUSAL_REASONS = ['not-found', 'no-proof', 'outside', 'doubled', 'not-authorised', 'other'] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

export const STAFF_ROLES = ['owner', 'editor', 'reader'] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

/** What a core member is nominated for: the programme's criteria. An officer says which are met, and with what. */
export const CORE_CRITERIA = ['listings', 'answers', 'events', 'agreements', 'training', 'network'] as const;
export type CoreCriterion = (typeof CORE_CRITERIA)[number];
/** Criteria that a nomination must name at least. */
export const CORE_CRITERIA_LEAST = 2;

export const CORE_END_REASONS = ['inactive', 'criteria', 'own-wish'] as const;
export type CoreEndReason = (typeof CORE_END_REASONS)[number];

/** "Starting from 2020, focus on training 100 core members of the cooperation network within three years" (OECD case study, 19C). */
export const CORE_TARGET = { members: 100, from: 2020, years: 3 } as const;

export const NETWORK_DISCLOSURES = ['public', 'network', 'members'] as const;
export type NetworkDisclosure = (typeof NETWORK_DISCLOSURES)[number];

export const PROOFS_MOST = 5;
export const INVITATION_DAYS = 14;
export const WORDS_LIMIT = 2000;
export const REQUEST_WORDS_LIMIT = 1000;
