import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { add, allocate, basisPoints, compare, CURRENCIES, decimalText, divideRounded, fromMoneyText, LARGEST_MINOR, money, share, subtract, sum, sumsByCurrency, toMoneyText, zero, type Money } from './money.ts';
import { readMoney } from './read-money.ts';
import { writeMoney, writeRate } from './write-money.ts';

const currency = fc.constantFrom(...CURRENCIES);
const minor = fc.bigInt({ min: -LARGEST_MINOR, max: LARGEST_MINOR });
const points = fc.integer({ min: 0, max: 10_000 });
const yuan = (minor: bigint | number) => money(minor, 'CNY');

describe('amounts', () => {
	test('add and subtract are each other\'s reverse', () => {
		fc.assert(fc.property(minor, minor, currency, (a, b, code) => {
			expect(subtract(add(money(a, code), money(b, code)), money(b, code))).toEqual(money(a, code));
		}));
	});

	test('different currencies are never added or compared', () => {
		expect(() => add(yuan(1), money(1, 'USD'))).toThrow('CNY and USD are different currencies');
		expect(() => compare(yuan(1), money(1, 'USD'))).toThrow(RangeError);
		expect(() => sum([yuan(1), money(1, 'VND')], 'CNY')).toThrow(RangeError);
		expect(() => money(1, 'yuan')).toThrow(RangeError);
	});

	test('sums by currency keep each apart', () => {
		expect(sumsByCurrency([money(5, 'USD'), yuan(1), money(7, 'USD')])).toEqual([yuan(1), money(12, 'USD')]);
		expect(sumsByCurrency([])).toEqual([]);
	});

	test('as text and back nothing is lost, however large', () => {
		fc.assert(fc.property(minor, currency, (amount, code) => {
			expect(fromMoneyText(JSON.parse(JSON.stringify(toMoneyText(money(amount, code)))))).toEqual(money(amount, code));
		}));
	});
});

describe('a share', () => {
	test('is the nearest minor unit, halves away from zero', () => {
		expect(share(yuan(5), { numerator: 1n, denominator: 2n })).toEqual(yuan(3));
		expect(share(yuan(-5), { numerator: 1n, denominator: 2n })).toEqual(yuan(-3));
		expect(share(yuan(10_049), basisPoints(100))).toEqual(yuan(100));
		expect(share(yuan(10_050), basisPoints(100))).toEqual(yuan(101));
		expect(() => divideRounded(1n, 0n)).toThrow(RangeError);
	});

	test('is never further than half a unit from the exact one', () => {
		fc.assert(fc.property(minor, points, (amount, rate) => {
			const owed = share(yuan(amount), basisPoints(rate)).minor;
			const distance = owed * 10_000n - amount * BigInt(rate);
			expect(2n * (distance < 0n ? -distance : distance) <= 10_000n).toBe(true);
		}));
	});

	test('a negative amount owes the negative share', () => {
		fc.assert(fc.property(minor, points, (amount, rate) => {
			expect(share(yuan(-amount), basisPoints(rate)).minor).toBe(-share(yuan(amount), basisPoints(rate)).minor);
		}));
	});
});

describe('parts of an amount', () => {
	const weights = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 8 }).filter((all) => all.some((weight) => weight > 0));

	test('add up to the whole, and each is within one unit of its exact share', () => {
		fc.assert(fc.property(minor, weights, (amount, all) => {
			const parts = allocate(yuan(amount), all);
			expect(sum(parts, 'CNY')).toEqual(yuan(amount));
			const total = BigInt(all.reduce((a, b) => a + b, 0));
			parts.forEach(({ minor: part }, index) => {
				const distance = part * total - amount * BigInt(all[index]!);
				expect((distance < 0n ? -distance : distance) < total).toBe(true);
			});
		}));
	});

	test('a hundred yuan among three', () => {
		expect(allocate(yuan(100_00), [1, 1, 1]).map(({ minor }) => minor)).toEqual([3334n, 3333n, 3333n]);
		expect(allocate(yuan(1), [0, 5])).toEqual([zero('CNY'), yuan(1)]);
	});

	test('no weights, or only zeros, are an error', () => {
		expect(() => allocate(yuan(1), [])).toThrow(RangeError);
		expect(() => allocate(yuan(1), [0, 0])).toThrow(RangeError);
		expect(() => allocate(yuan(1), [2, -1])).toThrow(RangeError);
	});
});

describe('reading and writing', () => {
	test.each<[string, string, bigint]>([
		['1,250,000.50', 'CNY', 125_000_050n],
		['1.250.000,50', 'USD', 125_000_050n],
		['1 250 000', 'THB', 125_000_000n],
		['１２５０', 'CNY', 125_000n],
		['1,250', 'USD', 125_000n],
		['1.250', 'USD', 125_000n],
		['1.250', 'KWD', 1_250n],
		['0.5', 'CNY', 50n],
		['12,5', 'EUR', 1_250n],
		['1.250.000', 'VND', 1_250_000n],
		['1500000000', 'VND', 1_500_000_000n],
		['7.00', 'VND', 7n],
	])('%s %s', (text, code, minor) => {
		expect(readMoney(text, code)).toEqual({ ok: true, money: money(minor, code) });
	});

	test.each([
		['', 'unreadable'],
		['about 5', 'unreadable'],
		['1,25,000', 'unreadable'],
		['1,250,00', 'unreadable'],
		['1.2.3', 'unreadable'],
		['1.005.5', 'unreadable'],
		['-5', 'negative'],
		['0.005', 'too-fine'],
		['99999999999999', 'too-large'],
	])('refuses %s: %s', (text, problem) => {
		expect(readMoney(text, 'CNY')).toEqual({ ok: false, problem });
	});

	test('a dong has no part', () => {
		expect(readMoney('1.5', 'VND')).toEqual({ ok: false, problem: 'too-fine' });
	});

	test('what a field shows reads back as the same amount', () => {
		fc.assert(fc.property(fc.bigInt({ min: 0n, max: LARGEST_MINOR }), currency, (amount, code) => {
			expect(readMoney(decimalText(money(amount, code)), code)).toEqual({ ok: true, money: money(amount, code) });
		}));
	});

	test('is written exactly, above what a number holds too', () => {
		const large: Money = yuan(999_999_999_999_999n);
		expect(writeMoney(large, 'en').replace(/\s/g, ' ')).toBe('CNY 9,999,999,999,999.99');
		expect(writeMoney(yuan(1_250_000_00), 'zh')).toMatch(/^CNY\s?1,250,000$/);
		expect(writeMoney(money(1_500_000, 'VND'), 'vi').replace(/\s/g, ' ')).toBe('1.500.000 VND');
		expect(writeRate(350, 'en')).toBe('3.5%');
	});
});
