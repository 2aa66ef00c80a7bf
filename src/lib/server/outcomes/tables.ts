import { bigint, boolean, date, integer, jsonb, numeric, pgTable, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { Texts } from '#lib/agreements/content.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { MilestoneState, OutcomeReason, OutcomeState, OutcomeStatus, ProjectState, ReportKind, StoryState } from '#lib/outcomes/vocabulary.ts';
import type { LocalText } from '#lib/text/local-text.ts';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

export const project = pgTable('project', {
	id: uuid('id').primaryKey().defaultRandom(),
	agreementId: uuid('agreement_id').notNull(),
	number: smallint('number').notNull(),
	state: text('state').$type<ProjectState>().notNull().default('running'),
	stateSince: at('state_since').notNull(),
	version: integer('version').notNull().default(1),
	title: text('title').notNull(),
	purpose: text('purpose').notNull().default(''),
	language: text('language').$type<Language>().notNull(),
	startsOn: date('starts_on', { mode: 'string' }),
	endsOn: date('ends_on', { mode: 'string' }),
	openedBy: text('opened_by'),
	called: text('called').notNull().default(''),
	openedAt: at('opened_at').notNull(),
	isSample: boolean('is_sample').notNull().default(false),
});

export const projectMilestone = pgTable('project_milestone', {
	id: uuid('id').primaryKey().defaultRandom(),
	projectId: uuid('project_id').notNull(),
	position: smallint('position').notNull(),
	state: text('state').$type<MilestoneState>().notNull().default('planned'),
	version: integer('version').notNull().default(1),
	title: text('title').notNull(),
	language: text('language').$type<Language>().notNull(),
	dueOn: date('due_on', { mode: 'string' }),
	remindedAt: at('reminded_at'),
	reportedParty: smallint('reported_party'),
	reachedOn: date('reached_on', { mode: 'string' }),
	confirmedParty: smallint('confirmed_party'),
});

export const projectReport = pgTable('project_report', {
	id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
	projectId: uuid('project_id').notNull(),
	milestoneId: uuid('milestone_id'),
	kind: text('kind').$type<ReportKind>().notNull(),
	party: smallint('party').notNull(),
	words: text('words').notNull().default(''),
	language: text('language').$type<Language>().notNull(),
	by: text('by'),
	called: text('called').notNull().default(''),
	at: at('at').notNull(),
});

export const outcome = pgTable('outcome', {
	id: uuid('id').primaryKey().defaultRandom(),
	agreementId: uuid('agreement_id').notNull(),
	party: smallint('party').notNull(),
	organisationId: uuid('organisation_id'),
	year: integer('year').notNull(),
	state: text('state').$type<OutcomeState>().notNull().default('asked'),
	version: integer('version').notNull().default(1),
	askedAt: at('asked_at').notNull(),
	dueAt: at('due_at').notNull(),
	remindedAt: at('reminded_at'),
	status: text('status').$type<OutcomeStatus>(),
	reason: text('reason').$type<OutcomeReason>(),
	words: text('words').notNull().default(''),
	language: text('language').$type<Language>(),
	jobs: integer('jobs'),
	publications: integer('publications'),
	agreements: integer('agreements'),
	salesMinor: bigint('sales_minor', { mode: 'bigint' }),
	investmentMinor: bigint('investment_minor', { mode: 'bigint' }),
	currency: text('currency'),
	pair: text('pair').notNull(),
	area: text('area').notNull(),
	answeredBy: text('answered_by'),
	called: text('called').notNull().default(''),
	answeredAt: at('answered_at'),
	throughLink: boolean('through_link').notNull().default(false),
	isSample: boolean('is_sample').notNull().default(false),
});

const sum = (name: string) => numeric(name, { precision: 30, scale: 0, mode: 'bigint' }).notNull();
const count = (name: string) => bigint(name, { mode: 'number' }).notNull();

export const outcomeFigure = pgTable('outcome_figure', {
	year: integer('year').notNull(),
	area: text('area').notNull(),
	pair: text('pair').notNull(),
	currency: text('currency').notNull(),
	reports: integer('reports').notNull(),
	not_begun: integer('not_begun').notNull(),
	running: integer('running').notNull(),
	completed: integer('completed').notNull(),
	stopped: integer('stopped').notNull(),
	jobs: count('jobs'),
	publications: count('publications'),
	agreements: count('agreements'),
	sales: integer('sales').notNull(),
	salesMinor: sum('sales_minor'),
	investments: integer('investments').notNull(),
	investmentMinor: sum('investment_minor'),
});

export const successStory = pgTable('success_story', {
	id: uuid('id').primaryKey().defaultRandom(),
	agreementId: uuid('agreement_id').notNull(),
	state: text('state').$type<StoryState>().notNull().default('draft'),
	version: integer('version').notNull().default(1),
	titles: jsonb('titles').$type<Texts>().notNull(),
	bodies: jsonb('bodies').$type<Texts>().notNull(),
	textSha256: text('text_sha256'),
	draftedBy: text('drafted_by'),
	draftedAt: at('drafted_at').notNull(),
	updatedAt: at('updated_at').notNull(),
	isSample: boolean('is_sample').notNull().default(false),
});

export const storyText = pgTable('story_text', {
	storyId: uuid('story_id').notNull(),
	party: smallint('party').notNull(),
	text: text('text').notNull(),
	language: text('language').$type<Language>().notNull(),
	writtenBy: text('written_by'),
	called: text('called').notNull().default(''),
	at: at('at').notNull(),
});

export const storyConsent = pgTable('story_consent', {
	id: uuid('id').primaryKey().defaultRandom(),
	storyId: uuid('story_id').notNull(),
	party: smallint('party'),
	centreId: text('centre_id'),
	organisationId: uuid('organisation_id'),
	textSha256: text('text_sha256').notNull(),
	givenBy: text('given_by'),
	called: text('called').notNull().default(''),
	givenAt: at('given_at').notNull(),
	endedAt: at('ended_at'),
	endedHow: text('ended_how').$type<'withdrawn' | 'changed'>(),
	endedBy: text('ended_by'),
	endedCalled: text('ended_called').notNull().default(''),
});

/** A party as a published story shows it. */
export interface StoryParty {
	country: string;
	names: LocalText[];
	text: LocalText | null;
}

export const publishedStory = pgTable('published_story', {
	storyId: uuid('story_id').primaryKey(),
	number: bigint('number', { mode: 'number' }).generatedAlwaysAsIdentity(),
	titles: jsonb('titles').$type<Texts>().notNull(),
	bodies: jsonb('bodies').$type<Texts>().notNull(),
	parties: jsonb('parties').$type<StoryParty[]>().notNull(),
	countries: text('countries').array().notNull(),
	area: text('area'),
	year: integer('year').notNull(),
	textSha256: text('text_sha256').notNull(),
	publishedAt: at('published_at').notNull(),
	isSample: boolean('is_sample').notNull().default(false),
});
