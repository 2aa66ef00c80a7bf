import { listingId } from '#lib/server/listings/listing-id.ts';
import { fileAnswer } from '#lib/server/platform/file-answer.ts';
import { readDocument } from '#lib/server/membership/networks/documents.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, locals }) => {
	const document = await readDocument(locals.mitra, locals.actor, { networkId: params.id, documentId: listingId(params.document) });
	return fileAnswer(locals.mitra.files, document, document.disclosure === 'public');
};
