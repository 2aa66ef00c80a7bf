import { fail } from '@sveltejs/kit';
import { askingOf, pageMember } from '#lib/server/accounts/acting-person.ts';
import { hasPassword } from '#lib/server/accounts/joining/queries.ts';
import { passCookies } from '#lib/server/accounts/pass-cookies.ts';
import { changePassword } from '#lib/server/accounts/reset-password.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({ hasPassword: await hasPassword(event.locals.mitra.db, pageMember(event).userId) });

export const actions: Actions = {
	/** Passwords are never carried by a page: whose session has ended signs in and types them again. */
	default: async (event) => {
		const member = pageMember(event);
		const form = await event.request.formData();
		const result = await changePassword(event.locals.mitra.accounts, member, {
			...askingOf(event),
			current: String(form.get('currentPassword') ?? ''),
			next: String(form.get('newPassword') ?? ''),
		});
		if ('refused' in result) return fail(429, { tooMany: true as const });
		if ('errors' in result) return fail(422, { errors: result.errors });
		passCookies(event.cookies, result.cookies);
		return { saved: true as const };
	},
};
