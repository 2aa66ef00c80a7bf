import { bigint, boolean, char, date, doublePrecision, integer, jsonb, pgTable, primaryKey, smallint, text, time, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { Language } from '#lib/engines/text/language.ts';
import type { BudgetSide, DocumentAudience, NoticeKind, OrganiserRole, SessionKind, SpeakerConsent, SpeakerRole, SponsorLevel } from '#lib/events/vocabulary.ts';
import type { Audience } from '#lib/events/audience.ts';
import type { Move } from '#lib/events/whereabouts.ts';
import type { LocalText } from '#lib/text/local-text.ts';

export { event } from '#lib/server/network/tables.ts';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const id = () => uuid('id').primaryKey().defaultRandom();
const ofEvent = () => text('event_id').notNull();
const texts = (name: string) => jsonb(name).$type<LocalText[]>().notNull();
const position = () => smallint('position').notNull().default(0);

/** A centre, a member organisation, or a body outside of the network, which has a name only. */
export const eventOrganiser = pgTable('event_organiser', {
	id: id(),
	eventId: ofEvent(),
	position: position(),
	role: text('role').$type<OrganiserRole>().notNull(),
	centreId: text('centre_id'),
	organisationId: uuid('organisation_id'),
	names: texts('names').default([]),
});

export const eventVenue = pgTable('event_venue', {
	id: id(),
	eventId: ofEvent(),
	position: position(),
	names: texts('names'),
	address: texts('address').default([]),
	latitude: doublePrecision('latitude'),
	longitude: doublePrecision('longitude'),
});

export const eventRoom = pgTable('event_room', {
	id: id(),
	eventId: ofEvent(),
	venueId: uuid('venue_id').notNull(),
	position: position(),
	names: texts('names'),
	seats: integer('seats'),
});

/** A table for meetings. */
export const eventTable = pgTable('event_table', {
	id: id(),
	eventId: ofEvent(),
	roomId: uuid('room_id').notNull(),
	label: text('label').notNull(),
	zone: text('zone').notNull().default(''),
	position: integer('position').notNull().default(0),
	/** From then on no slot that begins has it. */
	goneAt: at('gone_at'),
});

export const eventDay = pgTable('event_day', {
	id: id(),
	eventId: ofEvent(),
	day: date('day', { mode: 'string' }).notNull(),
	/** `HH:MM:SS` on the clock of the event's zone. */
	opens: time('opens').notNull().default('09:00'),
	closes: time('closes').notNull().default('18:00'),
	titles: texts('titles').default([]),
	state: text('state').$type<'on' | 'cancelled'>().notNull().default('on'),
});

export const eventTrack = pgTable('event_track', { id: id(), eventId: ofEvent(), position: position(), names: texts('names') });

/** Without a track it is everybody's. */
export const eventSession = pgTable('event_session', {
	id: id(),
	eventId: ofEvent(),
	dayId: uuid('day_id').notNull(),
	trackId: uuid('track_id'),
	roomId: uuid('room_id'),
	kind: text('kind').$type<SessionKind>().notNull(),
	titles: texts('titles'),
	about: texts('about').default([]),
	/** What is spoken or interpreted there. */
	languages: text('languages').array().$type<Language[]>().notNull().default([]),
	startsAt: at('starts_at').notNull(),
	endsAt: at('ends_at').notNull(),
	/** Null: as many as the room has. */
	seats: integer('seats'),
	state: text('state').$type<'on' | 'cancelled'>().notNull().default('on'),
	version: integer('version').notNull().default(1),
	sequence: integer('sequence').notNull().default(0),
	changedAt: at('changed_at').notNull().defaultNow(),
});

export const eventSpeaker = pgTable('event_speaker', {
	id: id(),
	eventId: ofEvent(),
	position: position(),
	expertId: uuid('expert_id'),
	userId: text('user_id'),
	names: texts('names'),
	headline: texts('headline').default([]),
	about: texts('about').default([]),
	country: char('country', { length: 2 }),
	/** Named in public only once given. */
	consent: text('consent').$type<SpeakerConsent>().notNull().default('asked'),
	consentAt: at('consent_at'),
	isSample: boolean('is_sample').notNull().default(false),
	addedBy: text('added_by'),
	addedAt: at('added_at').notNull().defaultNow(),
});

/** Of somebody without an account; the organisers' alone. */
export const eventSpeakerContact = pgTable('event_speaker_contact', {
	speakerId: uuid('speaker_id').primaryKey(),
	eventId: ofEvent(),
	email: text('email'),
	consentHow: text('consent_how').notNull().default(''),
	recordedBy: text('recorded_by'),
});

export const eventSessionSpeaker = pgTable(
	'event_session_speaker',
	{
		sessionId: uuid('session_id').notNull(),
		speakerId: uuid('speaker_id').notNull(),
		eventId: ofEvent(),
		role: text('role').$type<SpeakerRole>().notNull().default('speaker'),
		position: position(),
	},
	(table) => [primaryKey({ columns: [table.sessionId, table.speakerId] })],
);

export const eventSponsor = pgTable('event_sponsor', {
	id: id(),
	eventId: ofEvent(),
	position: position(),
	level: text('level').$type<SponsorLevel>().notNull(),
	organisationId: uuid('organisation_id'),
	names: texts('names').default([]),
	website: text('website'),
});

/** Amounts in minor units; the organisers' alone. */
export const eventBudgetLine = pgTable('event_budget_line', {
	id: id(),
	eventId: ofEvent(),
	position: position(),
	side: text('side').$type<BudgetSide>().notNull(),
	what: text('what').notNull(),
	currency: char('currency', { length: 3 }).notNull(),
	planned: bigint('planned', { mode: 'number' }).notNull(),
	actual: bigint('actual', { mode: 'number' }),
});

export const eventDocument = pgTable('event_document', {
	id: id(),
	eventId: ofEvent(),
	sessionId: uuid('session_id'),
	titles: texts('titles'),
	shown: text('shown').$type<DocumentAudience>().notNull(),
	name: text('name').notNull(),
	mediaType: text('media_type').notNull(),
	bytes: integer('bytes').notNull(),
	sha256: char('sha256', { length: 64 }).notNull(),
	addedBy: text('added_by'),
	addedAt: at('added_at').notNull(),
});

export const eventPhoto = pgTable('event_photo', {
	id: id(),
	eventId: ofEvent(),
	position: integer('position').notNull().default(0),
	captions: texts('captions'),
	credit: text('credit').notNull().default(''),
	addedBy: text('added_by'),
	addedAt: at('added_at').notNull(),
});

export const eventPhotoFile = pgTable(
	'event_photo_file',
	{
		photoId: uuid('photo_id').notNull(),
		size: text('size').$type<'small' | 'large'>().notNull(),
		width: integer('width').notNull(),
		height: integer('height').notNull(),
		bytes: integer('bytes').notNull(),
		sha256: char('sha256', { length: 64 }).notNull(),
	},
	(table) => [primaryKey({ columns: [table.photoId, table.size] })],
);

/** A session that a person wants to go to. */
export const eventPick = pgTable(
	'event_pick',
	{
		userId: text('user_id').notNull(),
		sessionId: uuid('session_id').notNull(),
		eventId: ofEvent(),
		pickedAt: at('picked_at').notNull(),
		/** Of a session with so many places; null: in the own programme alone. */
		place: text('place').$type<'taken' | 'waiting'>(),
		placeSince: at('place_since'),
	},
	(table) => [primaryKey({ columns: [table.userId, table.sessionId] })],
);

/** The address under which a calendar program follows a person's own programme of an event; the token that it ends with is made of the id. */
export const eventCalendarAddress = pgTable(
	'event_calendar_address',
	{
		userId: text('user_id').notNull(),
		eventId: ofEvent(),
		id: uuid('id').notNull(),
		madeAt: at('made_at').notNull(),
	},
	(table) => [primaryKey({ columns: [table.userId, table.eventId] })],
);

/** What was changed after it had been public. */
export const eventNotice = pgTable('event_notice', {
	id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
	eventId: ofEvent(),
	sessionId: uuid('session_id'),
	kind: text('kind').$type<NoticeKind>().notNull(),
	titles: texts('titles').default([]),
	wasAt: at('was_at'),
	nowAt: at('now_at'),
	/** Of the event as a whole. */
	moved: jsonb('moved').$type<Move>(),
	words: texts('words').default([]),
	told: integer('told').notNull().default(0),
	by: text('by'),
	at: at('at').notNull(),
});

/** What organisers wrote to many at once. */
export const eventMessage = pgTable('event_message', {
	id: uuid('id').primaryKey(),
	eventId: ofEvent(),
	audience: jsonb('audience').$type<Audience>().notNull(),
	subjects: texts('subjects'),
	texts: texts('texts'),
	/** When it was sent. */
	recipients: integer('recipients').notNull(),
	sentBy: text('sent_by'),
	sentAt: at('sent_at').notNull(),
});

/** To one who registered or was invited. */
export const eventMessageLetter = pgTable('event_message_letter', {
	id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
	messageId: uuid('message_id').notNull(),
	eventId: ofEvent(),
	registrationId: uuid('registration_id'),
	invitationId: uuid('invitation_id'),
	writtenAt: at('written_at'),
});
