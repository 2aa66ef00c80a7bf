import { bigint, boolean, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { Rhythm } from '#lib/alerts/vocabulary.ts';
import type { SavedRequest } from './saved-search.ts';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

export const alertPreference = pgTable('alert_preference', {
	userId: text('user_id').primaryKey(),
	timeZone: text('time_zone').notNull(),
	matchDigest: boolean('match_digest').notNull().default(true),
	nextMatchDigest: at('next_match_digest').notNull(),
});

export const savedSearch = pgTable('saved_search', {
	id: uuid('id').primaryKey().defaultRandom(),
	userId: text('user_id').notNull(),
	name: text('name').notNull(),
	request: jsonb('request').$type<SavedRequest>().notNull(),
	rhythm: text('rhythm').$type<Rhythm>().notNull(),
	paused: boolean('paused').notNull().default(false),
	broad: boolean('broad').notNull().default(false),
	feedToken: text('feed_token').notNull(),
	createdAt: at('created_at').notNull(),
	seenAt: at('seen_at').notNull(),
	nextLetter: at('next_letter'),
});

export const savedSearchHit = pgTable(
	'saved_search_hit',
	{
		searchId: uuid('search_id').notNull(),
		listingId: uuid('listing_id').notNull(),
		foundAt: at('found_at').notNull(),
		toldAt: at('told_at'),
	},
	(table) => [primaryKey({ columns: [table.searchId, table.listingId] })],
);

export const alertProgress = pgTable('alert_progress', {
	listingId: uuid('listing_id').primaryKey(),
	changeNumber: bigint('change_number', { mode: 'number' }).notNull(),
});

export const matchDigestTold = pgTable(
	'match_digest_told',
	{
		userId: text('user_id').notNull(),
		listingId: uuid('listing_id').notNull(),
		counterpartId: uuid('counterpart_id').notNull(),
		toldAt: at('told_at').notNull(),
	},
	(table) => [primaryKey({ columns: [table.userId, table.listingId, table.counterpartId] })],
);
