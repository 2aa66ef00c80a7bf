/** The closed vocabularies of centres and working groups, as pages and server share them. */
export const AGENCY_ROLES = ['guiding', 'implementing', 'funding', 'operating'] as const;
export type AgencyRole = (typeof AGENCY_ROLES)[number];

export const AGREEMENT_KINDS = ['memorandum', 'agreement', 'letter-of-intent', 'other'] as const;
export type AgreementKind = (typeof AGREEMENT_KINDS)[number];

/** The two sides of a working group. */
export const SIDES = ['china', 'partner'] as const;
export type Side = (typeof SIDES)[number];
export const LEADS = ['china', 'partner', 'both'] as const;
export type Lead = (typeof LEADS)[number];

export const MEETING_MODES = ['in-person', 'online', 'hybrid'] as const;
export type MeetingMode = (typeof MEETING_MODES)[number];
export const MEETING_STATES = ['planned', 'held', 'cancelled'] as const;
export type MeetingState = (typeof MEETING_STATES)[number];

/** draft, then agreed by both sides, then published (both want that) or kept inside. */
export const MINUTES_STATES = ['draft', 'agreed', 'published', 'kept'] as const;
export type MinutesState = (typeof MINUTES_STATES)[number];

export const ACTION_STATES = ['open', 'done', 'dropped'] as const;
export type ActionState = (typeof ACTION_STATES)[number];

export const PLAN_ITEM_KINDS = ['docking', 'training', 'exhibition', 'visit', 'research', 'exchange', 'agreement', 'other'] as const;
export type PlanItemKind = (typeof PLAN_ITEM_KINDS)[number];
export const PLAN_ITEM_STATES = ['planned', 'under-way', 'done', 'cancelled'] as const;
export type PlanItemState = (typeof PLAN_ITEM_STATES)[number];

/** Kinds of events that count as "technology docking or training" in the second indicator of the case study (2020). */
export const DOCKING_OR_TRAINING = ['b2b-meeting', 'road-show', 'seminar'] as const;
/** "More than one technology docking or training event each year" (case study, 19C). */
export const DOCKING_OR_TRAINING_LEAST = 2;

export const LIMITS = { name: 200, about: 2000, address: 300, agenda: 500, decision: 2000, action: 1000, minutes: 20_000, message: 3000, senderName: 120, spans: 10, closedDays: 60 } as const;
