/** The closed vocabularies of what comes of an agreement, shared by pages, rules and use cases. */

export const PROJECT_STATES = ['running', 'completed', 'stopped'] as const;
export type ProjectState = (typeof PROJECT_STATES)[number];

export const MILESTONE_STATES = ['planned', 'reported', 'confirmed', 'dropped'] as const;
export type MilestoneState = (typeof MILESTONE_STATES)[number];

export const REPORT_KINDS = ['report', 'reached', 'confirmed', 'disputed', 'dropped', 'completed', 'stopped', 'reopened'] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

export const OUTCOME_STATES = ['asked', 'answered', 'expired'] as const;
export type OutcomeState = (typeof OUTCOME_STATES)[number];

/** How a co-operation goes. */
export const OUTCOME_STATUSES = ['not_begun', 'running', 'completed', 'stopped'] as const;
export type OutcomeStatus = (typeof OUTCOME_STATUSES)[number];

/** Why one has stopped. */
export const OUTCOME_REASONS = ['technical', 'market', 'funding', 'partner', 'regulation', 'other'] as const;
export type OutcomeReason = (typeof OUTCOME_REASONS)[number];

export const STORY_STATES = ['draft', 'asked', 'published', 'withdrawn'] as const;
export type StoryState = (typeof STORY_STATES)[number];

/** Languages in which a story is drafted from the record. */
export const STORY_LANGUAGES = ['en', 'zh'] as const;

/** Characters that texts may have; the database holds to the same. */
export const PROJECT_LIMITS = { title: 200, purpose: 2000, milestone: 200, words: 4000 } as const;
export const OUTCOME_LIMITS = { words: 2000, count: 999_999 } as const;
export const STORY_LIMITS = { title: 200, body: 6000, text: 3000 } as const;
/** Milestones of a project, and of a form at once. */
export const PROJECT_MILESTONES_MOST = 40;
export const MILESTONE_ROWS = 4;
export const PROJECTS_MOST = 99;

/** Years after the signature in which the parties are asked what came of it. */
export const OUTCOME_YEARS = 5;
/** Days after which who has not answered is reminded, and until the question expires; a link in a letter is good as long. */
export const OUTCOME_DAYS = { reminder: 14, expiry: 90 } as const;
