import * as m from '#lib/paraglide/messages.js';
import type { ProblemWords } from '../field-words.ts';

/** What can be wrong in forms of confidential files and NDAs, beside what can be with any. */
export const confidenceProblemWords = {
	not_allowed: m.confidence_error_not_allowed,
	required: m.confidence_error_required,
	too_long: m.confidence_error_too_long,
	too_many: m.confidence_error_too_many,
} satisfies ProblemWords;
