import { fail, redirect } from '@sveltejs/kit';
import { LANGUAGES } from '#lib/engines/text/language.ts';
import { LISTING_KINDS } from '#lib/listings/vocabulary.ts';
import { actingMember, asksToSignIn, heldForm, pageMember } from '#lib/server/accounts/acting-person.ts';
import { writesFor } from '#lib/server/accounts/actor.ts';
import { startDraft } from '#lib/server/listings/start-draft.ts';
import { organisationsById } from '#lib/server/network/queries.ts';
import { isExpectedError } from '#lib/server/platform/errors.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { organisations: [], language: event.locals.language };
	const member = pageMember(event);
	const ids = [...member.organisations.keys()].filter((id) => writesFor(member, id));
	const organisations = await organisationsById(event.locals.mitra.db, ids);
	return { organisations: organisations.map(({ id, names, state }) => ({ id, names, state })), language: member.language };
};

export const actions: Actions = {
	default: async (event) => {
		const form = await event.request.formData();
		const who = await actingMember(event, form);
		if ('held' in who) return fail(401, { held: who.held });
		const values = { kind: String(form.get('kind') ?? ''), language: String(form.get('language') ?? ''), organisation: String(form.get('organisation') ?? '') };
		const kind = LISTING_KINDS.find((each) => each === values.kind);
		const language = LANGUAGES.find((each) => each === values.language);
		const organisation = [...who.member.organisations.keys()].find((id) => id === values.organisation && writesFor(who.member, id));
		const wrong = (field: string, value: string) => ({ field, code: value === '' ? 'required' : 'not_allowed' });
		const errors = [
			...(kind ? [] : [wrong('kind', values.kind)]),
			...(organisation ? [] : [wrong('organisation', values.organisation)]),
			...(language ? [] : [wrong('language', values.language)]),
		];
		if (!kind || !language || !organisation) return fail(422, { values, errors });
		let id: string;
		try {
			id = (await startDraft(event.locals.mitra.db, who.member, { kind, language, organisationId: organisation })).id;
		} catch (error) {
			if (!isExpectedError(error)) throw error;
			return fail(401, { held: heldForm(event, form, 'other') });
		}
		redirect(303, href(`/desk/listings/${id}`));
	},
};
