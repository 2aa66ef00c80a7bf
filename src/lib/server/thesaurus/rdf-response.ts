import type { RdfDocument } from './skos-documents.ts';

/** A document of the thesaurus for one reader: unchanged since the reader's copy, or with what the next request needs. */
export function rdfResponse(request: Request, document: RdfDocument, address: string, negotiated: boolean): Response {
	const headers = new Headers({
		etag: document.etag,
		'cache-control': 'public, max-age=300',
		'access-control-allow-origin': '*',
		link: `<${address}>; rel="canonical", <${address}.ttl>; rel="alternate"; type="text/turtle", <${address}.jsonld>; rel="alternate"; type="application/ld+json", <${address}>; rel="alternate"; type="text/html"`,
	});
	if (negotiated) headers.set('vary', 'Accept');
	const held = request.headers.get('if-none-match') ?? '';
	if (held.split(',').some((tag) => tag.trim().replace(/^W\//, '') === document.etag)) return new Response(null, { status: 304, headers });
	headers.set('content-type', `${document.mediaType}; charset=utf-8`);
	return new Response(document.body, { headers });
}
