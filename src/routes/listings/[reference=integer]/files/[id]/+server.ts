import { readAttachment } from '#lib/server/listings/view-listing.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { fileAnswer } from '#lib/server/platform/file-answer.ts';
import { isUuid } from '#lib/server/platform/uuid.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, locals }) => {
	if (!isUuid(params.id)) throw new ExpectedError('not_found', 'No such file.');
	const { mitra, actor } = locals;
	const file = await readAttachment(mitra.db, actor, { reference: Number(params.reference), attachmentId: params.id });
	return fileAnswer(mitra.files, file, file.disclosure === 'public');
};
