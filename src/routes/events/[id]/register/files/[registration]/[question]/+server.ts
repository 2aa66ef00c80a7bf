import { idOfAddress } from '#lib/server/events/event-address.ts';
import { fileAnswer } from '#lib/server/platform/file-answer.ts';
import { readAnswerFile } from '#lib/server/registration/read-file.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, locals }) => {
	const file = await readAnswerFile(locals.mitra, locals.actor, { eventId: params.id, registrationId: idOfAddress(params.registration), questionId: params.question });
	return fileAnswer(locals.mitra.files, file, false);
};
