import { redirect } from '@sveltejs/kit';
import { passCookies } from '#lib/server/accounts/pass-cookies.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => {
	if (locals.actor.kind !== 'member') redirect(303, href('/sign-in'));
};

export const actions: Actions = {
	default: async ({ request, locals, cookies }) => {
		if (locals.actor.kind === 'member') {
			const response = await locals.mitra.auth.api.signOut({ headers: request.headers, asResponse: true });
			passCookies(cookies, response.headers.getSetCookie());
		}
		redirect(303, href('/sign-in?out'));
	},
};
