import { fail, redirect } from '@sveltejs/kit';
import { LABEL_LANGUAGES } from '#lib/engines/thesaurus/types.ts';
import { actingMember, asksToSignIn } from '#lib/server/accounts/acting-person.ts';
import { ExpectedError, isExpectedError } from '#lib/server/platform/errors.ts';
import { addConcept } from '#lib/server/thesaurus/add-concept.ts';
import { editorOf } from '#lib/server/thesaurus/edit-concept.ts';
import { cellsOfForm, typedFields } from '#lib/server/thesaurus/edit-view.ts';
import { thesaurusRules } from '#lib/server/thesaurus/rules.ts';
import type { CellTrouble } from '#lib/ui/thesaurus-words.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const lines = LABEL_LANGUAGES.map((language) => ({ language, preferred: '', alternatives: '', reviewed: false, reviewedBy: null, reviewedAt: null, mine: true }));
	if (asksToSignIn(event)) return { lines };
	const { mitra, actor } = event.locals;
	if (!thesaurusRules.addConcept(await editorOf(mitra.db, actor))) throw new ExpectedError('forbidden', 'The secretariat adds concepts.');
	return { lines, broader: (event.url.searchParams.get('broader') ?? '').slice(0, 60) };
};

export const actions: Actions = {
	default: async (event) => {
		const form = await event.request.formData();
		const who = await actingMember(event, form);
		if ('held' in who) return fail(401, { held: who.held });
		const id = String(form.get('concept') ?? '').trim().toLowerCase();
		const typed = typedFields(form);
		try {
			const result = await addConcept(event.locals.mitra, who.member, { id, cells: cellsOfForm(form) });
			if (!result.saved) return fail(422, { typed, failed: null, problems: result.problems.map(({ cell, code, value, limit }): CellTrouble => ({ cell, code, ...(value === undefined ? {} : { value }), ...(limit === undefined ? {} : { limit }) })) });
		} catch (error) {
			if (!isExpectedError(error)) throw error;
			return fail(error.status, { typed, failed: error.code, problems: [] as CellTrouble[] });
		}
		await event.locals.mitra.livingThesaurus.reload();
		redirect(303, `${href(`/thesaurus/concepts/${id}`)}?done=added`);
	},
};
