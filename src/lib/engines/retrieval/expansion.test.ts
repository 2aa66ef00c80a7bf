import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RetrievalIndex } from './index.ts';
import { NaiveIndex } from './naive-model.ts';

const options = { fields: [{ name: 'text', weight: 1, b: 0 }], facets: [] };

function indexOf(words: readonly string[]): { index: RetrievalIndex; naive: NaiveIndex } {
	const index = new RetrievalIndex(options);
	const naive = new NaiveIndex(options);
	words.forEach((word, i) => {
		const terms = [...new Set([word, words[(i * 7) % words.length]!])].map((term) => [term, 1] as const);
		const document = { id: `d${i}`, fields: [{ field: 'text', terms, length: terms.length }], facets: {} };
		index.add(document);
		naive.add(document);
	});
	return { index, naive };
}

/** The full table of the optimal string alignment distance, with none of the shortcuts. */
function editsBetween(a: string, b: string): number {
	const [x, y] = [[...a], [...b]];
	const table = x.map(() => [] as number[]);
	table.push([]);
	for (let i = 0; i <= x.length; i++) {
		for (let j = 0; j <= y.length; j++) {
			if (i === 0 || j === 0) table[i]![j] = i + j;
			else {
				const options = [
					table[i - 1]![j]! + 1,
					table[i]![j - 1]! + 1,
					table[i - 1]![j - 1]! + (x[i - 1] === y[j - 1] ? 0 : 1),
				];
				if (i > 1 && j > 1 && x[i - 1] === y[j - 2] && x[i - 2] === y[j - 1]) options.push(table[i - 2]![j - 2]! + 1);
				table[i]![j] = Math.min(...options);
			}
		}
	}
	return table[x.length]![y.length]!;
}

// Few letters, so that words are near each other; among them letters outside the Basic Multilingual Plane.
const wordArbitrary = fc.array(fc.constantFrom('a', 'b', 'c', 'd', '𠀋', '水'), { minLength: 1, maxLength: 7 }).map((letters) => letters.join(''));

describe('expandFuzzy', () => {
	it('finds exactly the terms within the edits, nearest and most frequent first', () => {
		let found = 0;
		fc.assert(
			fc.property(fc.array(wordArbitrary, { minLength: 1, maxLength: 60, size: 'max' }), wordArbitrary, fc.nat(2), fc.nat(2), (words, asked, edits, kept) => {
				const { index, naive } = indexOf(words);
				const prefix = [...asked].slice(0, kept).join('');
				const expected = naive.expand((term) => {
					const distance = editsBetween(asked, term);
					return term.startsWith(prefix) && distance <= edits ? distance : null;
				}, 20);
				expect(index.expandFuzzy(asked, edits, 20, kept)).toEqual(expected);
				found += expected.length;
			}),
			{ numRuns: 300 },
		);
		expect(found, 'some terms must be near for this test to mean anything').toBeGreaterThan(100);
	});

	it('leaps over hopeless prefixes among many sorted terms without missing one', () => {
		const letters = ['a', 'b', 'c', 'd', 'e'];
		const words: string[] = [];
		for (const a of letters) for (const b of letters) for (const c of letters) for (const d of letters) words.push(`w${a}${b}${c}${d}`);
		const { index, naive } = indexOf(words);
		for (const asked of ['wabdc', 'wbacd', 'weeeee', 'waa', 'wxxcd', 'wdcab', 'w', 'vabcd', 'w水bcd']) {
			for (const edits of [0, 1, 2, 3]) {
				const expected = naive.expand((term) => {
					const distance = editsBetween(asked, term);
					return term.startsWith(asked[0]!) && distance <= edits ? distance : null;
				}, 1000);
				expect(index.expandFuzzy(asked, edits, 1000)).toEqual(expected);
			}
		}
		expect(index.expandFuzzy('wabdc', 1, 1000).length).toBeGreaterThan(15);
	});

	it('counts a swap of neighbours as one edit', () => {
		const { index } = indexOf(['saline']);
		expect(index.expandFuzzy('sailne', 1, 5)).toEqual([{ term: 'saline', documentFrequency: 1, distance: 1 }]);
	});

	it('keeps the namespace of a term when told how long it is', () => {
		const { index } = indexOf(['en:drip', 'id:drip']);
		expect(index.expandFuzzy('en:drop', 1, 5, 4).map((expansion) => expansion.term)).toEqual(['en:drip']);
		expect(index.expandFuzzy('en:drop', 3, 5, 0).map((expansion) => expansion.term)).toEqual(['en:drip', 'id:drip']);
	});
});

describe('expandPrefix', () => {
	it('finds the terms of living documents with the prefix, most frequent first', () => {
		fc.assert(
			fc.property(fc.array(wordArbitrary, { minLength: 1, maxLength: 60 }), wordArbitrary, (words, asked) => {
				const { index, naive } = indexOf(words);
				index.remove('d0');
				naive.remove('d0');
				const prefix = [...asked].slice(0, 2).join('');
				expect(index.expandPrefix(prefix, 10)).toEqual(naive.expand((term) => (term.startsWith(prefix) ? 0 : null), 10));
			}),
		);
	});

	it('finds terms that came after the last sorting', () => {
		const { index } = indexOf(Array.from({ length: 600 }, (_, i) => `old${i}`));
		expect(index.expandPrefix('fresh', 5)).toEqual([]);
		index.add({ id: 'new', fields: [{ field: 'text', terms: [['freshest', 1]], length: 1 }], facets: {} });
		expect(index.expandPrefix('fresh', 5)).toEqual([{ term: 'freshest', documentFrequency: 1, distance: 0 }]);
	});
});
