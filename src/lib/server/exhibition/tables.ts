import { date, integer, jsonb, pgTable, primaryKey, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { ApplicationState, NextStep, VisitConsent } from '#lib/exhibition/vocabulary.ts';
import type { LocalText } from '#lib/text/local-text.ts';

/** A room with a floor plan. Lengths are in decimetres. */
export const exhibitionHall = pgTable('exhibition_hall', {
	roomId: uuid('room_id').primaryKey(),
	eventId: text('event_id').notNull(),
	width: smallint('width').notNull(),
	depth: smallint('depth').notNull(),
});

export const exhibitionStand = pgTable('exhibition_stand', {
	id: uuid('id').primaryKey().defaultRandom(),
	eventId: text('event_id').notNull(),
	roomId: uuid('room_id').notNull(),
	label: text('label').notNull(),
	x: smallint('x').notNull(),
	y: smallint('y').notNull(),
	width: smallint('width').notNull(),
	depth: smallint('depth').notNull(),
});

export const exhibitor = pgTable('exhibitor', {
	id: uuid('id').primaryKey().defaultRandom(),
	eventId: text('event_id').notNull(),
	organisationId: uuid('organisation_id').notNull(),
	/** Null while no stand is assigned. */
	standId: uuid('stand_id'),
	about: jsonb('about').$type<LocalText[]>().notNull().default([]),
	/** Whom visitors may write to: somebody of the organisation who wanted that. */
	contactId: text('contact_id'),
	addedBy: text('added_by'),
	addedAt: timestamp('added_at', { withTimezone: true, mode: 'date' }).notNull(),
});

export const exhibitorListing = pgTable(
	'exhibitor_listing',
	{
		exhibitorId: uuid('exhibitor_id').notNull(),
		eventId: text('event_id').notNull(),
		listingId: uuid('listing_id').notNull(),
		position: smallint('position').notNull().default(0),
		/** What the listing is called at the stand, and what is said of it there; empty: as in the listing. */
		titles: jsonb('titles').$type<LocalText[]>().notNull().default([]),
		words: jsonb('words').$type<LocalText[]>().notNull().default([]),
	},
	(table) => [primaryKey({ columns: [table.exhibitorId, table.listingId] })],
);

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** That organisations may apply for stands, until a day on the clock of the event. */
export const exhibitionCall = pgTable('exhibition_call', {
	eventId: text('event_id').primaryKey(),
	closesOn: date('closes_on').notNull(),
	words: jsonb('words').$type<LocalText[]>().notNull().default([]),
});

export const exhibitionApplication = pgTable('exhibition_application', {
	id: uuid('id').primaryKey().defaultRandom(),
	eventId: text('event_id').notNull(),
	organisationId: uuid('organisation_id').notNull(),
	state: text('state').$type<ApplicationState>().notNull(),
	version: integer('version').notNull().default(1),
	about: jsonb('about').$type<LocalText[]>().notNull().default([]),
	/** In square metres. */
	wishedSize: smallint('wished_size'),
	wishedHall: uuid('wished_hall'),
	/** For the organisers alone. */
	remark: jsonb('remark').$type<LocalText[]>().notNull().default([]),
	/** Why it was declined. */
	reason: jsonb('reason').$type<LocalText[]>().notNull().default([]),
	appliedBy: text('applied_by'),
	appliedAt: at('applied_at').notNull(),
	decidedBy: text('decided_by'),
	decidedAt: at('decided_at'),
});

/** What an applicant wants to show. */
export const exhibitionApplicationListing = pgTable(
	'exhibition_application_listing',
	{ applicationId: uuid('application_id').notNull(), listingId: uuid('listing_id').notNull(), position: smallint('position').notNull().default(0) },
	(table) => [primaryKey({ columns: [table.applicationId, table.listingId] })],
);

/** That somebody was at a stand: without a name, so that it stays when the visitor takes the contact back. */
export const exhibitionVisit = pgTable('exhibition_visit', {
	id: uuid('id').primaryKey().defaultRandom(),
	eventId: text('event_id').notNull(),
	exhibitorId: uuid('exhibitor_id').notNull(),
	firstAt: at('first_at').notNull(),
	lastAt: at('last_at').notNull(),
});

/** Who it was: the exhibitor finds a row here only while consent is given. */
export const exhibitionVisitor = pgTable('exhibition_visitor', {
	visitId: uuid('visit_id').primaryKey(),
	eventId: text('event_id').notNull(),
	exhibitorId: uuid('exhibitor_id').notNull(),
	registrationId: uuid('registration_id').notNull(),
	consent: text('consent').$type<VisitConsent>().notNull(),
	answeredAt: at('answered_at'),
	/** When the visitor was last asked for an answer by letter. */
	askedAt: at('asked_at'),
});

/** What the exhibitor wrote about a visit. */
export const exhibitionVisitNote = pgTable('exhibition_visit_note', {
	visitId: uuid('visit_id').primaryKey(),
	exhibitorId: uuid('exhibitor_id').notNull(),
	words: text('words').notNull().default(''),
	nextStep: text('next_step').$type<NextStep>(),
	writtenBy: text('written_by'),
	writtenAt: at('written_at').notNull(),
});

/** In which listings of the exhibitor the visitor was interested. */
export const exhibitionVisitListing = pgTable(
	'exhibition_visit_listing',
	{ visitId: uuid('visit_id').notNull(), exhibitorId: uuid('exhibitor_id').notNull(), listingId: uuid('listing_id').notNull() },
	(table) => [primaryKey({ columns: [table.visitId, table.listingId] })],
);
