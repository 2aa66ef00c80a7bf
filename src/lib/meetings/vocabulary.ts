/** Closed vocabularies of B2B meetings at events, shared by forms, rules and pages. */

export const FRAME_STATES = ['preparing', 'open', 'closed'] as const;
export type FrameState = (typeof FRAME_STATES)[number];

/** Booked one by one on acceptance, collected for one schedule, or as the kind of each slot says. */
export const MEETING_MODES = ['booking', 'collected', 'both'] as const;
export type MeetingMode = (typeof MEETING_MODES)[number];

export const SLOT_KINDS = ['booking', 'collected'] as const;
export type SlotKind = (typeof SLOT_KINDS)[number];

export const REQUEST_STATES = ['asked', 'accepted', 'refused', 'expired', 'withdrawn'] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

/** What each of several who were asked to one meeting says; left out: the others go on without. */
export const PARTY_STATES = ['asked', 'accepted', 'refused', 'left_out'] as const;
export type PartyState = (typeof PARTY_STATES)[number];

/** Of an invitation to somebody who is not registered; taken: it became a request. */
export const INVITATION_STATES = ['open', 'taken', 'refused', 'expired', 'withdrawn'] as const;
export type InvitationState = (typeof INVITATION_STATES)[number];

/** Why somebody who was asked would rather not. */
export const REFUSAL_REASONS = ['topic', 'stage', 'time', 'known', 'colleague', 'other'] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

export const MEETING_STATES = ['planned', 'late', 'held', 'no_show', 'cancelled'] as const;
export type MeetingState = (typeof MEETING_STATES)[number];

/** How a meeting came to be: on acceptance, by a schedule, or on the spot. */
export const MEETING_ORIGINS = ['booked', 'scheduled', 'walk-in'] as const;
export type MeetingOrigin = (typeof MEETING_ORIGINS)[number];

export const PRESENCES = ['expected', 'late', 'there', 'absent'] as const;
export type Presence = (typeof PRESENCES)[number];

/** How late somebody says to be, in minutes. */
export const LATE_MINUTES = [5, 10, 15] as const;
export type LateMinutes = (typeof LATE_MINUTES)[number];

/** What came of a meeting, as each side says it for itself; also that it did not take place. */
export const MEETING_OUTCOMES = ['not_held', 'nothing', 'contact', 'interest'] as const;
export type MeetingOutcome = (typeof MEETING_OUTCOMES)[number];

export const SCHEDULE_STATES = ['draft', 'running', 'done', 'failed', 'published', 'superseded'] as const;
export type ScheduleState = (typeof SCHEDULE_STATES)[number];

/** How much the host of an event wants a meeting held: not more than any other, or raised, high, highest. */
export const HOST_PRIORITIES = [0, 1, 2, 3] as const;
export type HostPriority = (typeof HOST_PRIORITIES)[number];

/** What a host would rather see of somebody's meetings: when, where; or, of two organisations, that they follow one another. */
export const SOFT_WISH_KINDS = ['time', 'place', 'together'] as const;
export type SoftWishKind = (typeof SOFT_WISH_KINDS)[number];

/** The halves of a day, which noon divides. */
export const DAY_HALVES = ['morning', 'afternoon'] as const;
export type DayHalf = (typeof DAY_HALVES)[number];

export const MEETING_LIMITS = {
	seeks: 600,
	message: 1000,
	words: 600,
	/** Listings that one person shows. */
	listings: 12,
	/** Who sits in one meeting, with who asks. */
	parties: 4,
	/** Open invitations of one person at an event. */
	invitations: 10,
	/** Open invitations to one organisation for an event, of whomever. */
	invitationsReceived: 5,
	/** Slots of one event. */
	slots: 400,
	/** Of one event: priorities, forbidden pairs, and soft wishes. */
	hostWishes: 500,
	/** Why two are kept apart. */
	reason: 600,
} as const;
