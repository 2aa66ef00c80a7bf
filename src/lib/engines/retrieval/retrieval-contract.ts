import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IndexOptions, IndexedDocument, SearchHit, SearchRequest } from './index.ts';
import { NaiveIndex } from './naive-model.ts';
import type { Retrieval } from './retrieval.ts';

/**
 * What every implementation of `Retrieval` must answer, whatever it is kept in: the same as the naive model, after any adds,
 * replacements and removals. Tests call it with a way to make an empty one.
 */

export const contractOptions: IndexOptions = {
	// Lengths are fixed here, so that scores do not depend on when a segment was laid out.
	fields: [
		{ name: 'title', weight: 3, b: 0.4, averageLength: 2.5 },
		{ name: 'summary', weight: 1, b: 0.75, averageLength: 6 },
	],
	facets: ['kind', 'area'],
	// Small, so that a dozen additions pass through tail, merges and the largest size.
	layout: { tail: 3, fanOut: 2, largest: 12 },
};

export const vocabulary = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'drip', 'drop', 'dripper', 'saline'];
const termArbitrary = fc.constantFrom(...vocabulary);
const termsArbitrary = fc
	.uniqueArray(termArbitrary, { maxLength: 6 })
	.chain((terms) => fc.tuple(...terms.map((term) => fc.tuple(fc.constant(term), fc.constantFrom(1, 2, 0.25, 0.7, 5)))));
export const documentArbitrary: fc.Arbitrary<IndexedDocument> = fc.record({
	id: fc.nat(25).map((n) => `d${n}`),
	fields: fc.tuple(
		fc.record({ field: fc.constant('title'), terms: termsArbitrary, length: fc.nat(6) }),
		fc.record({ field: fc.constant('summary'), terms: termsArbitrary, length: fc.nat(20) }),
	),
	facets: fc.record({
		kind: fc.constantFrom(['offer'], ['need'], []),
		area: fc.uniqueArray(fc.constantFrom('agriculture', 'energy', 'health'), { maxLength: 2 }),
	}),
});

const selectionArbitrary = fc.record(
	{
		kind: fc.uniqueArray(fc.constantFrom('offer', 'need', 'unheard'), { maxLength: 2 }),
		area: fc.uniqueArray(fc.constantFrom('agriculture', 'energy', 'health'), { maxLength: 2 }),
	},
	{ requiredKeys: [] },
);
export const requestArbitrary: fc.Arbitrary<SearchRequest> = fc.record(
	{
		groups: fc.array(
			fc.record({
				alternatives: fc.array(
					fc.record({ term: fc.oneof(termArbitrary, fc.constant('unknown')), weight: fc.constantFrom(0, 0.1, 0.5, 1) }),
					{ maxLength: 3 },
				),
				weight: fc.constantFrom(0, 0.3, 1, 2),
				occur: fc.oneof(
					{ weight: 6, arbitrary: fc.constant('should' as const) },
					{ weight: 2, arbitrary: fc.constant('must' as const) },
					{ weight: 1, arbitrary: fc.constant('not' as const) },
				),
			}),
			{ maxLength: 5 },
		),
		filters: selectionArbitrary,
		require: fc.array(selectionArbitrary, { maxLength: 2 }),
		within: fc.array(fc.nat(30).map((n) => `d${n}`), { maxLength: 20 }),
		limit: fc.nat(12),
		offset: fc.nat(4),
		facets: fc.uniqueArray(fc.constantFrom('kind', 'area')),
		exclude: fc.record(
			{ ids: fc.array(fc.nat(30).map((n) => `d${n}`), { maxLength: 3 }), facets: selectionArbitrary },
			{ requiredKeys: [] },
		),
	},
	{ requiredKeys: ['groups', 'limit'] },
);
/**
 * The hits are matches with the model's scores, and equal scores stand in order of insertion. Two scores that the model
 * finds equal but for rounding may stand in either order: the index rounds its weights to fixed point.
 */
export function expectSameOrder(naive: NaiveIndex, request: SearchRequest, hits: readonly SearchHit[]): void {
	const everyMatch = naive.search({ ...request, limit: Infinity, offset: 0 }).hits;
	const scores = new Map(everyMatch.map((hit) => [hit.id, hit.score]));
	const order = new Map(naive.documents.map((document, i) => [document.id, i]));
	const isListing = everyMatch.every((hit) => hit.score === 0) && !request.groups.some((group) => group.occur === 'must');
	hits.forEach((hit, i) => {
		expect(hit.score).toBeCloseTo(scores.get(hit.id)!, 8);
		if (i === 0 || hits[i - 1]!.score !== hit.score) return;
		const step = order.get(hit.id)! - order.get(hits[i - 1]!.id)!;
		expect(isListing ? -step : step).toBeGreaterThan(0);
	});
}

type Operation = { add: IndexedDocument[] } | { remove: string[] } | { search: SearchRequest };

const operationArbitrary: fc.Arbitrary<Operation> = fc.oneof(
	{ weight: 6, arbitrary: fc.array(documentArbitrary, { minLength: 1, maxLength: 6 }).map((add) => ({ add })) },
	{ weight: 2, arbitrary: fc.array(fc.nat(25).map((n) => `d${n}`), { maxLength: 3 }).map((remove) => ({ remove })) },
	{ weight: 3, arbitrary: requestArbitrary.map((search) => ({ search })) },
);

async function expectSameAnswer(retrieval: Retrieval, naive: NaiveIndex, request: SearchRequest): Promise<void> {
	const found = await retrieval.search(request);
	const expected = naive.search(request);
	expect(found.total).toBe(expected.total);
	expect(found.facets).toEqual(expected.facets);
	expect(found.hits.length).toBe(expected.hits.length);
	found.hits.forEach((hit, i) => expect(hit.score).toBeCloseTo(expected.hits[i]!.score, 8));
	expectSameOrder(naive, request, found.hits);
	const explained = await retrieval.explain(found.hits.map(({ id }) => id), request.groups);
	for (const { id, score } of found.hits)
		expect(explained.get(id)!.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(score, 9);
}

/** `make` gives an empty implementation with these options. */
export function describeRetrieval(name: string, make: (options: IndexOptions) => Promise<Retrieval>, runs: number): void {
	describe(`${name} keeps the contract of retrieval`, () => {
		it('answers as the naive model after any adds, replacements and removals', async () => {
			let answered = 0;
			await fc.assert(
				fc.asyncProperty(fc.array(operationArbitrary, { minLength: 4, maxLength: 12, size: 'max' }), fc.array(requestArbitrary, { minLength: 2, maxLength: 4 }), async (operations, requests) => {
					const retrieval = await make(contractOptions);
					const naive = new NaiveIndex(contractOptions);
					for (const operation of operations) {
						if ('add' in operation) {
							await retrieval.add(operation.add);
							for (const document of operation.add) naive.add(document);
						} else if ('remove' in operation) {
							await retrieval.remove(operation.remove);
							for (const id of operation.remove) naive.remove(id);
						} else await expectSameAnswer(retrieval, naive, operation.search);
					}
					for (const request of requests) await expectSameAnswer(retrieval, naive, request);
					expect(await retrieval.size()).toBe(naive.documents.length);
					const frequencies = await retrieval.documentFrequencies([...vocabulary, 'unheard', '\u0000']);
					for (const term of vocabulary) expect(frequencies.get(term) ?? 0).toBe(naive.documentFrequency(term));
					expect(frequencies.has('unheard')).toBe(false);
					answered += naive.documents.length;
				}),
				{ numRuns: runs },
			);
			expect(answered, 'documents are needed for this test to mean anything').toBeGreaterThan(runs);
		}, 120_000);

		it('gives terms by beginning and by likeness, most frequent and nearest first', async () => {
			const retrieval = await make(contractOptions);
			const listing = (id: string, ...terms: string[]): IndexedDocument => ({ id, fields: [{ field: 'title', terms: terms.map((term) => [term, 1] as const), length: terms.length }], facets: {} });
			await retrieval.add([listing('1', 'drip', 'dripper', 'w:th:น้ำ'), listing('2', 'drip', 'drop'), listing('3', 'drop', 'salt%_\\'), listing('4', 'drop')]);
			expect((await retrieval.expandPrefix('dr', 10)).map(({ term, documentFrequency }) => [term, documentFrequency])).toEqual([['drop', 3], ['drip', 2], ['dripper', 1]]);
			expect((await retrieval.expandPrefix('dr', 1)).map(({ term }) => term)).toEqual(['drop']);
			expect((await retrieval.expandPrefix('salt%', 5)).map(({ term }) => term)).toEqual(['salt%_\\']);
			expect(await retrieval.expandPrefix('w:th:', 5)).toHaveLength(1);
			expect((await retrieval.expandFuzzy('drip', 1, 5)).map(({ term, distance }) => [term, distance])).toEqual([['drip', 0], ['drop', 1]]);
			await retrieval.remove(['2', '3', '4']);
			expect((await retrieval.expandPrefix('dr', 10)).map(({ term }) => term)).toEqual(['drip', 'dripper']);
		});

		it('keeps what is added twice at once as it was last, and where', async () => {
			const retrieval = await make(contractOptions);
			const listing = (id: string, term: string): IndexedDocument => ({ id, fields: [{ field: 'title', terms: [[term, 1]], length: 1 }], facets: {} });
			await retrieval.add([listing('1', 'drip'), listing('2', 'drip'), listing('1', 'drop')]);
			expect(await retrieval.size()).toBe(2);
			expect((await retrieval.expandPrefix('dr', 5)).map(({ term }) => term)).toEqual(['drip', 'drop']);
			// Without words to look for, the newest stands first.
			expect((await retrieval.search({ groups: [], limit: 5 })).hits.map(({ id }) => id)).toEqual(['1', '2']);
		});

		it('refuses what it cannot hold, and changes nothing', async () => {
			const retrieval = await make(contractOptions);
			const fields = [{ field: 'title', terms: [['a', 1]] as const, length: 1 }];
			await expect(retrieval.add([{ id: '1', fields: [{ ...fields[0]!, field: 'unknown' }], facets: {} }])).rejects.toThrow(RangeError);
			await expect(retrieval.add([{ id: '1', fields, facets: { unknown: ['x'] } }])).rejects.toThrow(RangeError);
			await expect(retrieval.search({ groups: [], limit: -1 })).rejects.toThrow(RangeError);
			await expect(retrieval.search({ groups: [], limit: 1, facets: ['unknown'] })).rejects.toThrow(RangeError);
			expect(await retrieval.size()).toBe(0);
		});
	});
}
