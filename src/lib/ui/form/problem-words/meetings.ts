import * as m from '#lib/paraglide/messages.js';
import type { ProblemWords } from '../field-words.ts';

/** What can be wrong in forms of B2B meetings, beside what can be with any. */
export const meetingsProblemWords = {
	asked_together: m.meetings_error_asked_together,
	asked_twice: m.meetings_error_asked_twice,
	join_first: m.meetings_error_join_first,
	owner_asks: m.meetings_error_owner_asks,
	parties_limit: m.meetings_error_parties_limit,
	request_limit: m.meetings_error_request_limit,
	slot_taken: m.meetings_error_slot_taken,
} satisfies ProblemWords;
