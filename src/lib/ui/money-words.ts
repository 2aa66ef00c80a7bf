import * as m from '#lib/paraglide/messages.js';
import type { Language } from '#lib/engines/text/language.ts';
import { formatMoney } from './language-names.ts';

/** An amount or a range of money in words; null where no figure is given. Money is in minor units. */
export function moneyRange(
	money: { min: number | null; max: number | null; currency: string },
	reader: Language,
): string | null {
	const { min, max, currency } = money;
	if (min !== null && max !== null && min !== max)
		return m.listing_range({ from: formatMoney(min, currency, reader), to: formatMoney(max, currency, reader) });
	if (min !== null && max === null) return m.listing_range_from({ amount: formatMoney(min, currency, reader) });
	if (min === null && max !== null) return m.listing_range_to({ amount: formatMoney(max, currency, reader) });
	return min === null ? null : formatMoney(min, currency, reader);
}
