import { fail } from '@sveltejs/kit';
import { askingOf, pageMember } from '#lib/server/accounts/acting-person.ts';
import { endKey, KEY_DAYS, makeKey, parseKey, viewKeys } from '#lib/server/accounts/api-keys/api-keys.ts';
import { API_SCOPES } from '#lib/server/accounts/api-keys/scopes.ts';
import { hasPassword } from '#lib/server/accounts/joining/queries.ts';
import { confirmPerson } from '#lib/server/accounts/present-password.ts';
import { isExpectedError } from '#lib/server/platform/errors.ts';
import { isUuid } from '#lib/server/platform/uuid.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const member = pageMember(event);
	const { db, clock } = event.locals.mitra;
	return {
		keys: await viewKeys({ db }, member, clock()),
		scopes: API_SCOPES,
		days: KEY_DAYS,
		asksPassword: await hasPassword(db, member.userId),
		reference: '/api/v1/reference',
	};
};

export const actions: Actions = {
	/** Like passwords, keys are never carried by a page: whose session has ended signs in first. */
	make: async (event) => {
		const member = pageMember(event);
		const form = await event.request.formData();
		const { key, errors } = parseKey(form);
		if (errors.length > 0) return fail(422, { typed: key, errors });
		const { accounts } = event.locals.mitra;
		const asking = askingOf(event);
		const confirmed = await confirmPerson(accounts, member, { ...asking, password: String(form.get('currentPassword') ?? '') });
		if (!('confirmed' in confirmed)) return fail('errors' in confirmed ? 422 : 403, { typed: key, refused: confirmed });
		try {
			return { made: await makeKey(accounts, member, { ...key, now: asking.now }) };
		} catch (error) {
			if (!isExpectedError(error, 'conflict')) throw error;
			return fail(409, { typed: key, many: true as const });
		}
	},
	end: async (event) => {
		const member = pageMember(event);
		const id = String((await event.request.formData()).get('id') ?? '');
		if (isUuid(id)) await endKey(event.locals.mitra, member, { id, now: event.locals.mitra.clock() });
		return { ended: true as const };
	},
};
