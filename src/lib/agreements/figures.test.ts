import { expect, test } from 'vitest';
import { figuresBy, figuresTotal, type FigureLine } from './figures.ts';

const line = (change: Partial<FigureLine>): FigureLine => ({ year: 2026, kind: 'licence', area: 'agriculture', pair: 'CN-VN', currency: 'CNY', agreements: 1, valueMinor: 100n, ...change });

test('counts by a dimension: years from the newest, all else from the most', () => {
	const lines = [line({ year: 2025 }), line({ agreements: 3, valueMinor: 900n }), line({ kind: 'joint-rd', agreements: 2, currency: '' , valueMinor: 0n })];
	expect(figuresBy(lines, 'year').map(({ key, agreements }) => [key, agreements])).toEqual([['2026', 5], ['2025', 1]]);
	expect(figuresBy(lines, 'kind').map(({ key, agreements }) => [key, agreements])).toEqual([['licence', 4], ['joint-rd', 2]]);
	expect(figuresTotal(lines)).toEqual({ key: '0', agreements: 6, values: [{ currency: 'CNY', minor: 1000n }], withheld: false });
	expect(figuresTotal([]).agreements).toBe(0);
});

test('a value is shown where it tells nothing of a single agreement: each currency by itself', () => {
	const lines = [line({ agreements: 3, valueMinor: 300n }), line({ currency: 'USD', agreements: 2, valueMinor: 7n })];
	expect(figuresTotal(lines)).toMatchObject({ values: [{ currency: 'CNY', minor: 300n }], withheld: true });
	expect(figuresTotal(lines, 1)).toMatchObject({ values: [{ currency: 'CNY', minor: 300n }, { currency: 'USD', minor: 7n }], withheld: false });
});

test('a value that is left out does not follow from the total and the others', () => {
	const lines = [line({ year: 2024, agreements: 9, valueMinor: 900n }), line({ year: 2025, agreements: 4, valueMinor: 400n }), line({ year: 2026, agreements: 1, valueMinor: 7n })];
	const shown = (of: readonly FigureLine[]) => figuresBy(of, 'year').map(({ key, values, withheld }) => [key, values.map(({ minor }) => minor), withheld]);
	expect(figuresTotal(lines).values).toEqual([{ currency: 'CNY', minor: 1307n }]);
	expect(shown(lines)).toEqual([['2026', [], true], ['2025', [], true], ['2024', [900n], false]]);
	// Three that are left out together hide one another.
	expect(shown([...lines, line({ year: 2023, agreements: 2, valueMinor: 5n })])).toEqual([['2026', [], true], ['2025', [400n], false], ['2024', [900n], false], ['2023', [], true]]);
});
