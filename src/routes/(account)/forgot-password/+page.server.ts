import { fail } from '@sveltejs/kit';
import { askingOf } from '#lib/server/accounts/acting-person.ts';
import { cleanEmail, isEmail } from '#lib/server/accounts/input.ts';
import { askForReset } from '#lib/server/accounts/reset-password.ts';
import type { Actions } from './$types';

export const actions: Actions = {
	default: async (event) => {
		const email = cleanEmail((await event.request.formData()).get('email'));
		if (!isEmail(email)) {
			const code = email === '' ? 'required' : 'email';
			return fail(422, { email, errors: [{ field: 'email', code }] });
		}
		const { accounts, configuration } = event.locals.mitra;
		const sent = await askForReset(accounts, { ...askingOf(event), email });
		return sent ? { email, done: true, outbox: !configuration.smtpUrl } : fail(429, { email, tooMany: true });
	},
};
