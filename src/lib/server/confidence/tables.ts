import { bigint, boolean, char, integer, jsonb, pgTable, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { FileDisclosure, NdaKind, NdaState, SignMethod, Unmarkable } from '#lib/confidence/vocabulary.ts';
import type { DockingSide, DockingStand } from '#lib/docking/vocabulary.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import type { NdaDocument } from './nda/nda-text.ts';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

export const dockingNda = pgTable('docking_nda', {
	id: uuid('id').primaryKey().defaultRandom(),
	dockingId: uuid('docking_id').notNull(),
	number: smallint('number').notNull(),
	kind: text('kind').$type<NdaKind>().notNull(),
	state: text('state').$type<NdaState>().notNull().default('proposed'),
	languages: text('languages').array().$type<Language[]>().notNull(),
	prevailing: text('prevailing').$type<Language>().notNull(),
	years: smallint('years').notNull(),
	document: jsonb('document').$type<NdaDocument>(),
	documentHash: char('document_hash', { length: 64 }).notNull(),
	name: text('name'),
	mediaType: text('media_type'),
	bytes: bigint('bytes', { mode: 'number' }),
	sha256: char('sha256', { length: 64 }),
	proposedSide: text('proposed_side').$type<DockingStand>().notNull(),
	proposedBy: text('proposed_by'),
	called: text('called').notNull().default(''),
	proposedAt: at('proposed_at').notNull(),
	inForceAt: at('in_force_at'),
	until: at('until'),
	closedAt: at('closed_at'),
	closedBy: text('closed_by'),
	closedCalled: text('closed_called').notNull().default(''),
	words: text('words').notNull().default(''),
	wordsLanguage: text('words_language').$type<Language>(),
	version: integer('version').notNull().default(1),
});

export const dockingNdaSignature = pgTable('docking_nda_signature', {
	id: uuid('id').primaryKey().defaultRandom(),
	ndaId: uuid('nda_id').notNull(),
	dockingId: uuid('docking_id').notNull(),
	side: text('side').$type<DockingSide>().notNull(),
	organisation: jsonb('organisation').$type<LocalText[]>().notNull(),
	personId: text('person_id'),
	called: text('signatory').notNull(),
	capacity: text('capacity').notNull(),
	method: text('method').$type<SignMethod>().notNull(),
	drawing: text('drawing'),
	name: text('name'),
	mediaType: text('media_type'),
	bytes: bigint('bytes', { mode: 'number' }),
	sha256: char('sha256', { length: 64 }),
	documentHash: char('document_hash', { length: 64 }).notNull(),
	address: text('signed_from').notNull().default(''),
	signedAt: at('signed_at').notNull(),
});

export const dockingFile = pgTable('docking_file', {
	id: uuid('id').primaryKey().defaultRandom(),
	dockingId: uuid('docking_id').notNull(),
	organisationId: uuid('organisation_id'),
	side: text('side').$type<DockingStand>().notNull(),
	name: text('name').notNull(),
	disclosure: text('disclosure').$type<FileDisclosure>().notNull(),
	asItIs: boolean('as_it_is').notNull().default(false),
	createdBy: text('created_by'),
	called: text('called').notNull().default(''),
	createdAt: at('created_at').notNull(),
	touchedAt: at('touched_at').notNull(),
	removedAt: at('removed_at'),
	removedBy: text('removed_by'),
});

export const dockingFileVersion = pgTable('docking_file_version', {
	id: uuid('id').primaryKey().defaultRandom(),
	fileId: uuid('file_id').notNull(),
	dockingId: uuid('docking_id').notNull(),
	number: integer('number').notNull(),
	name: text('name').notNull(),
	mediaType: text('media_type').notNull(),
	bytes: bigint('bytes', { mode: 'number' }).notNull(),
	sha256: char('sha256', { length: 64 }).notNull(),
	unmarkable: text('unmarkable').$type<Unmarkable>(),
	remark: text('remark').notNull().default(''),
	remarkLanguage: text('remark_language').$type<Language>(),
	createdBy: text('created_by'),
	called: text('called').notNull().default(''),
	createdAt: at('created_at').notNull(),
});

export const dockingFileOpening = pgTable('docking_file_opening', {
	id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
	dockingId: uuid('docking_id').notNull(),
	fileId: uuid('file_id').notNull(),
	versionId: uuid('version_id'),
	number: integer('number').notNull(),
	personId: text('person_id'),
	called: text('called').notNull().default(''),
	side: text('side').$type<DockingStand>().notNull(),
	marked: boolean('marked').notNull(),
	code: text('code').notNull(),
	place: text('place'),
	at: at('at').notNull(),
});
