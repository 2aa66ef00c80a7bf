import * as m from '#lib/paraglide/messages.js';
import type { ProblemWords } from '../field-words.ts';

/** What can be wrong in forms of trading, beside what can be with any. */
export const tradingProblemWords = {
	day: m.trading_error_day,
	future: m.trading_error_future,
	ineligible_country: m.trading_error_ineligible_country,
	ineligible_kind: m.trading_error_ineligible_kind,
	ineligible_not_admitted: m.trading_error_ineligible_not_admitted,
	ineligible_own: m.trading_error_ineligible_own,
	moment: m.trading_error_moment,
	money: m.trading_error_money,
	money_fine: m.trading_error_money_fine,
	money_large: m.trading_error_money_large,
	number: m.trading_error_number,
	order: m.trading_error_order,
	past: m.trading_error_past,
	rate: m.trading_error_rate,
	reserve: m.trading_error_reserve,
	years: m.trading_error_years,
} satisfies ProblemWords;
