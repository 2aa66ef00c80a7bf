import * as m from '#lib/paraglide/messages.js';
import type { FrameState, MeetingMode, MeetingState, ScheduleState, SlotKind } from '#lib/meetings/vocabulary.ts';
import { eventLabel } from '../events/field-labels.ts';

export const MODE_WORDS: Record<MeetingMode, () => string> = { booking: m.meetdesk_mode_booking, collected: m.meetdesk_mode_collected, both: m.meetdesk_mode_both };
export const FRAME_STATE_WORDS: Record<FrameState, () => string> = { preparing: m.meetdesk_state_preparing, open: m.meetdesk_state_open, closed: m.meetdesk_state_closed };
export const SLOT_KIND_WORDS: Record<SlotKind, () => string> = { booking: m.meetdesk_slot_booking, collected: m.meetdesk_slot_collected };
export const SCHEDULE_STATE_WORDS: Record<ScheduleState, () => string> = {
	draft: m.meetdesk_schedule_done,
	running: m.meetdesk_schedule_running,
	done: m.meetdesk_schedule_done,
	failed: m.meetdesk_schedule_failed,
	published: m.meetdesk_schedule_published,
	superseded: m.meetdesk_schedule_superseded,
};
export const MEETING_STATE_WORDS: Record<MeetingState, () => string> = { planned: m.meetdesk_meeting_planned, late: m.meetdesk_meeting_late, held: m.meetdesk_meeting_held, no_show: m.meetdesk_meeting_no_show, cancelled: m.meetdesk_meeting_cancelled };
export const SCOPE_WORDS = { all: m.meetdesk_scope_all, 'few-moves': m.meetdesk_scope_few_moves, fill: m.meetdesk_scope_fill } as const;
export const BOUND_WORDS: Record<string, () => string> = { 'sum-of-weights': m.meetdesk_bound_sum, 'linear-programme': m.meetdesk_bound_programme, exhaustive: m.meetdesk_bound_exhaustive };

type Broken = { rule: string; who: string };
const RULES: Record<string, (about: { who: string }) => string> = {
	'two-places': m.meetdesk_rule_two_places,
	absent: m.meetdesk_rule_absent,
	limits: m.meetdesk_rule_limits,
	table: () => m.meetdesk_error_table(),
	interpreter: () => m.meetdesk_error_interpreter(),
	fixed: () => m.meetdesk_error_fixed(),
	'too-soon': () => m.meetdesk_error_closed(),
	forbidden: () => m.meetdesk_error_forbidden(),
	'same-pair': () => m.meetdesk_error_same_pair(),
	'request-slots': () => m.meetdesk_error_request_slots(),
	once: () => m.meetdesk_error_once(),
};
/** A rule that is broken, with whom it concerns. */
export const ruleWords = ({ rule, who }: Broken): string => (RULES[rule] ?? (() => m.meetdesk_error_unknown()))({ who });

const LABELS: Record<string, () => string> = {
	mode: m.meetdesk_mode,
	state: m.meetdesk_state,
	request_limit: m.meetdesk_request_limit,
	daily_limit: m.meetdesk_daily_limit,
	request_deadline: m.meetdesk_deadline,
	answer_days: m.meetdesk_answer_days,
	minutes: m.meetdesk_minutes,
	pause: m.meetdesk_pause,
	from: m.meetdesk_from,
	until: m.meetdesk_until,
	break_from: m.meetdesk_break_from,
	break_until: m.meetdesk_break_until,
	kind: m.meetdesk_kind,
	slot: m.meetdesk_slot,
	table: m.meetdesk_table,
	registration: m.meetdesk_interpreter,
	one: m.meetdesk_language_one,
	other: m.meetdesk_language_other,
	seconds: m.meetdesk_seconds,
	frozen: m.meetdesk_frozen,
	seed: m.meetdesk_seed,
	scope: m.meetdesk_scope,
	publish: m.meetdesk_publish,
	undo: m.meetdesk_undo,
	meeting: m.meetdesk_meeting,
	person: m.meetdesk_person,
	other_person: m.meetdesk_person_other,
	third_person: m.meetdesk_person_third,
	pair: m.meetdesk_propose_suggested,
	priority: m.meetdesk_priority,
	reason: m.meetdesk_forbid_reason,
	half: m.meetdesk_half,
	day: m.meetdesk_day,
	place: m.meetdesk_place,
	organisation: m.meetdesk_organisation_one,
	other_organisation: m.meetdesk_organisation_other,
	part: m.meetdesk_part,
	people: m.meetdesk_rerun,
	fairness: m.meetdesk_fairness,
	weight_wish: m.meetdesk_weight_wish,
	weight_mutual: m.meetdesk_weight_mutual,
	weight_suggestion: m.meetdesk_weight_suggestion,
	weight_host: m.meetdesk_weight_host,
};
/** What a field of these forms is called, for the summary of what is wrong. */
export const meetdeskLabel = (field: string): string => (LABELS[field] ? LABELS[field]() : eventLabel(field));
