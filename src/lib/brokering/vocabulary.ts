/** The closed vocabularies of the broker's desk, shared by pages, rules and use cases. */

/** Where a pair stands. "withdrawn": one of its listings is public no more. */
export const PAIR_STATES = ['suggested', 'later', 'asked', 'introduced', 'rejected', 'withdrawn'] as const;
export type PairState = (typeof PAIR_STATES)[number];

/** What an officer decides on a pair; `undo` takes the last one back. */
export const PAIR_DECISIONS = ['introduce', 'later', 'reject', 'ask', 'reopen', 'undo'] as const;
export type PairDecision = (typeof PAIR_DECISIONS)[number];

/** Why a pair is rejected, in the order of their keys: 1 to 9, then 0. */
export const REJECT_REASONS = ['topic', 'maturity', 'region', 'capacity', 'price', 'known', 'duplicate', 'outdated', 'quality', 'other'] as const;
export type RejectReason = (typeof REJECT_REASONS)[number];

/** Days that "later" offers with one key each. */
export const LATER_DAYS = [7, 30, 90] as const;

/** The parts of the queue. "excluded": hard conflicts and doubles, which are never suggested but can be looked at. */
export const QUEUE_VIEWS = ['suggested', 'asked', 'later', 'introduced', 'rejected', 'excluded'] as const;
export type QueueView = (typeof QUEUE_VIEWS)[number];

/** How long a pair has been waiting. */
export const AGES = ['day', 'week', 'month', 'older'] as const;
export type Age = (typeof AGES)[number];

export const SIDES = ['need', 'offer'] as const;
export type Side = (typeof SIDES)[number];

export const NOTE_LIMIT = 2000;
export const QUESTION_LIMIT = 1000;
export const WORDS_LIMIT = 500;
/** The latest day to put a pair off to, in days from today. */
export const LATER_LIMIT_DAYS = 366;
/** Pairs of one bulk action. */
export const BULK_LIMIT = 100;

export const isOneOf = <T extends string>(values: readonly T[], value: unknown): value is T => values.includes(value as T);

/** Hard conflicts that keep a pair from being suggested. */
export const EXCLUSIONS = ['same-organisation', 'expired', 'export-restricted', 'countries-excluded', 'exclusivity'] as const;
export type Exclusion = (typeof EXCLUSIONS)[number];

/** What an owner says to an introduction. */
export const REPLIES = ['interested', 'declined'] as const;
export type Reply = (typeof REPLIES)[number];

export const PAIR_RIGHTS = ['view', 'note', 'assign', 'introduce', 'later', 'reject', 'ask', 'reopen', 'askNeed', 'askOffer'] as const;
export type PairRight = (typeof PAIR_RIGHTS)[number];

/** The groups that pairs are counted by. */
export const MEASURES = ['centre', 'between', 'area'] as const;
export type Measure = (typeof MEASURES)[number];
