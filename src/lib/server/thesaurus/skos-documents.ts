import { createHash } from 'node:crypto';
import { Writer, type Quad } from 'n3';
import type { Thesaurus } from '#lib/engines/thesaurus/thesaurus.ts';
import { conceptQuads, PREFIXES, retiredQuads, reviewedLanguageAddress, schemeQuads } from './skos-quads.ts';

export const RDF_TYPES = { ttl: 'text/turtle', jsonld: 'application/ld+json' } as const;
export type RdfFormat = keyof typeof RDF_TYPES;

export interface RdfDocument {
	body: string;
	mediaType: string;
	etag: string;
}

/** Documents of the whole scheme are made once an edition. */
const schemes = new WeakMap<Thesaurus, Map<string, RdfDocument>>();

/** The whole scheme. */
export function schemeDocument(thesaurus: Thesaurus, base: string, format: RdfFormat): RdfDocument {
	const made = schemes.get(thesaurus) ?? new Map<string, RdfDocument>();
	schemes.set(thesaurus, made);
	const key = `${format} ${base}`;
	const known = made.get(key);
	if (known) return known;
	const document = documentOf(allQuads(thesaurus, base), base, format);
	// The address is the reader's: without a limit, made-up host names would fill the memory.
	if (made.size >= 4) made.clear();
	made.set(key, document);
	return document;
}

/** One concept, in use or retired; undefined where there is none. */
export function conceptDocument(thesaurus: Thesaurus, id: string, base: string, format: RdfFormat): RdfDocument | undefined {
	const concept = thesaurus.concept(id);
	if (concept) return documentOf(conceptQuads(concept, base), base, format);
	const retired = thesaurus.retired(id);
	return retired && documentOf(retiredQuads(retired, base), base, format);
}

function* allQuads(thesaurus: Thesaurus, base: string): Generator<Quad> {
	yield* schemeQuads(thesaurus, base);
	for (const concept of thesaurus.all()) yield* conceptQuads(concept, base);
	for (const id of thesaurus.retiredIds()) yield* retiredQuads(thesaurus.retired(id)!, base);
}

function documentOf(quads: Iterable<Quad>, base: string, format: RdfFormat): RdfDocument {
	const body = format === 'ttl' ? turtle(quads) : jsonLd(quads, base);
	return { body, mediaType: RDF_TYPES[format], etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"` };
}

function turtle(quads: Iterable<Quad>): string {
	const writer = new Writer({ prefixes: PREFIXES });
	for (const quad of quads) writer.addQuad(quad);
	let text = '';
	// A writer without a stream calls back at once.
	writer.end((error: Error | null, result: string) => {
		if (error) throw error;
		text = result;
	});
	return text;
}

const LINKS = ['broader', 'narrower', 'related', 'inScheme', 'topConceptOf', 'hasTopConcept', 'closeMatch', 'relatedMatch'];
const TEXTS = ['prefLabel', 'altLabel', 'scopeNote', 'editorialNote'];

/** JSON-LD 1.1 that reads as plain JSON too: labels by language, links as addresses. */
function jsonLd(quads: Iterable<Quad>, base: string): string {
	const nodes = new Map<string, Record<string, unknown>>();
	for (const { subject, predicate, object } of quads) {
		const node = nodes.get(subject.value) ?? { id: subject.value };
		nodes.set(subject.value, node);
		const name = predicate.value.replace(/^.*[#/]/, '');
		if (name === 'type') push(node, 'type', short(object.value));
		else if (object.termType === 'Literal' && object.language !== '') {
			const texts = (node[name] ??= {}) as Record<string, unknown>;
			push(texts, object.language, object.value);
		} else if (name === 'deprecated') node[name] = object.value === 'true';
		else push(node, name, object.value);
	}
	const context = {
		...PREFIXES,
		id: '@id',
		type: '@type',
		...Object.fromEntries(LINKS.map((name) => [name, { '@id': `skos:${name}`, '@type': '@id' }])),
		...Object.fromEntries(TEXTS.map((name) => [name, { '@id': `skos:${name}`, '@container': '@language' }])),
		notation: 'skos:notation',
		title: { '@id': 'dct:title', '@container': '@language' },
		license: { '@id': 'dct:license', '@type': '@id' },
		modified: { '@id': 'dct:modified', '@type': 'xsd:dateTime' },
		isReplacedBy: { '@id': 'dct:isReplacedBy', '@type': '@id' },
		label: { '@id': 'rdfs:label', '@container': '@language' },
		comment: { '@id': 'rdfs:comment', '@container': '@language' },
		deprecated: 'owl:deprecated',
		reviewedLanguage: reviewedLanguageAddress(base),
	};
	return `${JSON.stringify({ '@context': context, '@graph': [...nodes.values()] }, null, '\t')}\n`;
}

/** One value stands alone, several as a list. */
function push(node: Record<string, unknown>, name: string, value: string): void {
	const known = node[name];
	if (known === undefined) node[name] = value;
	else if (Array.isArray(known)) known.push(value);
	else node[name] = [known, value];
}

function short(address: string): string {
	for (const [prefix, begin] of Object.entries(PREFIXES)) if (address.startsWith(begin)) return `${prefix}:${address.slice(begin.length)}`;
	return address;
}
