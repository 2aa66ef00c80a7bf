import * as m from '#lib/paraglide/messages.js';
import type { ProblemWords } from '../field-words.ts';

/** What can be wrong in forms of terms, agreements and their outcomes, beside what can be with any. */
export const termsProblemWords = {
	day: m.terms_error_day,
	email: m.terms_error_email,
	money: m.terms_error_money,
	money_fine: m.terms_error_money_fine,
	money_large: m.terms_error_money_large,
	not_allowed: m.terms_error_not_allowed,
	number: m.terms_error_number,
	order: m.terms_error_order,
	parties: m.terms_error_parties,
	past: m.terms_error_past,
	rate: m.terms_error_rate,
	required: m.terms_error_required,
	shares: m.terms_error_shares,
	too_long: m.terms_error_too_long,
	too_many: m.terms_error_too_many,
} satisfies ProblemWords;
