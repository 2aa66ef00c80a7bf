import { confidenceContext } from '#lib/server/confidence/context.ts';
import { fetchDockingFile } from '#lib/server/confidence/files/fetch-file.ts';
import { bytesAnswer } from '#lib/server/platform/file-answer.ts';
import { fileId } from '#lib/server/confidence/input.ts';
import { pageMember } from '#lib/server/accounts/acting-person.ts';
import type { RequestHandler } from './$types';

/** A version of a file, made for whoever fetches it. */
export const GET: RequestHandler = async (event) => {
	const member = pageMember(event);
	const number = event.url.searchParams.get('version');
	return bytesAnswer(
		await fetchDockingFile(confidenceContext(event.locals.mitra), member, {
			reference: event.params.reference,
			fileId: fileId(event.params.id),
			number: number !== null && /^\d{1,4}$/.test(number) ? Number(number) : null,
		}),
	);
};
