import { fail, redirect } from '@sveltejs/kit';
import { actingMember, asksToSignIn, type Member } from '#lib/server/accounts/acting-person.ts';
import { isExpectedError } from '#lib/server/platform/errors.ts';
import type { CellProblem } from '#lib/server/thesaurus/check-cells.ts';
import { cellsOfForm, editView, typedFields } from '#lib/server/thesaurus/edit-view.ts';
import { editConcept, editorOf } from '#lib/server/thesaurus/edit-concept.ts';
import { proposedLabels } from '#lib/server/thesaurus/proposed-labels.ts';
import { retireConcept } from '#lib/server/thesaurus/retire-concept.ts';
import { undoChange } from '#lib/server/thesaurus/undo-change.ts';
import type { CellTrouble } from '#lib/ui/thesaurus-words.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const DONE = ['saved', 'retired', 'undone', 'added'] as const;

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null, done: null };
	const { mitra, actor, language } = event.locals;
	const done = DONE.find((each) => each === event.url.searchParams.get('done')) ?? null;
	const { thesaurus } = mitra;
	const { concept } = event.params;
	const view = await editView(mitra.db, await editorOf(mitra.db, actor), concept);
	return {
		view,
		proposed: proposedLabels(mitra.search.reader, view),
		label: thesaurus.label(concept, language),
		path: [...thesaurus.ancestors(concept)].reverse().map((id) => thesaurus.label(id, language)),
		note: thesaurus.concept(concept)?.notes ?? {},
		listings: mitra.search.counts().byArea.get(concept) ?? 0,
		done,
	};
};

const troubles = (problems: readonly CellProblem[]): CellTrouble[] => problems.map(({ cell, code, value, limit }) => ({ cell, code, ...(value === undefined ? {} : { value }), ...(limit === undefined ? {} : { limit }) }));

/** Does it as whoever posted; afterwards the thesaurus of this process has it. What cannot be stored comes back as typed. */
async function act(
	event: RequestEvent,
	done: (typeof DONE)[number],
	work: (member: Member, form: FormData) => Promise<{ saved: true } | { saved: false; problems: CellProblem[]; conflicts?: { cell: string; theirs: string }[]; version?: number }>,
) {
	const form = await event.request.formData();
	const who = await actingMember(event, form);
	if ('held' in who) return fail(401, { held: who.held });
	const typed = typedFields(form);
	try {
		const result = await work(who.member, form);
		if (!result.saved) {
			const theirs = (result.conflicts ?? []).map(({ cell, theirs: value }) => ({ cell, code: 'theirs', value }));
			const version = result.version ?? Number(typed['version']);
			return fail(theirs.length > 0 ? 409 : 422, { typed, version, problems: [...theirs, ...troubles(result.problems)], failed: null });
		}
	} catch (error) {
		if (!isExpectedError(error) || error.code === 'not_found') throw error;
		return fail(error.status, { typed, version: Number(typed['version']), problems: [] as CellTrouble[], failed: error.code });
	}
	await event.locals.mitra.livingThesaurus.reload();
	redirect(303, `${href(`/thesaurus/concepts/${event.params.concept}`)}?done=${done}`);
}

const versionOf = (form: FormData) => Math.trunc(Number(form.get('version'))) || 0;

export const actions: Actions = {
	save: (event) =>
		act(event, 'saved', (member, form) => editConcept(event.locals.mitra, member, { concept: event.params.concept, version: versionOf(form), cells: cellsOfForm(form) })),
	retire: (event) =>
		act(event, 'retired', (member, form) => retireConcept(event.locals.mitra, member, { concept: event.params.concept, version: versionOf(form), replacedBy: String(form.get('retired') ?? '') })),
	undo: (event) => act(event, 'undone', (member, form) => undoChange(event.locals.mitra, member, Math.trunc(Number(form.get('change'))) || 0)),
};
