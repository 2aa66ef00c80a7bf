import { readDocument } from '#lib/server/events/documents.ts';
import { idOfAddress } from '#lib/server/events/event-address.ts';
import { fileAnswer } from '#lib/server/platform/file-answer.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, locals }) => {
	const document = await readDocument(locals.mitra, locals.actor, { eventId: params.id, id: idOfAddress(params.document) });
	return fileAnswer(locals.mitra.files, document, document.shown === 'public');
};
