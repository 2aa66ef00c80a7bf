import { expect, test } from 'vitest';
import { plainDigits, typedNumber } from './typed-number.ts';

test('numbers are read as people of the region type them', () => {
	const read = (texts: string[]) => texts.map((text) => typedNumber(text));
	expect(read(['42', ' 42 ', '-3', '−3', '0', '4.5', '4,5', '.5', ',25', '7.'])).toEqual([42, 42, -3, -3, 0, 4.5, 4.5, 0.5, 0.25, 7]);
	// Thousands, in either way of writing them.
	expect(read(['1,000', '1.000', '12 500', '1,234,567', '1.234.567,5', '1,234.5', '0,125', '0.125'])).toEqual([1000, 1000, 12500, 1234567, 1234567.5, 1234.5, 0.125, 0.125]);
	expect(read(['๑๒', '໑໒', '១២', '၁၂', '１２．５', '௧௨'])).toEqual([12, 12, 12, 12, 12.5, 12]);
	expect(read(['', 'abc', '1e5', '0x10', '1,2,3', '1.2.3', '--1', '12 people', 'Infinity', '1,00,000'])).toEqual(Array.from({ length: 10 }));
	expect(plainDigits('ห้อง ๑๐')).toBe('ห้อง 10'.normalize('NFKC'));
});
