import { boolean, char, date, doublePrecision, integer, jsonb, pgTable, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { HoursSpan } from '#lib/centres/opening-hours.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { EventFigure } from '#lib/events/figures.ts';
import type { EventKind, EventState } from '#lib/events/vocabulary.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import type { OrganisationKind, OrganisationSize, OrganisationState } from './organisation.ts';

const localText = (name: string) => jsonb(name).$type<LocalText[]>();

export const country = pgTable('country', {
	code: char('code', { length: 2 }).primaryKey(),
	aseanSince: date('asean_since', { mode: 'string' }),
	position: smallint('position').notNull().default(100),
});

export const centre = pgTable('centre', {
	id: text('id').primaryKey(),
	kind: text('kind').$type<'headquarters' | 'bilateral' | 'regional'>().notNull(),
	country: char('country', { length: 2 }).notNull(),
	place: localText('place').notNull(),
	latitude: doublePrecision('latitude'),
	longitude: doublePrecision('longitude'),
	names: localText('names').notNull(),
	about: localText('about').notNull(),
	memorandum: text('memorandum').$type<'signed' | 'not-signed'>(),
	languages: text('languages').array().notNull(),
	source: text('source').notNull(),
	position: smallint('position').notNull(),
	address: localText('address').notNull().default([]),
	website: text('website'),
	timeZone: text('time_zone'),
	hours: jsonb('hours').$type<HoursSpan[]>().notNull().default([]),
	closedDays: date('closed_days', { mode: 'string' }).array().notNull().default([]),
	/** Fields that no document states and nobody of the centre has written. */
	sampleFields: text('sample_fields').array().notNull().default([]),
	/** Counts edits; from 2 on, loading the files again leaves the centre as it is. */
	version: integer('version').notNull().default(1),
	closedOn: date('closed_on', { mode: 'string' }),
	closedNote: localText('closed_note').notNull().default([]),
	successorId: text('successor_id'),
});

export const counterpartAgency = pgTable('counterpart_agency', {
	id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
	centreId: text('centre_id').notNull(),
	role: text('role').$type<'guiding' | 'implementing' | 'funding' | 'operating'>().notNull(),
	names: localText('names').notNull(),
	source: text('source').notNull(),
	position: smallint('position').notNull(),
	website: text('website'),
	isSample: boolean('is_sample').notNull().default(false),
});

export const organisation = pgTable('organisation', {
	id: uuid('id').primaryKey().defaultRandom(),
	slug: text('slug').notNull().unique(),
	kind: text('kind').$type<OrganisationKind>().notNull(),
	size: text('size').$type<OrganisationSize>(),
	country: char('country', { length: 2 }).notNull(),
	place: text('place'),
	latitude: doublePrecision('latitude'),
	longitude: doublePrecision('longitude'),
	names: localText('names').notNull(),
	about: localText('about').notNull(),
	areas: text('areas').array().notNull(),
	website: text('website'),
	centreId: text('centre_id').notNull(),
	state: text('state').$type<OrganisationState>().notNull().default('admitted'),
	/** Countries it works with or wishes to, beside its own. */
	countries: text('countries').array().notNull().default([]),
	/** Its entry in data/organisations, where it said that it is that one. */
	directoryId: text('directory_id'),
	mergedInto: uuid('merged_into'),
	/** Counts steps of the admission, so that two officers cannot decide at once. */
	admissionVersion: integer('admission_version').notNull().default(1),
	/** The words of its names as they are compared; null: to be computed. */
	nameKeys: text('name_keys').array(),
	isSample: boolean('is_sample').notNull().default(false),
	createdAt: timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
});

export const event = pgTable('event', {
	id: text('id').primaryKey(),
	kind: text('kind').$type<EventKind>().notNull(),
	names: localText('names').notNull(),
	about: localText('about').notNull().default([]),
	theme: localText('theme').notNull().default([]),
	facts: jsonb('facts').$type<EventFigure[]>().notNull().default([]),
	startsOn: date('starts_on', { mode: 'string' }).notNull(),
	endsOn: date('ends_on', { mode: 'string' }).notNull(),
	place: localText('place').notNull().default([]),
	country: char('country', { length: 2 }).notNull(),
	isSample: boolean('is_sample').notNull().default(false),
	/** The document that it is known from; empty for what organisers have entered here. */
	source: text('source').notNull(),
	/** A draft is behind a wall: only its organisers read it, inside `asActor`. */
	state: text('state').$type<EventState>().notNull().default('published'),
	/** The centre that leads; null for what is known from documents only. */
	centreId: text('centre_id'),
	/** The first is the one that its texts are written in. */
	languages: text('languages').array().$type<Language[]>().notNull().default(['en', 'zh']),
	timeZone: text('time_zone').notNull().default('Asia/Shanghai'),
	areas: text('areas').array().notNull().default([]),
	website: text('website'),
	contact: text('contact'),
	/** Counts edits; from 2 on, loading the files again leaves the event as it is. */
	version: integer('version').notNull().default(1),
	/** Higher with each change that calendars must learn of. */
	sequence: integer('sequence').notNull().default(0),
	copiedFrom: text('copied_from'),
	publishedAt: timestamp('published_at', { withTimezone: true, mode: 'date' }),
	cancelledAt: timestamp('cancelled_at', { withTimezone: true, mode: 'date' }),
	cancelledNote: localText('cancelled_note').notNull().default([]),
	createdBy: text('created_by'),
	createdAt: timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
	updatedAt: timestamp('updated_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
});

export const cooperationCase = pgTable('cooperation_case', {
	id: text('id').primaryKey(),
	titles: localText('titles').notNull(),
	contents: localText('contents').notNull(),
	partners: jsonb('partners').$type<{ country: string; names: LocalText[] }[]>().notNull(),
	countries: text('countries').array().notNull(),
	areas: text('areas').array().notNull(),
	source: text('source').notNull(),
	position: smallint('position').notNull(),
});
