import { Readable } from 'node:stream';
import { readAttachment } from '#lib/server/listings/view-listing.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { isUuid } from '#lib/server/platform/uuid.ts';
import type { RequestHandler } from './$types';

/** Shown in the browser; everything else is saved, so that nothing a person uploaded runs on this origin. */
const SHOWN = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/avif']);

export const GET: RequestHandler = async ({ params, locals }) => {
	if (!isUuid(params.id)) throw new ExpectedError('not_found', 'No such file.');
	const { mitra, actor } = locals;
	const file = await readAttachment(mitra.db, actor, { reference: Number(params.reference), attachmentId: params.id });
	const { size, stream } = await mitra.files.open(file.sha256);
	const inline = SHOWN.has(file.mediaType);
	return new Response(Readable.toWeb(stream) as ReadableStream, {
		headers: {
			'content-type': inline || file.mediaType === 'application/pdf' ? file.mediaType : 'application/octet-stream',
			'content-length': String(size),
			'content-disposition': `${inline ? 'inline' : 'attachment'}; filename="${plainName(file.name)}"; filename*=UTF-8''${encodedName(file.name)}`,
			'x-content-type-options': 'nosniff',
			'content-security-policy': "default-src 'none'; sandbox",
			'cache-control': file.disclosure === 'public' ? 'public, max-age=3600' : 'private, no-store',
			'cross-origin-resource-policy': 'same-origin',
		},
	});
};

/** The name for clients that know no others: ASCII without quotes or separators. */
function plainName(name: string): string {
	return name.replace(/[^A-Za-z0-9._ -]/g, '_').slice(0, 100) || 'file';
}

/** The whole name as RFC 8187 writes it. */
function encodedName(name: string): string {
	return encodeURIComponent(name).replace(/['()*!]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
