import * as m from '#lib/paraglide/messages.js';
import type { ProblemWords } from '../field-words.ts';

/** What can be wrong in forms of experts, beside what can be with any. */
export const expertsProblemWords = {
	day: m.experts_error_day,
	doi: m.experts_error_doi,
	email: m.experts_error_email,
	orcid: m.experts_error_orcid,
	order: m.experts_error_order,
	year: m.experts_error_year,
} satisfies ProblemWords;
