import * as m from '#lib/paraglide/messages.js';
import type { ProblemWords } from '../field-words.ts';
import { eventProblemWords } from './event.ts';

/** What can be wrong in forms about meetings at the desk, beside what can be with any of an event: rules that a move would break, too. */
export const meetdeskProblemWords = {
	...eventProblemWords,
	absent: m.meetdesk_error_absent,
	asked_together: m.meetdesk_error_asked_together,
	broken: m.meetdesk_error_broken,
	closed: m.meetdesk_error_closed,
	draft: m.meetdesk_error_draft,
	early: m.meetdesk_error_early,
	fixed: m.meetdesk_error_fixed,
	forbidden: m.meetdesk_error_forbidden,
	held_back: m.meetdesk_error_held_back,
	has_declined: m.meetdesk_error_has_declined,
	has_meetings: m.meetdesk_error_has_meetings,
	interpreter: m.meetdesk_error_interpreter,
	limits: m.meetdesk_error_limits,
	locked: m.meetdesk_error_locked,
	meetings_held: m.meetdesk_error_meetings_held,
	nothing_to_note: m.meetdesk_error_nothing_to_note,
	no_proposal: m.meetdesk_error_no_proposal,
	no_slots: m.meetdesk_error_no_slots,
	not_possible: m.meetdesk_error_not_possible,
	once: m.meetdesk_error_once,
	request_slots: m.meetdesk_error_request_slots,
	runs: m.meetdesk_error_runs,
	same_pair: m.meetdesk_error_same_pair,
	table: m.meetdesk_error_table,
	two_places: m.meetdesk_error_two_places,
	undo_changed: m.meetdesk_error_undo_changed,
	undo_nothing: m.meetdesk_error_undo_nothing,
	unknown: m.meetdesk_error_unknown,
	unknown_organisation: m.meetdesk_error_unknown_organisation,
	unknown_person: m.meetdesk_error_unknown_person,
	wants_none: m.meetdesk_error_wants_none,
} satisfies ProblemWords;
