import { Readable } from 'node:stream';
import { pageMember } from '#lib/server/accounts/acting-person.ts';
import { dataContext } from '#lib/server/my-data/data-context.ts';
import { fetchCopy } from '#lib/server/my-data/fetch-copy.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
	const member = pageMember(event);
	const { size, stream, about } = await fetchCopy(dataContext(event.locals.mitra), member, event.params.id);
	const day = event.locals.mitra.clock().toISOString().slice(0, 10);
	return new Response(Readable.toWeb(stream) as ReadableStream, {
		headers: {
			'content-type': 'application/zip',
			'content-length': String(size),
			'content-disposition': `attachment; filename="mitra-${about}-${day}.zip"`,
			'cache-control': 'private, no-store',
			'x-content-type-options': 'nosniff',
		},
	});
};
