/** The closed vocabularies and limits of negotiation rooms, shared by pages, rules and use cases. */

export const TASK_STATES = ['open', 'done', 'dropped'] as const;
export type TaskState = (typeof TASK_STATES)[number];

export const MEETING_STATES = ['proposed', 'fixed', 'cancelled'] as const;
export type MeetingState = (typeof MEETING_STATES)[number];

/** What somebody says of a proposed time. */
export const SLOT_ANSWERS = ['yes', 'if-needed', 'no'] as const;
export type SlotAnswer = (typeof SLOT_ANSWERS)[number];

export const SUBJECT_LIMIT = 200;
export const MESSAGE_LIMIT = 8000;
export const SUMMARY_LIMIT = 6000;
export const TASK_LIMIT = 400;
export const MEETING_TITLE_LIMIT = 200;
export const MEETING_DETAILS_LIMIT = 2000;
/** Times that may be proposed for one meeting. */
export const SLOTS_MOST = 5;
export const MEETING_MINUTES = [15, 30, 45, 60, 90, 120, 180, 240] as const;

/** Messages, threads and hits on a page. */
export const MESSAGES_SHOWN = 30;
export const THREADS_SHOWN = 20;
export const HITS_SHOWN = 20;
