import { DOCKING_SIDES } from '#lib/docking/vocabulary.ts';
import { pageMember } from '#lib/server/accounts/acting-person.ts';
import { ndaFile } from '#lib/server/confidence/nda/view-nda.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { fileAnswer } from '#lib/server/platform/file-answer.ts';
import type { RequestHandler } from './$types';

/** The uploaded paper, or the signed scan of a side: unmarked, for its bytes are what was signed. */
export const GET: RequestHandler = async (event) => {
	const member = pageMember(event);
	const asked = event.url.searchParams.get('signed');
	const scanOf = asked === null ? null : DOCKING_SIDES.find((side) => side === asked);
	if (scanOf === undefined) throw new ExpectedError('not_found', 'No such file.');
	const { mitra } = event.locals;
	return fileAnswer(mitra.files, await ndaFile(mitra.db, member, { reference: event.params.reference, number: Number(event.params.number), scanOf }), false);
};
