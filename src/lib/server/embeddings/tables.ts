import { pgTable, primaryKey, real, text, timestamp, uuid } from 'drizzle-orm/pg-core';

export const listingVector = pgTable(
	'listing_vector',
	{
		versionId: uuid('version_id').notNull(),
		model: text('model').notNull(),
		vector: real('vector').array().notNull(),
		textHash: text('text_hash').notNull(),
		createdAt: timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
	},
	(table) => [primaryKey({ columns: [table.versionId, table.model] })],
);
