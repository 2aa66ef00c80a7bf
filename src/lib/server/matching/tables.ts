import { bigint, boolean, date, integer, jsonb, pgTable, real, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { CriterionWeights } from '#lib/engines/matching/matching-weights.ts';
import type { DecisionScores, Exclusion, JudgedCriteria, PairDecision, PairState, RejectionReason } from './suggested-pair.ts';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

export const suggestedPair = pgTable('suggested_pair', {
	id: uuid('id').primaryKey().defaultRandom(),
	needId: uuid('need_id').notNull(),
	offerId: uuid('offer_id').notNull(),
	needCentreId: text('need_centre_id').notNull(),
	offerCentreId: text('offer_centre_id').notNull(),
	score: real('score').notNull(),
	needRank: integer('need_rank'),
	offerRank: integer('offer_rank'),
	criteria: jsonb('criteria').$type<JudgedCriteria>().notNull().default({}),
	exclusion: text('exclusion').$type<Exclusion>(),
	nearDuplicateOf: uuid('near_duplicate_of'),
	needChange: bigint('need_change', { mode: 'number' }).notNull(),
	offerChange: bigint('offer_change', { mode: 'number' }).notNull(),
	engine: text('engine').notNull(),
	firstSuggestedAt: at('first_suggested_at').notNull().defaultNow(),
	judgedAt: at('judged_at').notNull().defaultNow(),
	state: text('state').$type<PairState>().notNull().default('suggested'),
	laterUntil: date('later_until', { mode: 'string' }),
	assignedTo: text('assigned_to'),
	version: integer('version').notNull().default(1),
});

export const pairDecision = pgTable('pair_decision', {
	id: uuid('id').primaryKey().defaultRandom(),
	pairId: uuid('pair_id').notNull(),
	decision: text('decision').$type<PairDecision>().notNull(),
	reason: text('reason').$type<RejectionReason>(),
	words: text('words'),
	by: text('by'),
	at: at('at').notNull().defaultNow(),
	scores: jsonb('scores').$type<DecisionScores>().notNull().default({}),
});

export const nearDuplicate = pgTable('near_duplicate', {
	listingId: uuid('listing_id').primaryKey(),
	originalId: uuid('original_id').notNull(),
	likeness: real('likeness').notNull(),
	foundAt: at('found_at').notNull().defaultNow(),
});

export const matchWeights = pgTable('match_weights', {
	id: uuid('id').primaryKey().defaultRandom(),
	kind: text('kind').$type<'default' | 'learned'>().notNull(),
	weights: jsonb('weights').$type<CriterionWeights>().notNull(),
	trainedOn: integer('trained_on').notNull().default(0),
	figures: jsonb('figures').$type<Record<string, unknown>>().notNull().default({}),
	active: boolean('active').notNull().default(false),
	switchedOnBy: text('switched_on_by'),
	switchedOnAt: at('switched_on_at'),
	at: at('at').notNull().defaultNow(),
});

export const matchProgress = pgTable('match_progress', {
	listingId: uuid('listing_id').primaryKey(),
	changeNumber: bigint('change_number', { mode: 'number' }).notNull(),
	engine: text('engine').notNull(),
	passId: uuid('pass_id'),
	matchedAt: at('matched_at').notNull().defaultNow(),
});

export const matchPass = pgTable('match_pass', {
	id: uuid('id').primaryKey().defaultRandom(),
	state: text('state').$type<'running' | 'finished' | 'cancelled' | 'failed'>().notNull().default('running'),
	engine: text('engine').notNull(),
	origin: text('origin').$type<'night' | 'command' | 'first-start'>().notNull(),
	total: integer('total').notNull().default(0),
	done: integer('done').notNull().default(0),
	pairs: integer('pairs').notNull().default(0),
	failure: text('failure'),
	startedAt: at('started_at').notNull().defaultNow(),
	progressAt: at('progress_at').notNull().defaultNow(),
	finishedAt: at('finished_at'),
});
