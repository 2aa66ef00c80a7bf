import { boolean, char, integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { ImportPlan } from './fields.ts';
import type { RowError } from './row-errors.ts';
import type { ImportFormat } from './table.ts';

/** uploaded -> checking -> previewed -> running -> finished; back from previewed by a new mapping; cancelled or failed from any. */
export type ImportState = 'uploaded' | 'checking' | 'previewed' | 'running' | 'finished' | 'cancelled' | 'failed';
export type RowOutcome = 'created' | 'updated' | 'unchanged' | 'bad';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

export const importBatch = pgTable('import_batch', {
	id: uuid('id').primaryKey().defaultRandom(),
	organisationId: uuid('organisation_id').notNull(),
	createdBy: text('created_by'),
	fileName: text('file_name').notNull(),
	format: text('format').$type<ImportFormat>().notNull(),
	sha256: char('sha256', { length: 64 }).notNull(),
	columns: text('columns').array().notNull().default([]),
	mapping: jsonb('mapping').$type<ImportPlan['mapping']>().notNull().default({}),
	defaults: jsonb('defaults').$type<ImportPlan['defaults']>().notNull().default({}),
	cut: boolean('cut').notNull().default(false),
	publish: boolean('publish').notNull().default(false),
	source: text('source'),
	origin: text('origin').$type<'browser' | 'command'>().notNull().default('browser'),
	state: text('state').$type<ImportState>().notNull().default('uploaded'),
	rowsTotal: integer('rows_total').notNull().default(0),
	rowsDone: integer('rows_done').notNull().default(0),
	rowsCreated: integer('rows_created').notNull().default(0),
	rowsUpdated: integer('rows_updated').notNull().default(0),
	rowsUnchanged: integer('rows_unchanged').notNull().default(0),
	rowsBad: integer('rows_bad').notNull().default(0),
	failure: text('failure'),
	createdAt: at('created_at').notNull().defaultNow(),
	progressAt: at('progress_at').notNull().defaultNow(),
	finishedAt: at('finished_at'),
});

export const importRow = pgTable(
	'import_row',
	{
		batchId: uuid('batch_id').notNull(),
		number: integer('number').notNull(),
		cells: jsonb('cells').$type<unknown[]>().notNull(),
		errors: jsonb('errors').$type<RowError[]>().notNull().default([]),
		outcome: text('outcome').$type<RowOutcome>(),
		listingId: uuid('listing_id'),
	},
	(row) => [primaryKey({ columns: [row.batchId, row.number] })],
);
