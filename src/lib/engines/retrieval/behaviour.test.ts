import { describe, expect, it } from 'vitest';
import { RetrievalIndex } from './index.ts';
import type { IndexOptions, IndexedDocument, QueryGroup } from './index.ts';

const options: IndexOptions = {
	fields: [
		{ name: 'title', weight: 3, b: 0.5 },
		{ name: 'text', weight: 1, b: 0.75 },
	],
	facets: ['kind', 'area'],
};

function listing(id: string, title: string, text: string, facets: IndexedDocument['facets'] = {}): IndexedDocument {
	const field = (name: string, words: string[]) => ({
		field: name,
		terms: [...new Set(words)].map((word) => [word, words.filter((other) => other === word).length] as const),
		length: words.length,
	});
	const cut = (words: string) => words.split(' ').filter((word) => word !== '');
	return { id, fields: [field('title', cut(title)), field('text', cut(text))], facets };
}

function should(...terms: [string, number][]): QueryGroup {
	return { alternatives: terms.map(([term, weight]) => ({ term, weight })), weight: 1, occur: 'should' };
}

function indexOf(...documents: IndexedDocument[]): RetrievalIndex {
	const index = new RetrievalIndex(options);
	for (const document of documents) index.add(document);
	return index;
}

const ids = (index: RetrievalIndex, ...groups: QueryGroup[]) => index.search({ groups, limit: 10 }).hits.map((hit) => hit.id);

describe('ranking', () => {
	it('prefers the title, and explains by field and alternative what each group gave', () => {
		const index = indexOf(
			listing('in-text', 'pump', 'drip irrigation for orchards'),
			listing('in-title', 'drip irrigation', 'pump for orchards'),
			listing('neither', 'pump', 'wind turbine'),
		);
		const groups = [should(['drip', 1]), should(['watering', 1], ['irrigation', 0.8])];
		const hits = index.search({ groups, limit: 10 }).hits;
		expect(hits.map((hit) => hit.id)).toEqual(['in-title', 'in-text']);
		const explanation = index.explain('in-title', groups)!;
		expect(explanation.groups.map(({ group, term, field }) => [group, term, field])).toEqual([
			[0, 'drip', 'title'],
			[1, 'irrigation', 'title'],
		]);
		expect(index.explain('in-text', groups)!.groups.every(({ field }) => field === 'text')).toBe(true);
		expect(explanation.score).toBe(hits[0]!.score);
		expect(index.explain('unheard-of', groups)).toBeNull();
	});

	it('counts a word once, however many of its alternatives a document holds', () => {
		const index = indexOf(listing('one', '', 'soil x'), listing('both', '', 'soil tanah'), listing('none', '', 'y z'));
		const groups = [should(['soil', 1], ['tanah', 0.9])];
		const [first, second] = index.search({ groups, limit: 10 }).hits;
		expect(first!.score).toBe(second!.score);
		expect([first!.id, second!.id]).toEqual(['one', 'both']);
	});

	it('does not let a doubtful translation win by being rare', () => {
		const common = Array.from({ length: 40 }, (_, i) => listing(`common${i}`, '', 'water a b'));
		const index = indexOf(listing('doubtful', '', 'aqueous a b'), ...common, listing('other', '', 'c'));
		expect(ids(index, should(['water', 1], ['aqueous', 0.3])).at(0)).toBe('common0');
	});

	it('takes a translation of probability 0.5 for less than the word itself', () => {
		const index = new RetrievalIndex(options);
		index.add({ id: 'half', fields: [{ field: 'text', terms: [['drip', 0.5]], length: 10 }], facets: {} });
		index.add({ id: 'whole', fields: [{ field: 'text', terms: [['drip', 1]], length: 10 }], facets: {} });
		expect(ids(index, should(['drip', 1]))).toEqual(['whole', 'half']);
	});
});

describe('membership', () => {
	const index = indexOf(
		listing('a', 'drip', 'soil', { kind: ['offer'], area: ['agriculture', 'agriculture/water'] }),
		listing('b', 'drip', 'salt', { kind: ['need'], area: ['agriculture'] }),
		listing('c', 'wind', 'soil', { kind: ['offer'], area: ['energy'] }),
	);

	it('counts a facet under every filter but its own', () => {
		const result = index.search({ groups: [], limit: 10, filters: { kind: ['offer'] }, facets: ['kind', 'area'] });
		expect(result.total).toBe(2);
		expect(result.facets.kind).toEqual([
			{ value: 'offer', count: 2 },
			{ value: 'need', count: 1 },
		]);
		expect(result.facets.area!.map(({ value }) => value)).toEqual(['agriculture', 'agriculture/water', 'energy']);
	});

	it('lists the newest first when nothing is asked, and a replaced document is new', () => {
		const own = indexOf(listing('a', 'x', ''), listing('b', 'y', ''), listing('c', 'z', ''));
		expect(ids(own)).toEqual(['c', 'b', 'a']);
		own.add(listing('a', 'changed', ''));
		expect(ids(own)).toEqual(['a', 'c', 'b']);
		expect(own.search({ groups: [], limit: 1, offset: 1 }).hits.map((hit) => hit.id)).toEqual(['c']);
	});

	it('finds nothing for words that no document has, or values that no document has', () => {
		expect(index.search({ groups: [should(['unknown', 1])], limit: 5 }).total).toBe(0);
		expect(index.search({ groups: [], limit: 5, filters: { kind: ['unheard'] } }).total).toBe(0);
	});

	it('leaves out what is excluded by id or by value', () => {
		const groups = [should(['drip', 1], ['soil', 1])];
		expect(index.search({ groups, limit: 5, exclude: { ids: ['a', 'unheard'] } }).total).toBe(2);
		expect(index.search({ groups, limit: 5, exclude: { facets: { area: ['energy'] } } }).hits.map((hit) => hit.id)).toEqual(['a', 'b']);
	});

	it('spares the count where it is not wanted', () => {
		const result = index.search({ groups: [should(['drip', 1])], limit: 5, countTotal: false });
		expect(result.total).toBe(-1);
		expect(result.hits).toHaveLength(2);
	});
});

describe('bad input', () => {
	it('is refused with what was given and what is expected, and changes nothing', () => {
		const index = indexOf(listing('a', 'drip', ''));
		const withField = (field: object) => ({ id: 'a', facets: {}, fields: [{ field: 'title', terms: [], length: 1, ...field }] });
		expect(() => index.add(withField({ field: 'body' }))).toThrow(/field "body"/);
		expect(() => index.add(withField({ terms: [['x', -1]] }))).toThrow(/frequency -1/);
		expect(() => index.add(withField({ length: NaN }))).toThrow(/length NaN/);
		expect(() => index.add({ id: 'a', fields: [], facets: { colour: ['red'] } })).toThrow(/facet "colour"/);
		expect(ids(index, should(['drip', 1]))).toEqual(['a']);
		expect(() => index.search({ groups: [], limit: -1 })).toThrow(/limit or offset is -1/);
		expect(() => index.search({ groups: [should(['drip', NaN])], limit: 1 })).toThrow(/Weight NaN/);
		expect(() => index.search({ groups: [], limit: 1, filters: { colour: ['red'] } })).toThrow(/Unknown facet "colour"; the index has kind, area/);
		expect(() => new RetrievalIndex({ ...options, k1: 0 })).toThrow(/k1 is 0/);
		expect(() => new RetrievalIndex({ ...options, facets: ['kind', 'kind'] })).toThrow(/"kind" is given twice/);
	});
});
