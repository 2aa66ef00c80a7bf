import { fail } from '@sveltejs/kit';
import { isLabelLanguage, type LabelLanguage } from '#lib/engines/thesaurus/types.ts';
import { actingMember, asksToSignIn } from '#lib/server/accounts/acting-person.ts';
import { isExpectedError } from '#lib/server/platform/errors.ts';
import { areaChoices } from '#lib/server/thesaurus/area-choices.ts';
import { editorOf } from '#lib/server/thesaurus/edit-concept.ts';
import { reviewLabels } from '#lib/server/thesaurus/review-labels.ts';
import { WORK_STATES, workList, type WorkFilter, type WorkState } from '#lib/server/thesaurus/work-list.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const LINES = 30;

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { list: null };
	const { mitra, language, actor } = event.locals;
	const editor = await editorOf(mitra.db, actor);
	const own = [...editor.languages];
	const filter = filterOf(event.url, language !== 'en' && own.includes(language) ? language : (own.find((each) => each !== 'en') ?? 'en'));
	const page = Math.max(1, Math.min(10_000, Math.trunc(Number(event.url.searchParams.get('page')) || 1)));
	const list = workList(mitra.thesaurus, filter, { reader: language, byArea: mitra.search.counts().byArea, offset: (page - 1) * LINES, limit: LINES });
	return {
		list: { ...list, filter, page, pages: Math.max(1, Math.ceil(list.total / LINES)), own: editor.languages.has(filter.language) },
		areas: [...areaChoices(mitra.thesaurus, language).map(({ id, label }) => ({ id, label })), ...(mitra.thesaurus.has('policy') ? [{ id: 'policy', label: mitra.thesaurus.label('policy', language) }] : [])],
	};
};

function filterOf(url: URL, fallback: LabelLanguage): WorkFilter {
	const language = url.searchParams.get('language') ?? '';
	const state = url.searchParams.get('state') ?? '';
	return {
		language: isLabelLanguage(language) ? language : fallback,
		state: (WORK_STATES as readonly string[]).includes(state) ? (state as WorkState) : 'draft',
		area: (url.searchParams.get('area') ?? '').slice(0, 60),
	};
}

/** Either one line's own button, or the lines that are ticked. */
async function mark(event: RequestEvent, reviewed: boolean) {
	const form = await event.request.formData();
	const who = await actingMember(event, form);
	if ('held' in who) return fail(401, { held: who.held });
	const { mitra } = event.locals;
	const language = String(form.get('language') ?? '');
	const one = form.get('one');
	const ids = one === null ? form.getAll('concept').map(String) : [String(one)];
	if (!isLabelLanguage(language)) return fail(422, { failed: 'invalid_input' as const });
	if (ids.length === 0) return fail(422, { failed: 'nothing' as const });
	try {
		const read = ids.slice(0, 500).map((concept) => ({ concept, labels: String(form.get(`labels:${concept}`) ?? '') }));
		const result = await reviewLabels(mitra, who.member, { language, reviewed, read });
		await mitra.livingThesaurus.reload();
		return { done: { language, reviewed, changed: read.filter(({ concept }) => result.changed.includes(concept)), stale: result.stale } };
	} catch (error) {
		if (!isExpectedError(error)) throw error;
		return fail(error.status, { failed: error.code });
	}
}

export const actions: Actions = {
	review: (event) => mark(event, true),
	unreview: (event) => mark(event, false),
};
