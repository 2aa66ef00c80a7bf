import { createHash } from 'node:crypto';

/**
 * The answer to a program that asks again and again (a feed reader, a calendar): all of it, or that its copy still holds (RFC 9110,
 * sections 13.1.2 and 13.1.3). Without `updated`, what it holds is known by its tag alone.
 */
export function answerUnlessHeld(request: Request, body: string, about: { type: string; updated?: Date; headers: Readonly<Record<string, string>> }): Response {
	// Weak: the same answer leaves compressed or not.
	const etag = `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
	const headers = new Headers({ etag, ...(about.updated ? { 'last-modified': about.updated.toUTCString() } : {}), ...about.headers });
	if (isHeld(request.headers, etag, about.updated)) return new Response(null, { status: 304, headers });
	headers.set('content-type', `${about.type}; charset=utf-8`);
	return new Response(body, { headers });
}

function isHeld(headers: Headers, etag: string, updated: Date | undefined): boolean {
	const held = headers.get('if-none-match');
	const opaque = (tag: string) => tag.trim().replace(/^W\//, '');
	if (held !== null) return held.trim() === '*' || held.split(',').some((tag) => opaque(tag) === opaque(etag));
	const since = Date.parse(headers.get('if-modified-since') ?? '');
	return updated !== undefined && !Number.isNaN(since) && Math.floor(updated.getTime() / 1000) * 1000 <= since;
}
