import { minorDigits } from '../text/currency.ts';

/** An amount in minor units (fen, cents, satang; whole dong) of an ISO 4217 currency. Nothing here ever converts one into another. */
export interface Money {
	readonly minor: bigint;
	readonly currency: string;
}

/** As JSON, forms and jsonb carry it: the amount as decimal digits, since a number of JSON is not exact above 2^53. */
export interface MoneyText {
	minor: string;
	currency: string;
}

/** The most that an amount may be: it must fit a bigint of PostgreSQL with room for sums of a few thousand. */
export const LARGEST_MINOR = 1_000_000_000_000_000n;

/** Currencies that forms offer: the region's, then those that contracts are commonly written in. */
export const CURRENCIES = ['CNY', 'USD', 'EUR', 'BND', 'HKD', 'IDR', 'JPY', 'KHR', 'KRW', 'LAK', 'MMK', 'MYR', 'PHP', 'SGD', 'THB', 'VND', 'AUD', 'CHF', 'GBP', 'KWD'] as const;

export function isCurrency(code: string): boolean {
	return (CURRENCIES as readonly string[]).includes(code);
}

/** An amount. Errors: a currency that is no ISO 4217 code (three capital letters). */
export function money(minor: bigint | number, currency: string): Money {
	if (!/^[A-Z]{3}$/.test(currency)) throw new RangeError(`"${currency}" is not a currency code of three capital letters`);
	return { minor: BigInt(minor), currency };
}

export const zero = (currency: string): Money => money(0n, currency);

/** What both amounts are in. Errors: amounts of different currencies, which nobody may add or compare. */
function sameCurrency(one: Money, other: Money): string {
	if (one.currency !== other.currency) throw new RangeError(`${one.currency} and ${other.currency} are different currencies`);
	return one.currency;
}

export function add(one: Money, other: Money): Money {
	return { currency: sameCurrency(one, other), minor: one.minor + other.minor };
}

export function subtract(one: Money, other: Money): Money {
	return { currency: sameCurrency(one, other), minor: one.minor - other.minor };
}

/** Negative, zero or positive as `one` is less than, equal to or more than `other`. */
export function compare(one: Money, other: Money): -1 | 0 | 1 {
	sameCurrency(one, other);
	return one.minor < other.minor ? -1 : one.minor > other.minor ? 1 : 0;
}

export const smaller = (one: Money, other: Money): Money => (compare(one, other) <= 0 ? one : other);
export const larger = (one: Money, other: Money): Money => (compare(one, other) >= 0 ? one : other);

/** The sum of amounts of one currency. */
export function sum(amounts: readonly Money[], currency: string): Money {
	return amounts.reduce(add, zero(currency));
}

/** Sums of amounts in several currencies, each by itself, in the order of their codes. */
export function sumsByCurrency(amounts: readonly Money[]): Money[] {
	const sums = new Map<string, bigint>();
	for (const { minor, currency } of amounts) sums.set(currency, (sums.get(currency) ?? 0n) + minor);
	return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, minor]) => ({ minor, currency }));
}

/** A number as a fraction, e.g. 3.5 % as 350 / 10000. */
export interface Ratio {
	readonly numerator: bigint;
	readonly denominator: bigint;
}

/** A hundredth of a per cent: what rates are agreed in. 350 is 3.5 %. */
export const basisPoints = (points: number): Ratio => ({ numerator: BigInt(points), denominator: 10_000n });

/**
 * A share of an amount, exact and then rounded once, to the nearest minor unit; halves go away from zero, as contracts and
 * tax offices round. This is the only rounding of money in Mitra.
 */
export function share(whole: Money, ratio: Ratio): Money {
	return { currency: whole.currency, minor: divideRounded(whole.minor * ratio.numerator, ratio.denominator) };
}

/** A quotient rounded to the nearest integer, halves away from zero. Errors: division by zero. */
export function divideRounded(dividend: bigint, divisor: bigint): bigint {
	if (divisor === 0n) throw new RangeError('A ratio needs a denominator other than zero');
	const negative = dividend < 0n !== divisor < 0n;
	const [top, bottom] = [dividend < 0n ? -dividend : dividend, divisor < 0n ? -divisor : divisor];
	const rounded = (2n * top + bottom) / (2n * bottom);
	return negative ? -rounded : rounded;
}

/**
 * Cuts an amount into parts in the proportion of weights, so that the parts add up to the whole: each gets what divides
 * evenly, and the minor units that are left go one each to the largest remainders, to the first of equals.
 * Errors: no weights, a negative one, or none above zero.
 */
export function allocate(whole: Money, weights: readonly number[]): Money[] {
	const total = weights.reduce((sum, weight) => sum + BigInt(weight), 0n);
	if (total <= 0n || weights.some((weight) => weight < 0)) throw new RangeError('An amount is cut by weights of at least zero, one of them above');
	const sign = whole.minor < 0n ? -1n : 1n;
	const size = whole.minor * sign;
	const parts = weights.map((weight, index) => ({ index, minor: (size * BigInt(weight)) / total, rest: (size * BigInt(weight)) % total }));
	const left = Number(size - parts.reduce((sum, { minor }) => sum + minor, 0n));
	const lucky = new Set([...parts].sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1)).slice(0, left).map(({ index }) => index));
	return parts.map(({ index, minor }) => ({ currency: whole.currency, minor: sign * (lucky.has(index) ? minor + 1n : minor) }));
}

export const toMoneyText = ({ minor, currency }: Money): MoneyText => ({ minor: String(minor), currency });
export const fromMoneyText = ({ minor, currency }: MoneyText): Money => money(BigInt(minor), currency);

/** The amount as plain decimal text, e.g. 1250050 fen as "12500.50": what a form field shows. */
export function decimalText({ minor, currency }: Money): string {
	const digits = minorDigits(currency);
	if (digits === 0) return String(minor);
	const text = String(minor < 0n ? -minor : minor).padStart(digits + 1, '0');
	return `${minor < 0n ? '-' : ''}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
