import type { Holding } from '../holdings.ts';

/** Negotiation rooms. What was said belongs to both sides and stays with the other, without the name of who has gone. */
export const ROOM_HOLDINGS: readonly Holding[] = [
	{ table: 'room_thread', column: 'opened_by', holder: 'person', exported: { as: 'docking/conversations-begun', only: ['id', 'docking_id', 'subject', 'language', 'opened_at'] }, erased: 'name-taken-off', called: 'called' },
	{ table: 'room_message', column: 'author_id', holder: 'person', exported: { as: 'docking/messages-written', only: ['id', 'docking_id', 'thread_id', 'language', 'text', 'at'] }, erased: 'name-taken-off', called: 'called' },
	{ table: 'room_translation', column: 'translator_id', holder: 'person', exported: { as: 'docking/translations-written', only: ['message_id', 'language', 'text', 'at'] }, erased: 'name-taken-off', called: 'called' },
	{ table: 'room_seen', column: 'person_id', holder: 'person', exported: { as: 'docking/conversations-read', only: ['thread_id', 'docking_id', 'messages'] }, erased: 'with-it' },
	{ table: 'room_summary', column: 'author_id', holder: 'person', exported: { as: 'docking/summaries-written', only: ['id', 'docking_id', 'language', 'text', 'at'] }, erased: 'name-taken-off', called: 'called' },
	{ table: 'room_task', column: 'author_id', holder: 'person', exported: { as: 'docking/tasks-given', only: ['id', 'docking_id', 'what', 'language', 'due_on', 'created_at'] }, erased: 'name-taken-off', called: 'called' },
	{ table: 'room_task', column: 'person_id', holder: 'person', exported: { as: 'docking/tasks-of-mine', only: ['id', 'docking_id', 'state', 'what', 'language', 'due_on'] }, erased: 'name-taken-off' },
	{ table: 'room_task', column: 'ended_by', holder: 'person', exported: { as: 'docking/tasks-ended', only: ['id', 'docking_id', 'state', 'ended_at'] }, erased: 'name-taken-off' },
	{ table: 'room_meeting', column: 'author_id', holder: 'person', exported: { as: 'docking/meetings-proposed', only: ['id', 'docking_id', 'state', 'title', 'details', 'language', 'starts_at', 'created_at'] }, erased: 'name-taken-off', called: 'called' },
	{ table: 'room_slot_answer', column: 'person_id', holder: 'person', exported: { as: 'docking/meeting-answers', only: ['slot_id', 'docking_id', 'answer', 'at'] }, erased: 'with-it' },
	{ table: 'room_invited', column: 'person_id', holder: 'person', exported: { as: 'docking/meetings-invited-to', only: ['meeting_id', 'docking_id'] }, erased: 'with-it' },
	{ table: 'room_text', column: 'file_id', holder: 'row', of: 'docking_file_version.file_id', exported: { not: 'computed' }, erased: 'with-it' },
	{ table: 'room_file_reading', column: 'file_id', holder: 'row', of: 'docking_file_version.file_id', exported: { not: 'computed' }, erased: 'with-it' },
];
