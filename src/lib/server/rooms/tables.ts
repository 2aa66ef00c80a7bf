import { bigint, boolean, customType, date, integer, pgTable, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { DockingStand } from '#lib/docking/vocabulary.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { MeetingState, SlotAnswer, TaskState } from '#lib/rooms/vocabulary.ts';
import type { Provenance } from '#lib/text/local-text.ts';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const id = () => uuid('id').primaryKey().defaultRandom();
const numbered = () => bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity();
const docking = () => uuid('docking_id').notNull();
const language = () => text('language').$type<Language>().notNull();
const side = () => text('side').$type<DockingStand>().notNull();
const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' });

export const roomThread = pgTable('room_thread', {
	id: id(),
	dockingId: docking(),
	subject: text('subject').notNull(),
	language: language(),
	openedBy: text('opened_by'),
	called: text('called').notNull(),
	openedAt: at('opened_at').notNull(),
	lastAt: at('last_at').notNull(),
	messages: integer('messages').notNull().default(0),
});

export const roomMessage = pgTable('room_message', {
	id: numbered(),
	dockingId: docking(),
	threadId: uuid('thread_id').notNull(),
	answers: bigint('answers', { mode: 'number' }),
	side: side(),
	authorId: text('author_id'),
	called: text('called').notNull(),
	language: language(),
	text: text('text').notNull(),
	at: at('at').notNull(),
});

export const roomTranslation = pgTable('room_translation', {
	messageId: bigint('message_id', { mode: 'number' }).notNull(),
	language: language(),
	provenance: text('provenance').$type<Exclude<Provenance, 'original'>>().notNull(),
	dockingId: docking(),
	text: text('text').notNull(),
	engine: text('engine'),
	translatorId: text('translator_id'),
	called: text('called').notNull().default(''),
	at: at('at').notNull(),
});

export const roomSeen = pgTable('room_seen', {
	threadId: uuid('thread_id').notNull(),
	personId: text('person_id').notNull(),
	dockingId: docking(),
	messages: integer('messages').notNull(),
});

export const roomSummary = pgTable('room_summary', {
	id: numbered(),
	dockingId: docking(),
	language: language(),
	text: text('text').notNull(),
	authorId: text('author_id'),
	called: text('called').notNull(),
	at: at('at').notNull(),
});

export const roomTask = pgTable('room_task', {
	id: id(),
	dockingId: docking(),
	state: text('state').$type<TaskState>().notNull().default('open'),
	version: integer('version').notNull().default(1),
	what: text('what').notNull(),
	language: language(),
	side: side(),
	personId: text('person_id'),
	dueOn: date('due_on', { mode: 'string' }),
	authorId: text('author_id'),
	called: text('called').notNull(),
	createdAt: at('created_at').notNull(),
	endedBy: text('ended_by'),
	endedAt: at('ended_at'),
	remindedOn: date('reminded_on', { mode: 'string' }),
});

export const roomMeeting = pgTable('room_meeting', {
	id: id(),
	dockingId: docking(),
	state: text('state').$type<MeetingState>().notNull().default('proposed'),
	version: integer('version').notNull().default(1),
	title: text('title').notNull(),
	details: text('details').notNull().default(''),
	language: language(),
	minutes: smallint('minutes').notNull(),
	timeZone: text('time_zone').notNull(),
	startsAt: at('starts_at'),
	sequence: integer('sequence').notNull().default(0),
	side: side(),
	authorId: text('author_id'),
	called: text('called').notNull(),
	createdAt: at('created_at').notNull(),
	changedAt: at('changed_at').notNull(),
});

export const roomSlot = pgTable('room_slot', {
	id: id(),
	meetingId: uuid('meeting_id').notNull(),
	dockingId: docking(),
	startsAt: at('starts_at').notNull(),
});

export const roomSlotAnswer = pgTable('room_slot_answer', {
	slotId: uuid('slot_id').notNull(),
	personId: text('person_id').notNull(),
	dockingId: docking(),
	answer: text('answer').$type<SlotAnswer>().notNull(),
	at: at('at').notNull(),
});

export const roomInvited = pgTable('room_invited', {
	meetingId: uuid('meeting_id').notNull(),
	personId: text('person_id').notNull(),
	dockingId: docking(),
});

export const roomText = pgTable('room_text', {
	id: numbered(),
	dockingId: docking(),
	messageId: bigint('message_id', { mode: 'number' }),
	fileId: uuid('file_id'),
	page: integer('page'),
	language: language(),
	text: text('text').notNull().default(''),
	terms: tsvector('terms').notNull(),
	at: at('at').notNull(),
});

export const roomFileReading = pgTable('room_file_reading', {
	fileId: uuid('file_id').primaryKey(),
	dockingId: docking(),
	state: text('state').$type<'waiting' | 'read' | 'broken' | 'encrypted' | 'too-large' | 'too-slow' | 'no-text'>().notNull(),
	cut: boolean('cut').notNull().default(false),
	at: at('at').notNull(),
});
