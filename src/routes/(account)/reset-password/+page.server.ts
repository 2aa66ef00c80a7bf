import { fail, redirect } from '@sveltejs/kit';
import { askingOf } from '#lib/server/accounts/acting-person.ts';
import { passCookies } from '#lib/server/accounts/pass-cookies.ts';
import { resetPassword } from '#lib/server/accounts/reset-password.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url, setHeaders }) => {
	// The address holds the token: it goes to no other site, and into no cache.
	setHeaders({ 'cache-control': 'no-store' });
	return { token: url.searchParams.get('token') ?? '' };
};

export const actions: Actions = {
	default: async (event) => {
		const form = await event.request.formData();
		const result = await resetPassword(event.locals.mitra.accounts, {
			...askingOf(event),
			token: String(form.get('token') ?? ''),
			password: String(form.get('password') ?? ''),
		});
		if ('errors' in result) return fail(422, { errors: result.errors });
		if ('expired' in result) return fail(410, { expired: true });
		passCookies(event.cookies, result.cookies);
		redirect(303, href('/sign-in?reset'));
	},
};
