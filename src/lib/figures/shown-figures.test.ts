import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shownFigures } from './shown-figures.ts';

test('whatever the figures, each that is shown has enough behind it, and so has what is left when all of them are taken off the sum', () => {
	fc.assert(
		fc.property(fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 12 }), fc.integer({ min: 1, max: 5 }), (numbers, least) => {
			const counts = numbers.map((count, index) => [`group ${index}`, count] as const);
			const shown = shownFigures(counts, least);
			const left = counts.filter(([key]) => !shown.has(key)).map(([, count]) => count);
			expect(counts.every(([key, count]) => !shown.has(key) || count >= least)).toBe(true);
			expect(left.length === 0 || shown.size === 0 || left.reduce((sum, count) => sum + count, 0) >= least).toBe(true);
			// Nothing more than needed: where all have enough, all are shown.
			if (numbers.every((count) => count >= least)) expect(shown.size).toBe(numbers.length);
		}),
	);
});
