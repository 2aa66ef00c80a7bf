import { bigint, boolean, char, integer, jsonb, pgTable, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { LabelLanguage } from '#lib/engines/thesaurus/types.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { Cells } from './cells.ts';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const revision = () => bigint('revision', { mode: 'number' });

export const concept = pgTable('concept', {
	id: text('id').primaryKey(),
	area: text('area').notNull(),
	position: integer('position').notNull().default(0),
	ipc: text('ipc').array().notNull().default([]),
	sdgs: smallint('sdgs').array().notNull().default([]),
	noteEn: text('note_en').notNull().default(''),
	noteZh: text('note_zh').notNull().default(''),
	retired: boolean('retired').notNull().default(false),
	replacedBy: text('replaced_by'),
	seed: jsonb('seed').$type<Cells>(),
	version: integer('version').notNull().default(1),
	createdAt: at('created_at').notNull().defaultNow(),
	updatedAt: at('updated_at').notNull().defaultNow(),
});

export const conceptLabel = pgTable('concept_label', {
	conceptId: text('concept_id').notNull(),
	language: text('language').$type<LabelLanguage>().notNull(),
	preferred: text('preferred').notNull(),
	alternatives: text('alternatives').array().notNull().default([]),
	reviewed: boolean('reviewed').notNull().default(false),
	reviewedAt: at('reviewed_at'),
	reviewedBy: text('reviewed_by'),
});

export const conceptLink = pgTable('concept_link', {
	conceptId: text('concept_id').notNull(),
	kind: text('kind').$type<'broader' | 'related'>().notNull(),
	targetId: text('target_id').notNull(),
	position: smallint('position').notNull().default(0),
});

export type ChangeOrigin = 'create' | 'edit' | 'review' | 'retire' | 'undo' | 'upload' | 'release';

export const conceptChange = pgTable('concept_change', {
	id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
	revision: revision().notNull(),
	conceptId: text('concept_id').notNull(),
	version: integer('version').notNull(),
	cell: text('cell').notNull(),
	before: text('before').notNull(),
	after: text('after').notNull(),
	origin: text('origin').$type<ChangeOrigin>().notNull(),
	by: text('by'),
	undoes: bigint('undoes', { mode: 'number' }),
	at: at('at').notNull().defaultNow(),
});

export const thesaurusState = pgTable('thesaurus_state', {
	single: boolean('single').primaryKey().default(true),
	revision: revision().notNull(),
});

export const thesaurusFile = pgTable('thesaurus_file', {
	name: text('name').primaryKey(),
	sha256: char('sha256', { length: 64 }).notNull(),
	loadedAt: at('loaded_at').notNull().defaultNow(),
});

export const thesaurusReannotation = pgTable('thesaurus_reannotation', {
	revision: revision().primaryKey(),
	labels: jsonb('labels').$type<{ language: Language; label: string }[]>().notNull(),
	concepts: text('concepts').array().notNull(),
	listings: integer('listings'),
	done: integer('done').notNull().default(0),
	after: text('after').notNull().default(''),
	askedAt: at('asked_at').notNull().defaultNow(),
	finishedAt: at('finished_at'),
});

export const thesaurusUpload = pgTable('thesaurus_upload', {
	id: uuid('id').primaryKey().defaultRandom(),
	createdBy: text('created_by').notNull(),
	fileName: text('file_name').notNull(),
	content: text('content').notNull(),
	createdAt: at('created_at').notNull().defaultNow(),
	appliedAt: at('applied_at'),
	appliedCells: integer('applied_cells'),
});
