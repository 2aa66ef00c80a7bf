import * as m from '#lib/paraglide/messages.js';
import type { ProblemWords } from '../field-words.ts';

/** What can be wrong in forms of B2B meetings, beside what can be with any. */
export const meetingsProblemWords = {
	absent: m.meetdesk_error_absent,
	asked_together: m.meetings_error_asked_together,
	asked_twice: m.meetings_error_asked_twice,
	by_desk: m.meetdesk_error_by_desk,
	comes_already: m.meetings_error_comes_already,
	interpreter: m.meetdesk_error_interpreter,
	interprets: m.meetings_error_interprets,
	early: m.meetdesk_error_early,
	invitations_limit: m.meetings_error_invitations_limit,
	invited_already: m.meetings_error_invited_already,
	invited_often: m.meetings_error_invited_often,
	join_first: m.meetings_error_join_first,
	limits: m.meetdesk_error_limits,
	not_last: m.meetdesk_error_not_last,
	not_possible: m.meetdesk_error_not_possible,
	owner_asks: m.meetings_error_owner_asks,
	parties_limit: m.meetings_error_parties_limit,
	registration_closed: m.meetings_error_registration_closed,
	request_limit: m.meetings_error_request_limit,
	same_pair: m.meetdesk_error_same_pair,
	slot_taken: m.meetings_error_slot_taken,
	table: m.meetdesk_error_table,
	takes_no_invitations: m.meetings_error_takes_no_invitations,
	they_interpret: m.meetdesk_error_they_interpret,
	two_places: m.meetdesk_error_two_places,
	unknown_badge: m.meetings_error_unknown_badge,
} satisfies ProblemWords;
