import * as m from '#lib/paraglide/messages.js';
import type { ProblemWords } from '../field-words.ts';

/** What can be wrong in forms of registration, beside what can be with any. */
export const registrationProblemWords = {
	choices: m.registration_error_choices,
	closes_before_end: m.registration_error_closes_before_end,
	code_unknown: m.registration_error_code_unknown,
	code_used: m.registration_error_code_used,
	count_changed: m.registration_error_count_changed,
	day_over: m.registration_error_day_over,
	email: m.registration_error_email,
	ends_before: m.registration_error_ends_before,
	hung_on: m.registration_error_hung_on,
	keep_days: m.registration_error_keep_days,
	latin: m.registration_error_latin,
	more_asked: m.registration_error_more_asked,
	no_account: m.registration_error_no_account,
	no_place: m.registration_error_no_place,
	quota_full: m.registration_error_quota_full,
	registered_already: m.registration_error_registered_already,
	unknown_question: m.registration_error_unknown_question,
	unknown_survey: m.registration_error_unknown_survey,
} satisfies ProblemWords;
