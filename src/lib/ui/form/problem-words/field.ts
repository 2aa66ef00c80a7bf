import * as m from '#lib/paraglide/messages.js';
import type { ProblemWords } from '../field-words.ts';

/** What can be wrong with fields of any form. */
export const fieldProblemWords = {
	both_languages: m.field_error_both_languages,
	day: m.field_error_day,
	empty_file: m.registration_error_empty_file,
	hours: m.field_error_hours,
	min_above_max: m.field_error_min_above_max,
	not_a_date: m.field_error_not_a_date,
	not_a_number: m.field_error_not_a_number,
	not_allowed: m.field_error_not_allowed,
	not_an_address: m.field_error_not_an_address,
	number_from_1: m.field_error_number_from_1,
	out_of_range: m.field_error_out_of_range,
	required: m.field_error_required,
	too_large: m.event_error_too_large,
	too_long: m.field_error_too_long,
	too_many: m.field_error_too_many,
	unknown_area: m.field_error_unknown_area,
	unsupported_type: m.event_failed_unsupported_type,
	wrong_language: m.field_error_wrong_language,
	zone: m.field_error_zone,
} satisfies ProblemWords;
