import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RetrievalIndex } from './index.ts';
import type { FacetSelection, IndexOptions, IndexedDocument, SearchHit, SearchRequest } from './index.ts';
import { NaiveIndex } from './naive-model.ts';

const options: IndexOptions = {
	// Lengths are fixed here, so that scores do not depend on when a segment was laid out.
	fields: [
		{ name: 'title', weight: 3, b: 0.4, averageLength: 2.5 },
		{ name: 'summary', weight: 1, b: 0.75, averageLength: 6 },
	],
	facets: ['kind', 'area'],
	// Small, so that a dozen additions pass through tail, merges and the largest size.
	layout: { tail: 3, fanOut: 2, largest: 12 },
};

const vocabulary = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'drip', 'drop', 'dripper', 'saline'];
const termArbitrary = fc.constantFrom(...vocabulary);
const termsArbitrary = fc
	.uniqueArray(termArbitrary, { maxLength: 6 })
	.chain((terms) => fc.tuple(...terms.map((term) => fc.tuple(fc.constant(term), fc.constantFrom(1, 2, 0.25, 0.7, 5)))));
const documentArbitrary: fc.Arbitrary<IndexedDocument> = fc.record({
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

type Operation = { add: IndexedDocument } | { remove: string } | { search: SearchRequest } | { snapshot: true } | { compact: true };

const selectionArbitrary = fc.record(
	{
		kind: fc.uniqueArray(fc.constantFrom('offer', 'need', 'unheard'), { maxLength: 2 }),
		area: fc.uniqueArray(fc.constantFrom('agriculture', 'energy', 'health'), { maxLength: 2 }),
	},
	{ requiredKeys: [] },
);
const requestArbitrary: fc.Arbitrary<SearchRequest> = fc.record(
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

/**
 * The hits are matches with the model's scores, and equal scores stand in order of insertion. Two scores that the model
 * finds equal but for rounding may stand in either order: the index rounds its weights to fixed point.
 */
function expectSameOrder(naive: NaiveIndex, request: SearchRequest, hits: readonly SearchHit[]): void {
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
