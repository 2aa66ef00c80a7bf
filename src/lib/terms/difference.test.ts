import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changedLines, TERM_LINES, textDifference, type TextRun } from './difference.ts';
import { emptyTerms, fixedPrice, type Terms } from './terms.ts';

const terms = (change: Partial<Terms> = {}): Terms => ({ ...emptyTerms('en'), scope: 'Seed coating for rice', territory: ['VN', 'LA'], lumpSum: { minor: '5000000', currency: 'CNY' }, ...change });
const without = (runs: TextRun[], kind: TextRun['kind']) => runs.filter((run) => run.kind !== kind).map(({ text }) => text).join('');

describe('what changed between two versions of terms', () => {
	test.each<[Partial<Terms>, string[]]>([
		[{}, []],
		[{ territory: ['LA', 'VN'] }, []],
		[{ territory: ['VN'] }, ['territory']],
		[{ lumpSum: { currency: 'CNY', minor: '5000000' } }, []],
		[{ lumpSum: { currency: 'USD', minor: '5000000' } }, ['lumpSum']],
		[{ royalty: { base: 'net-sales', rateBp: 350, minimum: null, cap: null } }, ['royalty']],
		[{ months: 24 }, []],
		[{ duration: 'months', months: 24 }, ['duration']],
		[{ exclusivity: 'sole', sublicence: true, other: 'x' }, ['exclusivity', 'sublicence', 'other']],
		[{ language: 'vi' }, []],
	])('%j', (change, lines) => {
		expect(changedLines(terms(), terms(change))).toEqual(lines);
	});

	test('no field of the terms is overlooked: each changes a line', () => {
		const changed: Partial<Record<keyof Terms, unknown>> = {
			transfer: 'assignment', exclusivity: 'sole', sublicence: true, territory: ['TH'], worldwide: true, territoryWords: 'x', scope: 'x', fieldOfUse: 'x', lumpSum: null,
			milestones: [{ what: 'x', amount: { minor: '1', currency: 'CNY' }, dueOn: null }], royalty: { base: 'profit', rateBp: 1, minimum: null, cap: null }, trainingDays: 3,
			support: 'x', warranties: 'x', duration: 'unlimited', other: 'x',
		};
		// The currency shows in the amounts, the months in the duration, the language at the texts.
		const elsewhere = ['currency', 'months', 'language'];
		for (const field of Object.keys(emptyTerms('en')).filter((each) => !elsewhere.includes(each)) as (keyof Terms)[]) {
			expect(changed, field).toHaveProperty(field);
			expect(changedLines(terms(), { ...terms(), [field]: changed[field] }), field).toHaveLength(1);
		}
		expect(new Set(TERM_LINES).size).toBe(TERM_LINES.length);
	});
});

describe('what changed between two texts', () => {
	test('is said word by word, in languages without spaces too', () => {
		expect(textDifference('exclusive in Laos', 'exclusive in Vietnam', 'en')).toEqual([
			{ text: 'exclusive in ', kind: 'same' },
			{ text: 'Laos', kind: 'removed' },
			{ text: 'Vietnam', kind: 'added' },
		]);
		expect(textDifference('独占许可', '普通许可', 'zh').filter(({ kind }) => kind === 'same')).toEqual([{ text: '许可', kind: 'same' }]);
		expect(textDifference('same', 'same', 'en')).toEqual([{ text: 'same', kind: 'same' }]);
		expect(textDifference('', '', 'en')).toEqual([]);
	});

	test('both texts can be read out of it, whatever they are', () => {
		const text = fc.array(fc.constantFrom('rice ', 'salt ', 'ຂ້າວ', '水稻', '.', '\n'), { maxLength: 30 }).map((parts) => parts.join(''));
		fc.assert(fc.property(text, text, (before, after) => {
			const runs = textDifference(before, after, 'lo');
			expect(without(runs, 'added')).toBe(before);
			expect(without(runs, 'removed')).toBe(after);
		}), { numRuns: 60 });
	});

	test('very long texts are shown whole, not reckoned for ever', () => {
		const long = 'word '.repeat(5000);
		expect(textDifference(long, `${long}x`, 'en')).toHaveLength(2);
	});
});

test('the fixed price is the lump sum and the milestones', () => {
	const offer = terms({ milestones: [{ what: 'Pilot', amount: { minor: '2500001', currency: 'CNY' }, dueOn: '2027-03-01' }], royalty: { base: 'net-sales', rateBp: 350, minimum: { minor: '7', currency: 'CNY' }, cap: null } });
	expect(fixedPrice(offer)).toEqual({ minor: 7_500_001n, currency: 'CNY' });
	expect(fixedPrice(emptyTerms('en', 'VND'))).toEqual({ minor: 0n, currency: 'VND' });
});
