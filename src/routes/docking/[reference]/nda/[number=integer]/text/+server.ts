import { pageMember } from '#lib/server/accounts/acting-person.ts';
import { bytesAnswer } from '#lib/server/platform/file-answer.ts';
import { ndaAsText } from '#lib/server/confidence/nda/view-nda.ts';
import type { RequestHandler } from './$types';

/** The document as plain text, byte for byte what its SHA-256 value is made of. */
export const GET: RequestHandler = async (event) => {
	const { reference, number } = event.params;
	const text = await ndaAsText(event.locals.mitra.db, pageMember(event), { reference, number: Number(number) });
	return bytesAnswer({ name: `${reference}-nda-${number}.txt`, mediaType: 'text/plain; charset=utf-8', bytes: text });
};
