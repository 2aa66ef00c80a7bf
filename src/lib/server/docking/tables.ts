import { bigint, boolean, integer, jsonb, pgTable, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { Ball, DockingSide, DockingStand, DockingState, InterestState, InterestStep, NextStep, RefusalReason, StopReason } from '#lib/docking/vocabulary.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { LocalText } from '#lib/text/local-text.ts';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** Something a person wrote, in the language it was written in. */
export interface Words {
	text: string;
	language: Language;
}

/** An answer to a question of the owner, with the question as it was then. */
export interface StandardAnswer {
	questionId: string;
	question: Words;
	answer: Words;
}

export const centreDocking = pgTable('centre_docking', {
	centreId: text('centre_id').primaryKey(),
	screens: boolean('screens').notNull().default(false),
	updatedBy: text('updated_by'),
	updatedAt: at('updated_at').notNull(),
});

export const interestQuestion = pgTable('interest_question', {
	id: uuid('id').primaryKey().defaultRandom(),
	organisationId: uuid('organisation_id').notNull(),
	position: smallint('position').notNull(),
	question: text('question').notNull(),
	language: text('language').$type<Language>().notNull(),
	createdAt: at('created_at').notNull(),
	retiredAt: at('retired_at'),
});

export const interest = pgTable('interest', {
	id: uuid('id').primaryKey().defaultRandom(),
	listingId: uuid('listing_id').notNull(),
	ownListingId: uuid('own_listing_id'),
	pairId: uuid('pair_id'),
	organisationId: uuid('organisation_id').notNull(),
	ownerOrganisationId: uuid('owner_organisation_id').notNull(),
	personId: text('person_id'),
	called: text('called').notNull().default(''),
	ownCentreId: text('own_centre_id').notNull(),
	theirCentreId: text('their_centre_id').notNull(),
	whoWeAre: jsonb('who_we_are').$type<Words>().notNull(),
	why: jsonb('why').$type<Words>().notNull(),
	brings: jsonb('brings').$type<Words>().notNull(),
	questions: jsonb('questions').$type<Words>().notNull(),
	answers: jsonb('answers').$type<StandardAnswer[]>().notNull().default([]),
	state: text('state').$type<InterestState>().notNull(),
	version: integer('version').notNull().default(1),
	stepSince: at('step_since').notNull(),
	dueAt: at('due_at'),
	remindedAt: at('reminded_at'),
	pastOwnCentreAt: at('past_own_centre_at'),
	withOwnerAt: at('with_owner_at'),
	endedAt: at('ended_at'),
	endedIn: text('ended_in').$type<InterestStep>(),
	reason: text('reason').$type<RefusalReason>(),
	words: text('words').notNull().default(''),
	wordsLanguage: text('words_language').$type<Language>(),
	endedBy: text('ended_by'),
	createdAt: at('created_at').notNull(),
	isSample: boolean('is_sample').notNull().default(false),
});

export const interestJoined = pgTable('interest_joined', {
	interestId: uuid('interest_id').notNull(),
	personId: text('person_id').notNull(),
	words: jsonb('words').$type<Words>().notNull(),
	joinedAt: at('joined_at').notNull(),
});

export const docking = pgTable('docking', {
	id: uuid('id').primaryKey().defaultRandom(),
	reference: text('reference').notNull(),
	interestId: uuid('interest_id'),
	pairId: uuid('pair_id'),
	offerListingId: uuid('offer_listing_id'),
	needListingId: uuid('need_listing_id'),
	title: text('title').notNull(),
	titleLanguage: text('title_language').$type<Language>().notNull(),
	state: text('state').$type<DockingState>().notNull().default('introduced'),
	stateSince: at('state_since').notNull(),
	furthest: text('furthest').$type<Exclude<DockingState, 'stopped'>>().notNull().default('introduced'),
	stoppedFrom: text('stopped_from').$type<Exclude<DockingState, 'stopped' | 'completed'>>(),
	stopReason: text('stop_reason').$type<StopReason>(),
	stopWords: text('stop_words').notNull().default(''),
	stopLanguage: text('stop_language').$type<Language>(),
	ball: text('ball').$type<Ball>().notNull(),
	ballSince: at('ball_since').notNull(),
	ballRemindedAt: at('ball_reminded_at'),
	nextStep: text('next_step').$type<NextStep>().notNull(),
	version: integer('version').notNull().default(1),
	openedAt: at('opened_at').notNull(),
	touchedAt: at('touched_at').notNull(),
	isSample: boolean('is_sample').notNull().default(false),
});

export const dockingParty = pgTable('docking_party', {
	dockingId: uuid('docking_id').notNull(),
	side: text('side').$type<DockingSide>().notNull(),
	organisationId: uuid('organisation_id'),
	called: jsonb('called').$type<LocalText[]>().notNull(),
	country: text('country').notNull(),
	centreId: text('centre_id').notNull(),
	state: text('state').$type<DockingState>().notNull(),
	furthest: text('furthest').$type<Exclude<DockingState, 'stopped'>>().notNull(),
	ball: text('ball').$type<Ball>().notNull(),
	ballSince: at('ball_since').notNull(),
	openedAt: at('opened_at').notNull(),
	touchedAt: at('touched_at').notNull(),
});

export const dockingPerson = pgTable('docking_person', {
	dockingId: uuid('docking_id').notNull(),
	personId: text('person_id').notNull(),
	side: text('side').$type<DockingSide>().notNull(),
	addedBy: text('added_by'),
	addedAt: at('added_at').notNull(),
	touchedAt: at('touched_at').notNull(),
});

export const dockingStep = pgTable('docking_step', {
	id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
	dockingId: uuid('docking_id').notNull(),
	event: text('event').notNull(),
	state: text('state').$type<DockingState>().notNull(),
	ball: text('ball').$type<Ball>().notNull(),
	nextStep: text('next_step').$type<NextStep>().notNull(),
	side: text('side').$type<DockingStand>(),
	by: text('by'),
	called: text('called').notNull().default(''),
	at: at('at').notNull(),
});

export const dockingLetter = pgTable('docking_letter', {
	dockingId: uuid('docking_id').notNull(),
	personId: text('person_id').notNull(),
	kind: text('kind').notNull(),
	hour: at('hour').notNull(),
});
