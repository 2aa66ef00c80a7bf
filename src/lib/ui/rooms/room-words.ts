import * as m from '#lib/paraglide/messages.js';
import type { MeetingState, SlotAnswer, TaskState } from '#lib/rooms/vocabulary.ts';
import { languageName } from '../language-names.ts';
import { reader } from '../reader.ts';

/** The words of the closed vocabularies of rooms, in the reader's language. */

export const TASK_STATE_WORDS: Record<TaskState, () => string> = { open: m.room_task_state_open, done: m.room_task_state_done, dropped: m.room_task_state_dropped };
export const MEETING_STATE_WORDS: Record<MeetingState, () => string> = { proposed: m.room_meeting_state_proposed, fixed: m.room_meeting_state_fixed, cancelled: m.room_meeting_state_cancelled };
export const SLOT_ANSWER_WORDS: Record<SlotAnswer, () => string> = { yes: m.room_meeting_answer_yes, 'if-needed': m.room_meeting_answer_if_needed, no: m.room_meeting_answer_no };

/** The fields of rooms' forms, as the sum of errors names them. */
const FIELDS: Record<string, () => string> = {
	subject: m.room_thread_subject,
	text: m.room_message_text,
	summary: m.room_summary_text,
	translation: () => m.room_translate_text({ language: languageName(reader(), reader()) }),
	what: m.room_task_what,
	who: m.room_task_who,
	dueOn: m.room_task_due,
	title: m.room_meeting_name,
	details: m.room_meeting_details,
	minutes: m.room_meeting_minutes,
	zone: m.room_meeting_zone,
	slot: m.room_meeting_times,
	startsAt: m.room_meeting_new_time,
};
export function fieldWords(field: string): string {
	const slot = /^slot_(\d)$/.exec(field)?.[1];
	return slot ? m.room_meeting_slot({ number: Number(slot) + 1 }) : (FIELDS[field]?.() ?? field);
}

const FAILED: Record<string, () => string> = { conflict: m.room_failed_conflict, forbidden: m.room_failed_forbidden, not_found: m.room_failed_not_found, unavailable: m.room_failed_unavailable };
export const failedWords = (code: string): string => (FAILED[code] ?? m.room_failed_other)();
