import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RetrievalIndex } from './index.ts';
import type { FacetSelection, IndexOptions, IndexedDocument, SearchRequest } from './index.ts';
import { memoryRetrieval } from './memory-retrieval.ts';
import { NaiveIndex } from './naive-model.ts';
import { contractOptions as options, describeRetrieval, documentArbitrary, expectSameOrder, requestArbitrary, vocabulary } from './retrieval-contract.ts';

type Operation = { add: IndexedDocument } | { remove: string } | { search: SearchRequest } | { snapshot: true } | { compact: true };

const operationArbitrary: fc.Arbitrary<Operation> = fc.oneof(
	{ weight: 12, arbitrary: documentArbitrary.map((add) => ({ add })) },
	{ weight: 3, arbitrary: fc.nat(25).map((n) => ({ remove: `d${n}` })) },
	{ weight: 4, arbitrary: requestArbitrary.map((search) => ({ search })) },
	{ weight: 1, arbitrary: fc.constant({ snapshot: true as const }) },
	{ weight: 1, arbitrary: fc.constant({ compact: true as const }) },
);

function expectSameAnswer(index: RetrievalIndex, naive: NaiveIndex, request: SearchRequest): void {
	const found = index.search(request);
	const expected = naive.search(request);
	expect(found.total).toBe(expected.total);
	expect(found.facets).toEqual(expected.facets);
	expect(found.hits.length).toBe(expected.hits.length);
	found.hits.forEach((hit, i) => expect(hit.score).toBeCloseTo(expected.hits[i]!.score, 8));
	expectSameOrder(naive, request, found.hits);
	for (const hit of found.hits) {
		const explanation = index.explain(hit.id, request.groups)!;
		expect(explanation.score).toBe(hit.score);
		const sum = explanation.groups.reduce((total, group) => total + group.contribution, 0);
		expect(sum).toBeCloseTo(hit.score, 9);
	}
}

describeRetrieval(
	'The index in memory',
	async (chosen) => {
		const index = new RetrievalIndex(chosen);
		return memoryRetrieval(() => index);
	},
	150,
);

describe('RetrievalIndex against the naive model', () => {
	it('answers alike after any adds, replacements, removals, merges and snapshots', () => {
		let deepest = 0;
		fc.assert(
			fc.property(
				fc.array(operationArbitrary, { minLength: 10, maxLength: 70, size: 'max' }),
				fc.array(requestArbitrary, { minLength: 3, maxLength: 6 }),
				(operations, requests) => {
					let index = new RetrievalIndex(options);
					const naive = new NaiveIndex(options);
					for (const operation of operations) {
						if ('add' in operation) {
							index.add(operation.add);
							naive.add(operation.add);
						} else if ('remove' in operation) {
							const had = naive.documents.some((document) => document.id === operation.remove);
							expect(index.remove(operation.remove)).toBe(had);
							naive.remove(operation.remove);
						} else if ('search' in operation) expectSameAnswer(index, naive, operation.search);
						else if ('snapshot' in operation) index = RetrievalIndex.fromSnapshot(index.toSnapshot());
						else index.compact();
					}
					for (const request of requests) expectSameAnswer(index, naive, request);
					for (const term of vocabulary) expect(index.termDocumentFrequency(term)).toBe(naive.documentFrequency(term));
					expect(index.size).toBe(naive.documents.length);
					expect(index.stats().terms).toBe(naive.terms().length);
					deepest = Math.max(deepest, index.stats().segments);
				},
			),
			{ numRuns: 250 },
		);
		expect(deepest, 'several segments are needed for this test to mean anything').toBeGreaterThan(2);
	}, 60_000);

	it('prunes without changing the answer in segments of many windows', () => {
		let state = 12345;
		const random = () => (state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff) / 0x80000000;
		const large: IndexOptions = { ...options, layout: { tail: 700, fanOut: 4, largest: 32768 } };
		const index = new RetrievalIndex(large);
		const naive = new NaiveIndex(large);
		const term = () => `t${Math.floor(60 * random() ** 3)}`;
		for (let i = 0; i < 11_000; i++) {
			const counts = new Map<string, number>();
			for (let j = 0; j < 8; j++) counts.set(term(), 1 + Math.floor(3 * random()));
			const document: IndexedDocument = {
				id: `d${i}`,
				fields: [{ field: 'summary', terms: [...counts], length: 4 + Math.floor(20 * random()) }],
				facets: { kind: [random() < 0.5 ? 'offer' : 'need'], area: random() < 0.01 ? ['rare'] : ['common'] },
			};
			index.add(document);
			naive.documents.push(document);
		}
		const gone = new Set(Array.from({ length: 300 }, () => `d${Math.floor(11_000 * random())}`));
		for (const id of gone) index.remove(id);
		naive.documents = naive.documents.filter((document) => !gone.has(document.id));
		const frequencies = new Map<string, number>();
		naive.documentFrequency = (t) => {
			const known = frequencies.get(t);
			if (known !== undefined) return known;
			const count = naive.documents.filter((d) => d.fields[0]!.terms.some(([other]) => other === t)).length;
			frequencies.set(t, count);
			return count;
		};
		for (let q = 0; q < 16; q++) {
			const groups = Array.from({ length: 2 + (q % 7) }, () => ({
				alternatives: Array.from({ length: 1 + Math.floor(2 * random()) }, () => ({ term: term(), weight: 0.2 + 0.8 * random() })),
				weight: 0.1 + 2 * random(),
				occur: q % 5 === 4 && random() < 0.4 ? ('must' as const) : ('should' as const),
			}));
			const filters: FacetSelection = q % 3 === 0 ? {} : q % 3 === 1 ? { kind: ['offer'] } : { area: ['rare'] };
			expectSameAnswer(index, naive, { groups, filters, limit: 20, facets: ['kind', 'area'] });
		}
	}, 60_000);

	it('keeps average lengths itself when none are fixed', () => {
		const moving: IndexOptions = { ...options, fields: options.fields.map(({ name, weight, b }) => ({ name, weight, b })), layout: undefined };
		fc.assert(
			fc.property(fc.array(documentArbitrary, { minLength: 1, maxLength: 30 }), requestArbitrary, (documents, request) => {
				const index = new RetrievalIndex(moving);
				const naive = new NaiveIndex(moving);
				for (const document of documents) {
					index.add(document);
					naive.add(document);
				}
				index.remove('d3');
				naive.remove('d3');
				expectSameAnswer(index, naive, request);
			}),
		);
	});
});
