import * as m from '#lib/paraglide/messages.js';
import type { ProblemWords } from '../field-words.ts';

/** What can be wrong in forms of events, beside what can be with any. */
export const eventProblemWords = {
	day: m.event_error_day,
	day_cancelled: m.event_error_day_cancelled,
	email: m.event_error_email,
	ends_before: m.event_error_ends_before,
	hours: m.event_error_hours,
	in_use: m.event_error_in_use,
	outside_day: m.event_error_outside_day,
	room_taken: m.event_error_room_taken,
	speaker_taken: m.event_error_speaker_taken,
	too_large: m.event_error_too_large,
	unreadable: m.event_error_unreadable,
	url: m.event_error_url,
	zone: m.event_error_zone,
} satisfies ProblemWords;
