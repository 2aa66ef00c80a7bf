/** Closed vocabularies of events, shared by forms, rules and pages. */

export const EVENT_KINDS = ['forum', 'b2b-meeting', 'exhibition', 'road-show', 'seminar', 'field-visit', 'competition', 'working-group'] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** What is kept. That an event is over follows from its last day. */
export const EVENT_STATES = ['draft', 'published', 'cancelled'] as const;
export type EventState = (typeof EVENT_STATES)[number];

/** What people see of an event's life. */
export const EVENT_PHASES = ['draft', 'announced', 'running', 'over', 'cancelled'] as const;
export type EventPhase = (typeof EVENT_PHASES)[number];

export const ORGANISER_ROLES = ['host', 'organiser', 'co-organiser', 'supporter'] as const;
export type OrganiserRole = (typeof ORGANISER_ROLES)[number];

export const SESSION_KINDS = ['opening', 'main-forum', 'dialogue', 'parallel', 'signing', 'field-visit', 'exhibition', 'b2b', 'training', 'final', 'meeting', 'social'] as const;
export type SessionKind = (typeof SESSION_KINDS)[number];

export const SPEAKER_ROLES = ['speaker', 'chair', 'panellist', 'interpreter'] as const;
export type SpeakerRole = (typeof SPEAKER_ROLES)[number];

export const SPEAKER_CONSENTS = ['asked', 'given', 'refused'] as const;
export type SpeakerConsent = (typeof SPEAKER_CONSENTS)[number];

export const SPONSOR_LEVELS = ['main', 'gold', 'silver', 'in-kind'] as const;
export type SponsorLevel = (typeof SPONSOR_LEVELS)[number];

export const BUDGET_SIDES = ['income', 'cost'] as const;
export type BudgetSide = (typeof BUDGET_SIDES)[number];

export const DOCUMENT_AUDIENCES = ['public', 'organisers'] as const;
export type DocumentAudience = (typeof DOCUMENT_AUDIENCES)[number];

export const NOTICE_KINDS = ['session-moved', 'session-cancelled', 'session-removed', 'day-moved', 'day-cancelled', 'event-moved', 'event-cancelled'] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** How the texts of one language came to be, as an organiser says it of a form. */
export const TEXT_PROVENANCES = ['original', 'human-translation', 'machine-translation'] as const;

/** What of an earlier event comes along only where its organiser says so: what its registration asks, its places and quotas, the plans of its halls. */
export const COPIED_PARTS = ['form', 'quotas', 'halls'] as const;
export type CopiedPart = (typeof COPIED_PARTS)[number];

export const EVENT_LIMITS = {
	name: 200,
	theme: 300,
	about: 6000,
	sessionAbout: 3000,
	address: 400,
	speakerAbout: 2000,
	caption: 300,
	credit: 120,
	words: 1000,
	figureLabel: 120,
	figureValue: 40,
	figureSource: 300,
	/** Of each, in one event. */
	figures: 24,
	organisers: 20,
	venues: 12,
	rooms: 60,
	tables: 500,
	tableLabel: 12,
	tableZone: 40,
	days: 14,
	tracks: 8,
	sessions: 200,
	speakers: 200,
	sponsors: 60,
	budgetLines: 100,
	documents: 40,
	photos: 200,
} as const;
