import { fail, redirect } from '@sveltejs/kit';
import { resetPassword } from '#lib/server/accounts/reset-password.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url, setHeaders }) => {
	// The address holds the token: it goes to no other site, and into no cache.
	setHeaders({ 'cache-control': 'no-store' });
	return { token: url.searchParams.get('token') ?? '' };
};

export const actions: Actions = {
	default: async ({ request, locals }) => {
		const form = await request.formData();
		const result = await resetPassword(locals.mitra.auth, {
			token: String(form.get('token') ?? ''),
			password: String(form.get('password') ?? ''),
			headers: request.headers,
		});
		if ('errors' in result) return fail(422, { errors: result.errors });
		if ('expired' in result) return fail(410, { expired: true });
		redirect(303, href('/sign-in?reset'));
	},
};
