import * as m from '#lib/paraglide/messages.js';
import type { ProblemWords } from '../field-words.ts';

/** What can be wrong in forms of exhibitions, beside what can be with any. */
export const exhibitionProblemWords = {
	covers: m.exhibition_error_covers,
	exhibits: m.exhibition_error_exhibits,
	exhibits_already: m.exhibition_error_exhibits_already,
	label_taken: m.exhibition_error_label_taken,
	length: m.exhibition_error_length,
	no_room: m.exhibition_error_no_room,
	outside: m.exhibition_error_outside,
	smaller: m.exhibition_error_smaller,
	stands_there: m.exhibition_error_stands_there,
	visited: m.exhibition_error_visited,
} satisfies ProblemWords;
