import { fail, redirect } from '@sveltejs/kit';
import { actingMember, asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { changePreference } from '#lib/server/alerts/change-preference.ts';
import { nameInput, requestInput, rhythmInput, zoneInput } from '#lib/server/alerts/input.ts';
import { saveSearch } from '#lib/server/alerts/save-search.ts';
import { viewSearches } from '#lib/server/alerts/view-searches.ts';
import { isExpectedError } from '#lib/server/platform/errors.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null, belongs: false, deleted: false };
	const member = pageMember(event);
	return {
		view: await viewSearches(event.locals.mitra.db, member),
		belongs: member.organisations.size > 0,
		deleted: event.url.searchParams.has('deleted'),
	};
};

export const actions: Actions = {
	save: async (event) => {
		const form = await event.request.formData();
		const who = await actingMember(event, form);
		if ('held' in who) return fail(401, { held: who.held });
		const typed = { name: String(form.get('name') ?? ''), rhythm: String(form.get('rhythm') ?? ''), query: String(form.get('query') ?? '') };
		let id: string;
		try {
			const input = { name: nameInput(typed.name), rhythm: rhythmInput(typed.rhythm), request: requestInput(typed.query) };
			id = await saveSearch(event.locals.mitra, who.member, input);
		} catch (error) {
			if (!isExpectedError(error)) throw error;
			const problem = error.field ? { field: error.field, code: String(error.detail?.code ?? ''), limit: Number(error.detail?.limit ?? 0) } : null;
			return fail(error.status, { typed, problem, failed: error.code });
		}
		redirect(303, href(`/desk/searches/${id}?saved`));
	},
	letters: async (event) => {
		const form = await event.request.formData();
		const who = await actingMember(event, form);
		if ('held' in who) return fail(401, { held: who.held });
		const { mitra } = event.locals;
		try {
			const kept = (await viewSearches(mitra.db, who.member)).timeZone;
			await changePreference(mitra, who.member, { timeZone: zoneInput(form.get('timeZone'), kept), matchDigest: form.get('matchDigest') === 'on' });
		} catch (error) {
			if (!isExpectedError(error)) throw error;
			return fail(error.status, { failed: error.code });
		}
		return { kept: true };
	},
};
