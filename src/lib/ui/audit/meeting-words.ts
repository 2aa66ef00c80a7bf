import * as m from '#lib/paraglide/messages.js';

/** What the log calls what participants of events do about their meetings. */
export const MEETING_WORDS = {
	'event.accept-meeting': m.audit_do_event_accept_meeting,
	'event.ask-for-meeting': m.audit_do_event_ask_for_meeting,
	'event.book-meeting': m.audit_do_event_book_meeting,
	'event.cancel-meeting': m.audit_do_event_cancel_meeting,
	'event.meet-on-the-spot': m.audit_do_event_meet_on_the_spot,
	'event.move-meeting': m.audit_do_event_move_meeting,
	'event.change-meeting-wish': m.audit_do_event_change_meeting_wish,
	'event.conclude-meeting': m.audit_do_event_conclude_meeting,
	'event.join-meetings': m.audit_do_event_join_meetings,
	'event.leave-meetings': m.audit_do_event_leave_meetings,
	'event.paint-availability': m.audit_do_event_paint_availability,
	'event.invite-to-meeting': m.audit_do_event_invite_to_meeting,
	'event.leave-meeting-of-several': m.audit_do_event_leave_meeting_of_several,
	'event.leave-out-of-meeting': m.audit_do_event_leave_out_of_meeting,
	'event.refuse-meeting-invitation': m.audit_do_event_refuse_meeting_invitation,
	'event.withdraw-meeting-invitation': m.audit_do_event_withdraw_meeting_invitation,
	'event.refuse-meeting': m.audit_do_event_refuse_meeting,
	'event.withdraw-meeting-request': m.audit_do_event_withdraw_meeting_request,
} satisfies Record<string, () => string>;
