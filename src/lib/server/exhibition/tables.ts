import { jsonb, pgTable, primaryKey, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core';
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
	},
	(table) => [primaryKey({ columns: [table.exhibitorId, table.listingId] })],
);
