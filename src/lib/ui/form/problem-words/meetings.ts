import * as m from '#lib/paraglide/messages.js';
import type { ProblemWords } from '../field-words.ts';

/** What can be wrong in forms of B2B meetings, beside what can be with any. */
export const meetingsProblemWords = {
	asked_twice: m.meetings_error_asked_twice,
	owner_asks: m.meetings_error_owner_asks,
	request_limit: m.meetings_error_request_limit,
	slot_taken: m.meetings_error_slot_taken,
} satisfies ProblemWords;
