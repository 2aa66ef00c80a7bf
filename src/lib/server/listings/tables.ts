import { bigint, char, date, integer, jsonb, pgTable, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { CoOperationType, Disclosure, ListingKind, Section } from '#lib/listings/vocabulary.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { Provenance } from '#lib/text/local-text.ts';
import type { Budget, DisclosureChoice, IntellectualProperty, ListingContent, ListingState, PartnerSought, Price, RevisionState } from './listing.ts';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

export const listing = pgTable('listing', {
	id: uuid('id').primaryKey().defaultRandom(),
	reference: integer('reference').notNull().unique(),
	kind: text('kind').$type<ListingKind>().notNull(),
	organisationId: uuid('organisation_id').notNull(),
	centreId: text('centre_id').notNull(),
	state: text('state').$type<ListingState>().notNull().default('draft'),
	revision: text('revision').$type<RevisionState>(),
	closedReason: text('closed_reason').$type<'matched' | 'withdrawn'>(),
	workingVersionId: uuid('working_version_id'),
	publishedVersionId: uuid('published_version_id'),
	externalId: text('external_id'),
	source: text('source'),
	validUntil: date('valid_until', { mode: 'string' }),
	remindedOn: date('reminded_on', { mode: 'string' }),
	publishedAt: at('published_at'),
	createdBy: text('created_by'),
	createdAt: at('created_at').notNull().defaultNow(),
	updatedAt: at('updated_at').notNull().defaultNow(),
	changeNumber: bigint('change_number', { mode: 'number' }).notNull(),
});

export const listingVersion = pgTable('listing_version', {
	id: uuid('id').primaryKey().defaultRandom(),
	listingId: uuid('listing_id').notNull(),
	number: integer('number').notNull(),
	language: text('language').$type<Language>().notNull(),
	provenance: text('provenance').$type<Provenance>().notNull().default('original'),
	title: text('title').notNull().default(''),
	summary: text('summary').notNull().default(''),
	description: text('description').notNull().default(''),
	advantages: text('advantages').notNull().default(''),
	benefitInFigures: text('benefit_in_figures').notNull().default(''),
	comparedWith: text('compared_with').notNull().default(''),
	sought: text('sought').notNull().default(''),
	areas: text('areas').array().notNull().default([]),
	keywords: text('keywords').array().notNull().default([]),
	trl: smallint('trl'),
	ip: jsonb('ip').$type<IntellectualProperty>().notNull().default({ status: null, rights: [] }),
	cooperation: text('cooperation').array().$type<CoOperationType[]>().notNull().default([]),
	partner: jsonb('partner').$type<PartnerSought>().notNull().default({ kinds: [], role: '' }),
	countries: text('countries').array().notNull().default([]),
	price: jsonb('price').$type<Price>(),
	budget: jsonb('budget').$type<Budget>(),
	relevantDate: date('relevant_date', { mode: 'string' }),
	sdgs: smallint('sdgs').array().notNull().default([]),
	exportControl: text('export_control').notNull().default(''),
	videoUrl: text('video_url').notNull().default(''),
	display: text('display').$type<'open' | 'hidden'>().notNull().default('open'),
	disclosure: jsonb('disclosure').$type<DisclosureChoice>().notNull().default({}),
	/** The sections that stand in `listingGuardedSection`; a trigger puts them there. */
	guarded: text('guarded').array().$type<Section[]>().notNull().default([]),
	createdBy: text('created_by'),
	createdAt: at('created_at').notNull().defaultNow(),
	updatedAt: at('updated_at').notNull().defaultNow(),
});

/** Sections for the parties and confidential ones, behind row-level security: empty outside of `asActor`. */
export const listingGuardedSection = pgTable('listing_guarded_section', {
	versionId: uuid('version_id').notNull(),
	section: text('section').$type<Section>().notNull(),
	listingId: uuid('listing_id').notNull(),
	disclosure: text('disclosure').$type<Disclosure>().notNull(),
	content: jsonb('content').$type<Partial<ListingContent>>().notNull(),
});

export const listingContact = pgTable('listing_contact', {
	listingId: uuid('listing_id').notNull(),
	userId: text('user_id').notNull(),
});

export const attachment = pgTable('attachment', {
	id: uuid('id').primaryKey().defaultRandom(),
	listingId: uuid('listing_id').notNull(),
	name: text('name').notNull(),
	mediaType: text('media_type').notNull(),
	bytes: integer('bytes').notNull(),
	sha256: char('sha256', { length: 64 }).notNull(),
	disclosure: text('disclosure').$type<Disclosure>().notNull().default('public'),
	createdBy: text('created_by'),
	createdAt: at('created_at').notNull().defaultNow(),
});

export const review = pgTable('review', {
	id: uuid('id').primaryKey().defaultRandom(),
	listingId: uuid('listing_id').notNull(),
	versionId: uuid('version_id').notNull(),
	reviewerId: text('reviewer_id'),
	decision: text('decision').$type<'published' | 'returned'>().notNull(),
	remark: text('remark').notNull().default(''),
	language: text('language').$type<Language>().notNull(),
	createdAt: at('created_at').notNull().defaultNow(),
});
