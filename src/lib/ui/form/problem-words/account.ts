import * as m from '#lib/paraglide/messages.js';
import type { ProblemWords } from '../field-words.ts';

/** What can be wrong in forms of accounts, beside what can be with any. */
export const accountProblemWords = {
	email: m.account_error_email,
	id_taken: m.account_error_id_taken,
	issuer: m.account_error_issuer,
	issuer_silent: m.account_error_issuer_silent,
	password_common: m.account_error_password_common,
	password_date: m.account_error_password_date,
	password_guessable: m.account_error_password_guessable,
	password_keyboard: m.account_error_password_keyboard,
	password_long: m.account_error_password_long,
	password_name: m.account_error_password_name,
	password_own: m.account_error_password_own,
	password_repeats: m.account_error_password_repeats,
	password_sequence: m.account_error_password_sequence,
	password_short: m.account_error_password_short,
	password_similar: m.account_error_password_similar,
	password_word: m.account_error_password_word,
	password_wrong: m.account_error_password_wrong,
} satisfies ProblemWords;
