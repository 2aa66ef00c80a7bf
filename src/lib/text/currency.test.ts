import { expect, test } from 'vitest';
import { minorDigits } from './currency.ts';

test.each([
	['CNY', 2],
	['IDR', 2],
	['LAK', 2],
	['MMK', 2],
	['VND', 0],
	['JPY', 0],
	['KWD', 3],
])('%s has %i decimal digits, as ISO 4217 says', (currency, digits) => {
	expect(minorDigits(currency)).toBe(digits);
});
