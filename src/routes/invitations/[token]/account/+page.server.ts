import { fail, redirect } from '@sveltejs/kit';
import { LANGUAGES } from '#lib/engines/text/language.ts';
import { askingOf } from '#lib/server/accounts/acting-person.ts';
import { cleanLine, type AccountError } from '#lib/server/accounts/input.ts';
import { passCookies } from '#lib/server/accounts/pass-cookies.ts';
import { joinWithNewAccount, viewInvitation } from '#lib/server/membership/staff/invite.ts';
import { isExpectedError } from '#lib/server/platform/errors.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

const NAME_MOST = 200;

export const load: PageServerLoad = async ({ params, locals, setHeaders }) => {
	setHeaders({ 'referrer-policy': 'no-referrer' });
	const view = await viewInvitation(locals.mitra, locals.actor, params.token.slice(0, 200));
	// The page of the invitation says what is wrong with one that is not open, and asks who is signed in just to join.
	if (view?.state !== 'open' || locals.actor.kind === 'member') redirect(303, href(`/invitations/${params.token}`));
	return { email: view.email, language: locals.language, names: view.organisation.names };
};

export const actions: Actions = {
	default: async (event) => {
		const form = await event.request.formData();
		const name = cleanLine(form.get('name'));
		const language = LANGUAGES.find((each) => each === form.get('language')) ?? event.locals.language;
		const values = { name, language };
		const errors: AccountError[] = name === '' ? [{ field: 'name', code: 'required' }] : [...name].length > NAME_MOST ? [{ field: 'name', code: 'too_long', limit: NAME_MOST }] : [];
		if (errors.length > 0) return fail(422, { values, errors, exists: false });
		try {
			const result = await joinWithNewAccount(event.locals.mitra, { ...askingOf(event), token: event.params.token.slice(0, 200), name, password: String(form.get('password') ?? ''), language });
			if ('errors' in result) return fail(422, { values, errors: result.errors, exists: false });
			if ('exists' in result) return fail(409, { values, errors: [], exists: true });
			passCookies(event.cookies, result.cookies);
			redirect(303, href(`/desk/organisation/${result.slug}`));
		} catch (error) {
			if (isExpectedError(error)) redirect(303, href(`/invitations/${event.params.token}`));
			throw error;
		}
	},
};
