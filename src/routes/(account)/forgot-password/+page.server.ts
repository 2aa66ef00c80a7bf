import { fail } from '@sveltejs/kit';
import { cleanEmail, isEmail } from '#lib/server/accounts/input.ts';
import { askForReset } from '#lib/server/accounts/reset-password.ts';
import type { Actions } from './$types';

export const actions: Actions = {
	default: async ({ request, locals, getClientAddress }) => {
		const email = cleanEmail((await request.formData()).get('email'));
		if (!isEmail(email)) {
			const code = email === '' ? 'required' : 'email';
			return fail(422, { email, errors: [{ field: 'email', code }] });
		}
		const { auth, clock, configuration } = locals.mitra;
		const sent = await askForReset(auth, { email, headers: request.headers, place: getClientAddress(), now: clock() });
		return sent ? { email, done: true, outbox: !configuration.smtpUrl } : fail(429, { email, tooMany: true });
	},
};
