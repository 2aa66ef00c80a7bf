import * as m from '#lib/paraglide/messages.js';
import type { ProblemWords } from '../field-words.ts';

/** What can be wrong in forms of exhibitions, beside what can be with any. */
export const exhibitionProblemWords = {
	changed_meanwhile: m.exhibition_error_changed_meanwhile,
	covers: m.exhibition_error_covers,
	day: m.event_error_day,
	exhibits: m.exhibition_error_exhibits,
	exhibits_already: m.exhibition_error_exhibits_already,
	file_unreadable: m.exhibition_error_file_unreadable,
	label_taken: m.exhibition_error_label_taken,
	length: m.exhibition_error_length,
	no_such_stand: m.exhibition_error_no_such_stand,
	no_room: m.exhibition_error_no_room,
	outside: m.exhibition_error_outside,
	row_again: m.exhibition_error_row_again,
	row_cells: m.exhibition_error_row_cells,
	row_organisation: m.exhibition_error_row_organisation,
	row_quotes: m.exhibition_error_row_quotes,
	row_several: m.exhibition_error_row_several,
	row_stand: m.exhibition_error_row_stand,
	rows_and_file: m.exhibition_error_rows_and_file,
	several_organisations: m.exhibition_error_several_organisations,
	smaller: m.exhibition_error_smaller,
	stands_there: m.exhibition_error_stands_there,
	unknown_organisation: m.event_error_unknown_organisation,
	visited: m.exhibition_error_visited,
} satisfies ProblemWords;
