import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { actingMember, asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { changeSearch, type SearchChange } from '#lib/server/alerts/change-search.ts';
import { nameInput, rhythmInput } from '#lib/server/alerts/input.ts';
import { viewSearch } from '#lib/server/alerts/view-searches.ts';
import { listingId } from '#lib/server/listings/listing-id.ts';
import { isExpectedError } from '#lib/server/platform/errors.ts';
import { conceptLabels } from '#lib/server/thesaurus/labels.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { search: null, labels: {}, saved: false };
	const member = pageMember(event);
	const { mitra, language } = event.locals;
	const search = await viewSearch(mitra, member, listingId(event.params.id));
	return {
		search,
		labels: conceptLabels(mitra.thesaurus, search.fresh.flatMap(({ areas }) => areas), language),
		saved: event.url.searchParams.has('saved'),
	};
};

async function change(event: RequestEvent, read: (form: FormData) => SearchChange) {
	const form = await event.request.formData();
	const who = await actingMember(event, form);
	if ('held' in who) return fail(401, { held: who.held });
	try {
		await changeSearch(event.locals.mitra, who.member, { searchId: listingId(event.params.id ?? ''), change: read(form) });
	} catch (error) {
		if (!isExpectedError(error)) throw error;
		const problem = error.field ? { field: error.field, code: String(error.detail?.code ?? ''), limit: Number(error.detail?.limit ?? 0) } : null;
		return fail(error.status, { problem, failed: error.code, typed: { name: String(form.get('name') ?? ''), rhythm: String(form.get('rhythm') ?? '') } });
	}
	return { changed: true };
}

export const actions: Actions = {
	edit: (event) => change(event, (form) => ({ type: 'edit', name: nameInput(form.get('name')), rhythm: rhythmInput(form.get('rhythm')) })),
	pause: (event) => change(event, () => ({ type: 'pause' })),
	resume: (event) => change(event, () => ({ type: 'resume' })),
	see: (event) => change(event, () => ({ type: 'see' })),
	feed: (event) => change(event, () => ({ type: 'new-feed' })),
	delete: async (event) => {
		const answer = await change(event, () => ({ type: 'delete' }));
		if ('changed' in answer) redirect(303, href('/desk/searches?deleted'));
		return answer;
	},
};
