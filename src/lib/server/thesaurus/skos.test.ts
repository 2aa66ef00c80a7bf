import jsonld from 'jsonld';
import { DataFactory, Parser, Store, Writer } from 'n3';
import { beforeAll, describe, expect, test } from 'vitest';
import { PRIORITY_AREAS, Thesaurus } from '#lib/engines/thesaurus/thesaurus.ts';
import { readThesaurus } from './read-thesaurus.ts';
import { rowOfCells, emptyCells } from './cells.ts';
import { preferredType } from './negotiate.ts';
import { rdfResponse } from './rdf-response.ts';
import { conceptDocument, schemeDocument } from './skos-documents.ts';
import { PREFIXES } from './skos-quads.ts';

const BASE = 'https://mitra.example';
const { namedNode } = DataFactory;
const skos = (name: string) => namedNode(PREFIXES.skos + name);
let thesaurus: Thesaurus;
let store: Store;

beforeAll(async () => {
	thesaurus = await readThesaurus('data/thesaurus');
	store = new Store(new Parser({ baseIRI: BASE }).parse(schemeDocument(thesaurus, BASE, 'ttl').body));
});

/** Subjects of pairs that both properties join. */
function joinedByBoth(one: (a: string, b: string) => boolean, pairs: Iterable<[string, string]>): string[] {
	return [...pairs].filter(([a, b]) => one(a, b)).map(([a, b]) => `${a} ${b}`);
}
const pairsOf = (property: string) => store.getQuads(null, skos(property), null, null).map((quad): [string, string] => [quad.subject.value, quad.object.value]);

describe('the scheme as Turtle, read back by an RDF parser', () => {
	test('has every concept with its labels', () => {
		const concepts = store.getSubjects(namedNode(`${PREFIXES.rdf}type`), skos('Concept'), null);
		expect(concepts).toHaveLength(thesaurus.size);
		for (const concept of thesaurus.all())
			for (const language of ['en', 'lo', 'tet'] as const) {
				const labels = store.getObjects(namedNode(`${BASE}/concepts/${concept.id}`), skos('prefLabel'), null).filter((label) => label.termType === 'Literal' && label.language === language);
				expect(labels.map(({ value }) => value)).toEqual(concept.labels[language].slice(0, 1));
			}
	});

	test('S9: no concept is a concept scheme; S37 by way of it: all are in one scheme', () => {
		const schemes = store.getSubjects(namedNode(`${PREFIXES.rdf}type`), skos('ConceptScheme'), null).map(({ value }) => value);
		expect(schemes).toEqual([`${BASE}/concepts`]);
		expect(store.countQuads(namedNode(schemes[0]!), namedNode(`${PREFIXES.rdf}type`), skos('Concept'), null)).toBe(0);
		expect(new Set(pairsOf('inScheme').map(([, scheme]) => scheme))).toEqual(new Set(schemes));
		expect(store.countQuads(null, skos('member'), null, null)).toBe(0);
	});

	test('S8: top concepts of the scheme are those without a broader one, and say so themselves', () => {
		const top = pairsOf('hasTopConcept').map(([, concept]) => concept).sort();
		expect(pairsOf('topConceptOf').map(([concept]) => concept).sort()).toEqual(top);
		const broader = new Set(pairsOf('broader').map(([concept]) => concept));
		expect(top.filter((concept) => broader.has(concept))).toEqual([]);
		expect(top).toEqual(expect.arrayContaining(PRIORITY_AREAS.map((area) => `${BASE}/concepts/${area}`)));
	});

	test('S13: preferred, alternative and hidden labels are disjoint; S14: one preferred label a language', () => {
		const seen = new Map<string, string>();
		const preferred = new Set<string>();
		for (const quad of store.getQuads(null, skos('prefLabel'), null, null)) {
			if (quad.object.termType !== 'Literal') throw new Error('A label is a literal (S12).');
			const key = `${quad.subject.value} ${quad.object.language}`;
			expect(seen.get(key), key).toBeUndefined();
			seen.set(key, quad.object.value);
			preferred.add(`${key} ${quad.object.value}`);
		}
		const alternative = store.getQuads(null, skos('altLabel'), null, null).map(({ subject, object }) => `${subject.value} ${object.termType === 'Literal' ? object.language : ''} ${object.value}`);
		expect(alternative.filter((label) => preferred.has(label))).toEqual([]);
		expect(store.countQuads(null, skos('hiddenLabel'), null, null)).toBe(0);
	});

	test('S25: narrower is the inverse of broader; S23: related is symmetric; none leads to itself or to nothing', () => {
		const broader = new Set(pairsOf('broader').map(([a, b]) => `${b} ${a}`));
		expect(new Set(pairsOf('narrower').map(([a, b]) => `${a} ${b}`))).toEqual(broader);
		const related = new Set(pairsOf('related').map(([a, b]) => `${a} ${b}`));
		expect([...related].filter((pair) => !related.has(pair.split(' ').reverse().join(' ')))).toEqual([]);
		for (const [a, b] of [...pairsOf('broader'), ...pairsOf('related')]) {
			expect(a).not.toBe(b);
			expect(store.countQuads(namedNode(b), namedNode(`${PREFIXES.rdf}type`), skos('Concept'), null)).toBe(1);
		}
	});

	test('S27: related is disjoint with broader at any distance, and no concept is above itself', () => {
		const parents = new Map<string, string[]>();
		for (const [child, parent] of pairsOf('broader')) parents.set(child, [...(parents.get(child) ?? []), parent]);
		const above = new Map<string, Set<string>>();
		const ancestorsOf = (id: string): Set<string> => {
			const known = above.get(id);
			if (known) return known;
			const found = new Set<string>();
			above.set(id, found);
			for (const parent of parents.get(id) ?? []) for (const each of [parent, ...ancestorsOf(parent)]) found.add(each);
			return found;
		};
		expect([...parents.keys()].filter((id) => ancestorsOf(id).has(id))).toEqual([]);
		expect(joinedByBoth((a, b) => ancestorsOf(a).has(b) || ancestorsOf(b).has(a), pairsOf('related'))).toEqual([]);
	});

	test('S37: no collection is a concept; S46: an exact match is neither broader nor related match', () => {
		expect(store.countQuads(null, namedNode(`${PREFIXES.rdf}type`), skos('Collection'), null)).toBe(0);
		const exact = new Set(pairsOf('exactMatch').map(([a, b]) => `${a} ${b}`));
		for (const property of ['broadMatch', 'narrowMatch', 'relatedMatch']) expect(joinedByBoth((a, b) => exact.has(`${a} ${b}`), pairsOf(property))).toEqual([]);
		// Mappings lead out of the scheme.
		for (const property of ['closeMatch', 'relatedMatch']) expect(pairsOf(property).filter(([, b]) => b.startsWith(BASE))).toEqual([]);
		expect(pairsOf('closeMatch').length).toBeGreaterThan(500);
	});

	test('tells drafts from reviewed labels, for people and for machines', () => {
		const one = [...thesaurus.all()].find(({ reviewed }) => reviewed.size === 0)!;
		expect(store.getObjects(namedNode(`${BASE}/concepts/${one.id}`), skos('editorialNote'), null)[0]!.value).toMatch(/^Drafts: en, zh/);
		const cells = { ...emptyCells(), en: 'drip irrigation', zh: '滴灌', 'reviewed:zh': 'yes' };
		const document = conceptDocument(new Thesaurus([rowOfCells('drip', cells)]), 'drip', BASE, 'ttl')!;
		const small = new Store(new Parser().parse(document.body));
		expect(small.getObjects(null, namedNode(`${BASE}/concepts#reviewedLanguage`), null).map(({ value }) => value)).toEqual(['zh']);
	});
});

describe('JSON-LD', () => {
	test('says the same as Turtle', async () => {
		const picked = [...thesaurus.all()].filter((_concept, index) => index % 40 === 0);
		for (const { id } of picked) {
			const quads = new Parser().parse(conceptDocument(thesaurus, id, BASE, 'ttl')!.body);
			const lines = new Writer({ format: 'N-Quads' }).quadsToString(quads);
			const read = (await jsonld.toRDF(JSON.parse(conceptDocument(thesaurus, id, BASE, 'jsonld')!.body), { format: 'application/n-quads' })) as unknown as string;
			expect(canonicalLines(read)).toEqual(canonicalLines(lines));
		}
	});

	test('of the whole scheme parses, with every concept', async () => {
		const document = JSON.parse(schemeDocument(thesaurus, BASE, 'jsonld').body) as { '@graph': unknown[] };
		expect(document['@graph']).toHaveLength(thesaurus.size + 2);
	});
});

/** Both through one parser, so that escapes do not matter. */
function canonicalLines(nquads: string): string[] {
	return [...new Set(new Parser({ format: 'N-Quads' }).parse(nquads).map(({ subject, predicate, object }) => `${subject.value} ${predicate.value} ${object.termType === 'Literal' ? `"${object.value}"@${object.language}^^${object.datatype.value}` : object.value}`))].sort();
}

test('a retired concept keeps its address and leads to what replaced it', () => {
	const rows = [
		rowOfCells('old', { ...emptyCells(), en: 'old name', retired: 'new' }),
		rowOfCells('new', { ...emptyCells(), en: 'new name' }),
	];
	const document = new Store(new Parser().parse(conceptDocument(new Thesaurus(rows), 'old', BASE, 'ttl')!.body));
	expect(document.getObjects(namedNode(`${BASE}/concepts/old`), namedNode(`${PREFIXES.dct}isReplacedBy`), null)[0]!.value).toBe(`${BASE}/concepts/new`);
	expect(document.countQuads(null, namedNode(`${PREFIXES.owl}deprecated`), null, null)).toBe(1);
});

test('labels that could break a document do not', () => {
	const label = 'a "quoted" \\ back<slash> \n and </script> 水';
	const rows = [rowOfCells('odd', { ...emptyCells(), en: label })];
	const read = new Store(new Parser().parse(conceptDocument(new Thesaurus(rows), 'odd', BASE, 'ttl')!.body));
	expect(read.getObjects(null, skos('prefLabel'), null)[0]!.value).toBe(label);
});

test.each<[string | null, string | undefined]>([
	[null, 'text/html'],
	['*/*', 'text/html'],
	['text/turtle', 'text/turtle'],
	['application/ld+json;q=0.9, text/turtle;q=0.3', 'application/ld+json'],
	['text/html,application/xhtml+xml,*/*;q=0.8', 'text/html'],
	['text/turtle;q=0.5, text/*;q=0.8', 'text/html'],
	['text/turtle, */*;q=0.1', 'text/turtle'],
	['image/png', undefined],
	['text/html;q=0, application/ld+json', 'application/ld+json'],
	['text/turtle;q=broken', 'text/turtle'],
])('Accept %s is answered with %s', (accept, type) => {
	expect(preferredType(accept, ['text/html', 'text/turtle', 'application/ld+json'])).toBe(type);
});

test('a reader who has the document is told that it has not changed', async () => {
	const document = conceptDocument(thesaurus, 'agriculture', BASE, 'ttl')!;
	const first = rdfResponse(new Request(BASE), document, `${BASE}/concepts/agriculture`, true);
	expect(first.headers.get('content-type')).toBe('text/turtle; charset=utf-8');
	expect(first.headers.get('vary')).toBe('Accept');
	const again = rdfResponse(new Request(BASE, { headers: { 'if-none-match': `W/${first.headers.get('etag')}` } }), document, `${BASE}/concepts/agriculture`, true);
	expect(again.status).toBe(304);
});
