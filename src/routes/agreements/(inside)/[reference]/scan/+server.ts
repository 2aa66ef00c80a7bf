import { pageMember } from '#lib/server/accounts/acting-person.ts';
import { openScan } from '#lib/server/agreements/record-signature.ts';
import { fileAnswer } from '#lib/server/platform/file-answer.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
	const { mitra } = event.locals;
	return fileAnswer(mitra.files, await openScan(mitra, pageMember(event), event.params.reference), false);
};
