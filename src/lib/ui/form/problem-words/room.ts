import * as m from '#lib/paraglide/messages.js';
import type { ProblemWords } from '../field-words.ts';

/** What can be wrong in forms of negotiation rooms, beside what can be with any. */
export const roomProblemWords = {
	day: m.room_error_day,
	not_allowed: m.room_error_not_allowed,
	past: m.room_error_past,
	past_day: m.room_error_past_day,
	required: m.room_error_required,
	time: m.room_error_time,
	too_long: m.room_error_too_long,
	twice: m.room_error_twice,
} satisfies ProblemWords;
