import * as m from '#lib/paraglide/messages.js';
import type { ProblemWords } from '../field-words.ts';

/** What can be wrong in forms of events, beside what can be with any. */
export const eventProblemWords = {
	amount: m.event_error_amount,
	day: m.event_error_day,
	day_cancelled: m.event_error_day_cancelled,
	day_there: m.event_error_day_there,
	degrees: m.event_error_degrees,
	email: m.event_error_email,
	ends_before: m.event_error_ends_before,
	hours: m.event_error_hours,
	in_use: m.event_error_in_use,
	listed: m.event_error_listed,
	meetings_begun: m.event_error_meetings_begun,
	meetings_too_soon: m.event_error_meetings_too_soon,
	outside_day: m.event_error_outside_day,
	place_then: m.event_place_then,
	picture_too_large: m.event_error_picture_too_large,
	room_taken: m.event_error_room_taken,
	session_kept: m.event_error_session_kept,
	signings_there: m.event_error_signings_there,
	slots_outside: m.event_error_slots_outside,
	speaker_taken: m.event_error_speaker_taken,
	table_taken: m.event_error_table_taken,
	unknown_expert: m.event_error_unknown_expert,
	unknown_organisation: m.event_error_unknown_organisation,
	unknown_person: m.membership_error_unknown_person,
	unreadable: m.event_error_unreadable,
	url: m.event_error_url,
	zone: m.event_error_zone,
	zone_public: m.event_error_zone_public,
} satisfies ProblemWords;
