import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compare, money, sum, type Money } from './money.ts';
import { royaltiesByPeriod, royalty, type RoyaltyTerms } from './royalty.ts';

const yuan = (minor: bigint | number): Money => money(minor, 'CNY');
const base = fc.bigInt({ min: 0n, max: 10n ** 14n }).map(yuan);
const signedBase = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 14n }).map(yuan);
const terms: fc.Arbitrary<RoyaltyTerms> = fc
	.record({ rateBp: fc.integer({ min: 0, max: 10_000 }), bounds: fc.tuple(fc.bigInt(0n, 10n ** 12n), fc.bigInt(0n, 10n ** 12n)), floor: fc.boolean(), ceiling: fc.boolean() })
	.map(({ rateBp, bounds: [a, b], floor, ceiling }) => ({ rateBp, minimum: floor ? yuan(a < b ? a : b) : null, cap: ceiling ? yuan(a < b ? b : a) : null }));

/** The naive model: the exact royalty as thousandths of a basis point, compared without rounding. */
function nearest(owed: Money, whole: Money, { rateBp, minimum, cap }: RoyaltyTerms): boolean {
	const exact = (whole.minor > 0n ? whole.minor : 0n) * BigInt(rateBp);
	const within = (value: bigint) => (minimum && value < minimum.minor * 10_000n ? minimum.minor * 10_000n : value);
	const bounded = cap && within(exact) > cap.minor * 10_000n ? cap.minor * 10_000n : within(exact);
	const distance = owed.minor * 10_000n - bounded;
	return 2n * (distance < 0n ? -distance : distance) <= 10_000n;
}

describe('a royalty', () => {
	test('of three and a half per cent, with a floor and a ceiling', () => {
		const agreed = { rateBp: 350, minimum: yuan(100_000_00), cap: yuan(2_000_000_00) };
		expect(royalty(yuan(10_000_000_00), agreed)).toEqual(yuan(350_000_00));
		expect(royalty(yuan(0), agreed)).toEqual(yuan(100_000_00));
		expect(royalty(yuan(90_000_000_00), agreed)).toEqual(yuan(2_000_000_00));
		expect(royalty(yuan(-5), { rateBp: 350 })).toEqual(yuan(0));
	});

	test('is the exact one rounded once, between minimum and cap', () => {
		fc.assert(fc.property(signedBase, terms, (whole, agreed) => {
			expect(nearest(royalty(whole, agreed), whole, agreed)).toBe(true);
		}));
	});

	test('never falls when sales rise', () => {
		fc.assert(fc.property(base, base, terms, (one, other, agreed) => {
			const [less, more] = compare(one, other) <= 0 ? [one, other] : [other, one];
			expect(compare(royalty(less, agreed), royalty(more, agreed))).not.toBe(1);
		}));
	});

	test('refuses a rate above the whole, parts of a basis point, a minimum above the cap, and mixed currencies', () => {
		expect(() => royalty(yuan(1), { rateBp: 10_001 })).toThrow(RangeError);
		expect(() => royalty(yuan(1), { rateBp: 0.5 })).toThrow(RangeError);
		expect(() => royalty(yuan(1), { rateBp: 100, minimum: yuan(2), cap: yuan(1) })).toThrow('The minimum royalty is above the cap');
		expect(() => royalty(yuan(1), { rateBp: 100, cap: money(1, 'USD') })).toThrow('different currencies');
	});
});

describe('royalties of several periods', () => {
	test('add up to the royalty of the whole, returns included', () => {
		fc.assert(fc.property(fc.array(signedBase, { minLength: 1, maxLength: 12 }), terms, (bases, agreed) => {
			expect(sum(royaltiesByPeriod(bases, agreed), 'CNY')).toEqual(royalty(sum(bases, 'CNY'), agreed));
		}));
	});

	test('without roundings that add up: a third of a fen each month is a fen after two', () => {
		expect(royaltiesByPeriod([yuan(33), yuan(33), yuan(33)], { rateBp: 100 }).map(({ minor }) => minor)).toEqual([0n, 1n, 0n]);
	});

	test('the minimum falls due with the last period', () => {
		expect(royaltiesByPeriod([yuan(0), yuan(0)], { rateBp: 100, minimum: yuan(7) }).map(({ minor }) => minor)).toEqual([0n, 7n]);
		expect(royaltiesByPeriod([], { rateBp: 100 })).toEqual([]);
	});
});
