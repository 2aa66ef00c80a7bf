import { Readable } from 'node:stream';
import type { FileStore } from './files.ts';

interface NamedFile {
	name: string;
	mediaType: string;
}

/** What a browser shows; everything else is saved, so that nothing a person uploaded runs on this origin. */
const SHOWN = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/avif', 'text/plain; charset=utf-8']);

/** A stored file as an answer; `open`: anybody may have it, so that caches on the way may keep it a while. Errors: not_found. */
export async function fileAnswer(files: FileStore, file: NamedFile & { sha256: string }, open: boolean): Promise<Response> {
	const { size, stream } = await files.open(file.sha256);
	return new Response(Readable.toWeb(stream) as ReadableStream, { headers: { ...headersOf(file, open), 'content-length': String(size) } });
}

/** A file that was made for one reader as an answer, which nothing on the way keeps. */
export function bytesAnswer(file: NamedFile & { bytes: Uint8Array | string }): Response {
	return new Response(file.bytes as BodyInit, { headers: headersOf(file, false) });
}

function headersOf({ name, mediaType }: NamedFile, open: boolean): Record<string, string> {
	const inline = SHOWN.has(mediaType);
	return {
		'content-type': inline || mediaType === 'application/pdf' ? mediaType : 'application/octet-stream',
		'content-disposition': `${inline ? 'inline' : 'attachment'}; filename="${plainName(name)}"; filename*=UTF-8''${encodedName(name)}`,
		'x-content-type-options': 'nosniff',
		'content-security-policy': "default-src 'none'; sandbox",
		'cache-control': open ? 'public, max-age=3600' : 'private, no-store',
		'cross-origin-resource-policy': 'same-origin',
	};
}

/** The name for clients that know no others: ASCII without quotes or separators. */
function plainName(name: string): string {
	return name.replace(/[^A-Za-z0-9._ -]/g, '_').slice(0, 100) || 'file';
}

/** The whole name as RFC 8187 writes it. */
function encodedName(name: string): string {
	return encodeURIComponent(name).replace(/['()*!]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
