import * as m from '#lib/paraglide/messages.js';

/** What the log calls what organisers do with the meetings of an event, and what people say of theirs while it runs. */
export const MEETING_DESK_WORDS = {
	'event-meetings.add-interpreter': m.audit_do_event_meetings_add_interpreter,
	'event-meetings.add-walk-in': m.audit_do_event_meetings_add_walk_in,
	'event-meetings.begin-schedule': m.audit_do_event_meetings_begin_schedule,
	'event-meetings.copy-meetings': m.audit_do_event_meetings_copy_meetings,
	'event-meetings.lock-on-board': m.audit_do_event_meetings_lock_on_board,
	'event-meetings.make-slots': m.audit_do_event_meetings_make_slots,
	'event-meetings.mark-away': m.audit_do_event_meetings_mark_away,
	'event-meetings.mark-back': m.audit_do_event_meetings_mark_back,
	'event-meetings.move-on-board': m.audit_do_event_meetings_move_on_board,
	'event-meetings.publish-schedule': m.audit_do_event_meetings_publish_schedule,
	'event-meetings.remove-interpreter': m.audit_do_event_meetings_remove_interpreter,
	'event-meetings.remove-place': m.audit_do_event_meetings_remove_place,
	'event-meetings.remove-schedule': m.audit_do_event_meetings_remove_schedule,
	'event-meetings.report-meeting': m.audit_do_event_meetings_report_meeting,
	'event-meetings.report-own-meeting': m.audit_do_event_meetings_report_own_meeting,
	'event-meetings.save-frame': m.audit_do_event_meetings_save_frame,
	'event-meetings.save-slots': m.audit_do_event_meetings_save_slots,
	'event-meetings.stop-schedule': m.audit_do_event_meetings_stop_schedule,
	'event-meetings.undo-on-board': m.audit_do_event_meetings_undo_on_board,
} satisfies Record<string, () => string>;
