import { DOCUMENT_LANGUAGES } from '#lib/agreements/vocabulary.ts';
import { pageMember } from '#lib/server/accounts/acting-person.ts';
import { wordDocument } from '#lib/server/agreements/documents/word-document.ts';
import { documentsOf } from '#lib/server/agreements/view-agreement.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
	const { reference } = event.params;
	const { documents } = await documentsOf(event.locals.mitra.db, pageMember(event), reference);
	const asked = event.url.searchParams.get('language') ?? 'both';
	const chosen = DOCUMENT_LANGUAGES.filter((language) => asked === 'both' || asked === language).flatMap((language) => documents[language] ?? []);
	if (chosen.length === 0) throw new ExpectedError('not_found', 'The agreement has no document in this language.');
	return new Response((await wordDocument(chosen)) as Uint8Array<ArrayBuffer>, {
		headers: {
			'content-type': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
			'content-disposition': `attachment; filename="${reference}-${chosen.map(({ language }) => language).join('-')}.docx"`,
			'cache-control': 'private, no-store',
			'x-content-type-options': 'nosniff',
		},
	});
};
