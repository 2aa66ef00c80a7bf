import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { editorOf } from '#lib/server/thesaurus/edit-concept.ts';
import { thesaurusRules } from '#lib/server/thesaurus/rules.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async (event) => {
	if (asksToSignIn(event)) return { structure: false, languages: [] };
	const editor = await editorOf(event.locals.mitra.db, pageMember(event));
	if (!thesaurusRules.work(editor)) throw new ExpectedError('forbidden', 'The thesaurus is written by officers.');
	return { structure: editor.structure, languages: [...editor.languages] };
};
