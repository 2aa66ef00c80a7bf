import { minorDigits } from '../text/currency.ts';
import { numberFormat } from '../text/kept-formats.ts';
import { decimalText, type Money } from './money.ts';

/**
 * An amount in the reader's way, with the currency's code, exact to the last digit: Intl reads the decimal text, not a
 * number. Whole amounts come without decimals.
 */
export function writeMoney(amount: Money, language: string): string {
	const digits = minorDigits(amount.currency);
	const whole = amount.minor % 10n ** BigInt(digits) === 0n;
	const format = numberFormat(language, {
		style: 'currency',
		currency: amount.currency,
		currencyDisplay: 'code',
		minimumFractionDigits: whole ? 0 : digits,
		maximumFractionDigits: digits,
	});
	return format.format(decimalText(amount) as `${number}`);
}

/** A rate of basis points as per cent in the reader's way: 350 as "3.5%". */
export function writeRate(points: number, language: string): string {
	return numberFormat(language, { style: 'percent', maximumFractionDigits: 2 }).format(points / 10_000);
}
