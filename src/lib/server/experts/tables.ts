import { bigint, boolean, customType, date, integer, jsonb, pgTable, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { Language } from '#lib/engines/text/language.ts';
import type { CostCovered, ExpertOffer, ForceRole, PlaceState, RequestState } from '#lib/experts/vocabulary.ts';
import type { LocalText } from '#lib/text/local-text.ts';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' });

export const expert = pgTable('expert', {
	id: uuid('id').primaryKey().defaultRandom(),
	slug: text('slug').notNull(),
	userId: text('user_id'),
	centreId: text('centre_id').notNull(),
	state: text('state').$type<'draft' | 'public' | 'withdrawn'>().notNull(),
	names: jsonb('names').$type<LocalText[]>().notNull().default([]),
	headline: jsonb('headline').$type<LocalText[]>().notNull().default([]),
	about: jsonb('about').$type<LocalText[]>().notNull().default([]),
	fields: text('fields').array().notNull().default([]),
	languages: text('languages').array().$type<Language[]>().notNull().default([]),
	organisationId: uuid('organisation_id'),
	affiliation: text('affiliation').notNull().default(''),
	country: text('country').notNull(),
	place: text('place').notNull().default(''),
	orcid: text('orcid'),
	offers: text('offers').array().$type<ExpertOffer[]>().notNull().default([]),
	availableFrom: date('available_from', { mode: 'string' }),
	availableUntil: date('available_until', { mode: 'string' }),
	daysMonth: smallint('days_month'),
	consentedAt: at('consented_at'),
	changeNumber: bigint('change_number', { mode: 'number' }).notNull().default(0),
	isSample: boolean('is_sample').notNull().default(false),
	createdAt: at('created_at').notNull(),
	updatedAt: at('updated_at').notNull(),
});

export const expertPublication = pgTable('expert_publication', {
	id: uuid('id').primaryKey().defaultRandom(),
	expertId: uuid('expert_id').notNull(),
	position: smallint('position').notNull(),
	title: text('title').notNull(),
	language: text('language').$type<Language>().notNull(),
	year: smallint('year'),
	doi: text('doi'),
});

export const expertPrivate = pgTable('expert_private', {
	expertId: uuid('expert_id').primaryKey(),
	phone: text('phone').notNull().default(''),
	fee: text('fee').notNull().default(''),
	remarks: text('remarks').notNull().default(''),
	updatedAt: at('updated_at').notNull(),
});

export const expertInvitation = pgTable('expert_invitation', {
	id: uuid('id').primaryKey().defaultRandom(),
	centreId: text('centre_id').notNull(),
	email: text('email').notNull(),
	name: text('name').notNull(),
	language: text('language').$type<Language>().notNull(),
	words: text('words').notNull().default(''),
	tokenHash: bytes('token_hash').notNull(),
	invitedBy: text('invited_by'),
	createdAt: at('created_at').notNull(),
	expiresAt: at('expires_at').notNull(),
	state: text('state').$type<'open' | 'accepted' | 'declined' | 'recalled'>().notNull().default('open'),
	answeredAt: at('answered_at'),
	expertId: uuid('expert_id'),
});

export const serviceRequest = pgTable('service_request', {
	id: uuid('id').primaryKey().defaultRandom(),
	number: bigint('number', { mode: 'number' }).notNull().default(0),
	organisationId: uuid('organisation_id').notNull(),
	centreId: text('centre_id').notNull(),
	askedBy: text('asked_by'),
	state: text('state').$type<RequestState>().notNull(),
	version: integer('version').notNull().default(1),
	language: text('language').$type<Language>().notNull(),
	title: text('title').notNull(),
	what: text('what').notNull(),
	fields: text('fields').array().notNull().default([]),
	country: text('country').notNull(),
	place: text('place').notNull().default(''),
	startsOn: date('starts_on', { mode: 'string' }).notNull(),
	days: smallint('days').notNull(),
	languages: text('languages').array().$type<Language[]>().notNull().default([]),
	covered: text('covered').array().$type<CostCovered[]>().notNull().default([]),
	createdAt: at('created_at').notNull(),
	updatedAt: at('updated_at').notNull(),
});

export const taskForcePlace = pgTable('task_force_place', {
	id: uuid('id').primaryKey().defaultRandom(),
	requestId: uuid('request_id').notNull(),
	expertId: uuid('expert_id'),
	called: text('called').notNull(),
	role: text('role').$type<ForceRole>().notNull(),
	state: text('state').$type<PlaceState>().notNull(),
	invitedBy: text('invited_by'),
	invitedAt: at('invited_at').notNull(),
	words: text('words').notNull().default(''),
	answer: text('answer').notNull().default(''),
	answeredAt: at('answered_at'),
	leftAt: at('left_at'),
	replaces: uuid('replaces'),
});

export const mission = pgTable('mission', {
	requestId: uuid('request_id').primaryKey(),
	startsOn: date('starts_on', { mode: 'string' }).notNull(),
	endsOn: date('ends_on', { mode: 'string' }).notNull(),
	place: text('place').notNull(),
	tasks: text('tasks').notNull(),
	language: text('language').$type<Language>().notNull(),
	report: text('report').notNull().default(''),
	reportLanguage: text('report_language').$type<Language>(),
	reportBy: text('report_by'),
	reportedAt: at('reported_at'),
	thanks: text('thanks').notNull().default(''),
	thanksLanguage: text('thanks_language').$type<Language>(),
	thankedAt: at('thanked_at'),
});

export const serviceRequestStep = pgTable('service_request_step', {
	id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
	requestId: uuid('request_id').notNull(),
	step: text('step').notNull(),
	words: text('words').notNull().default(''),
	language: text('language').$type<Language>().notNull(),
	by: text('by'),
	called: text('called').notNull().default(''),
	at: at('at').notNull(),
});
