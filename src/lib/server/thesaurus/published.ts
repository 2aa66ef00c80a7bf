import type { RequestEvent } from '@sveltejs/kit';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { preferredType } from './negotiate.ts';
import { rdfResponse } from './rdf-response.ts';
import { conceptDocument, RDF_TYPES, schemeDocument, type RdfDocument, type RdfFormat } from './skos-documents.ts';
import { conceptAddress, schemeAddress } from './skos-quads.ts';

type Event = Pick<RequestEvent, 'request' | 'url' | 'locals' | 'fetch'>;
type Documents = (format: RdfFormat) => RdfDocument | undefined;

const OFFERED = ['text/html', RDF_TYPES.ttl, RDF_TYPES.jsonld] as const;

const ofScheme = ({ url, locals }: Event): Documents => (format) => schemeDocument(locals.mitra.thesaurus, url.origin, format);
const ofConcept = ({ url, locals }: Event, id: string): Documents => (format) => conceptDocument(locals.mitra.thesaurus, id, url.origin, format);

/** The scheme, or one concept, at its address for data. Errors: not_found. */
export function publishedDocument(event: Event, format: RdfFormat, concept?: string): Response {
	const address = concept === undefined ? schemeAddress(event.url.origin) : conceptAddress(event.url.origin, concept);
	const document = (concept === undefined ? ofScheme(event) : ofConcept(event, concept))(format);
	if (!document) throw new ExpectedError('not_found', 'No such concept.');
	return rdfResponse(event.request, document, address, false);
}

/**
 * The answer at the address that names the scheme or concept itself, for a client that did not ask for a page first: data
 * where it prefers data, else the page.
 */
export async function negotiatedDocument(event: Event, concept?: string): Promise<Response> {
	const wanted = preferredType(event.request.headers.get('accept'), OFFERED);
	if (wanted === undefined) return new Response(`${OFFERED.join('\n')}\n`, { status: 406, headers: { vary: 'Accept', 'content-type': 'text/plain; charset=utf-8' } });
	if (wanted === 'text/html') return event.fetch(event.url.pathname + event.url.search, { headers: { accept: 'text/html' } });
	const address = concept === undefined ? schemeAddress(event.url.origin) : conceptAddress(event.url.origin, concept);
	const document = (concept === undefined ? ofScheme(event) : ofConcept(event, concept))(wanted === RDF_TYPES.ttl ? 'ttl' : 'jsonld');
	if (!document) throw new ExpectedError('not_found', 'No such concept.');
	return rdfResponse(event.request, document, address, true);
}

/** What the page of a scheme or concept says of its other forms. */
export function pageHeaders(address: string): Record<string, string> {
	const forms = (Object.entries(RDF_TYPES) as [RdfFormat, string][]).map(([ending, type]) => `<${address}.${ending}>; rel="alternate"; type="${type}"`);
	return { link: forms.join(', '), vary: 'Accept' };
}
