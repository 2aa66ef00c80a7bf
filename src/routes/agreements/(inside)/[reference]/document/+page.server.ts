import { DOCUMENT_LANGUAGES } from '#lib/agreements/vocabulary.ts';
import { pageMember } from '#lib/server/accounts/acting-person.ts';
import { documentsOf } from '#lib/server/agreements/view-agreement.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { documents, fingerprint, isDraft, unreviewed } = await documentsOf(event.locals.mitra.db, pageMember(event), event.params.reference);
	const asked = event.url.searchParams.get('language') ?? 'both';
	const shown = DOCUMENT_LANGUAGES.filter((language) => asked === 'both' || asked === language).flatMap((language) => documents[language] ?? []);
	if (shown.length === 0) throw new ExpectedError('not_found', 'The agreement has no document in this language.');
	return { documents: shown, fingerprint, isDraft, unreviewed, reference: event.params.reference };
};
