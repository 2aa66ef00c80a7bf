import { minorDigits } from '../text/currency.ts';
import { LARGEST_MINOR, money, type Money } from './money.ts';

/** Why what somebody typed is no amount. */
export type MoneyProblem =
	/** Not a number, or groups of digits that are none. */
	| 'unreadable'
	/** More decimals than the currency has: nothing is rounded away silently. */
	| 'too-fine'
	| 'too-large'
	| 'negative';

export type ReadMoney = { ok: true; money: Money } | { ok: false; problem: MoneyProblem };

/**
 * Reads an amount as people of the region type it: `1,250,000.50`, `1.250.000,50`, `1 250 000`, `1250000`, fullwidth digits
 * too. A single mark before exactly three digits groups them (`1,250` and `1.250` are one thousand two hundred and fifty),
 * unless it is a dot and the currency has three decimals.
 */
export function readMoney(text: string, currency: string): ReadMoney {
	const value = text.normalize('NFKC').replace(/[\s'’_]/g, '');
	if (/^-/.test(value)) return { ok: false, problem: 'negative' };
	if (!/^\+?\d[\d.,]*$/.test(value)) return { ok: false, problem: 'unreadable' };
	const digits = minorDigits(currency);
	const parts = wholeAndFraction(value.replace('+', ''), digits);
	if (!parts) return { ok: false, problem: 'unreadable' };
	if (/[1-9]/.test(parts.fraction.slice(digits))) return { ok: false, problem: 'too-fine' };
	const minor = BigInt(parts.whole + parts.fraction.slice(0, digits).padEnd(digits, '0'));
	return minor > LARGEST_MINOR ? { ok: false, problem: 'too-large' } : { ok: true, money: money(minor, currency) };
}

const GROUPED = /^\d{1,3}(?:([.,])\d{3}(?:\1\d{3})*)?$/;

function wholeAndFraction(value: string, digits: number): { whole: string; fraction: string } | undefined {
	if (/^\d+$/.test(value)) return { whole: value, fraction: '' };
	const at = Math.max(value.lastIndexOf('.'), value.lastIndexOf(','));
	const mark = value[at]!;
	const [before, after] = [value.slice(0, at), value.slice(at + 1)];
	const single = !/[.,]/.test(before);
	const isDecimal = single && (after.length !== 3 || before === '0' || (mark === '.' && digits === 3));
	if (isDecimal) return { whole: before, fraction: after };
	if (GROUPED.test(value)) return { whole: value.replace(/[.,]/g, ''), fraction: '' };
	const grouped = GROUPED.exec(before);
	return grouped && grouped[1] !== mark && !single ? { whole: before.replace(/[.,]/g, ''), fraction: after } : undefined;
}
