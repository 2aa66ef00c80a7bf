import { fail } from '@sveltejs/kit';
import { actingMember, askingOf, asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { hasPassword } from '#lib/server/accounts/joining/queries.ts';
import { removePasskey } from '#lib/server/accounts/passkeys/add-passkey.ts';
import { passkeysOf } from '#lib/server/accounts/passkeys/queries.ts';
import { relyingPartyOf } from '#lib/server/accounts/passkeys/relying-party.ts';
import { confirmPerson } from '#lib/server/accounts/present-password.ts';
import { isUuid } from '#lib/server/platform/uuid.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { passkeys: null };
	const member = pageMember(event);
	const { db, accounts } = event.locals.mitra;
	const site = relyingPartyOf(accounts.baseUrl, event.url.origin);
	return {
		passkeys: (await passkeysOf(db, member.userId)).map(({ id, name, createdAt, lastUsedAt, backedUp }) => ({ id, name, createdAt, lastUsedAt, backedUp })),
		asksPassword: await hasPassword(db, member.userId),
		added: event.url.searchParams.has('added'),
		usable: site !== undefined,
		otherAddress: site ? null : `http://localhost:${event.url.port}${event.url.pathname}`,
	};
};

export const actions: Actions = {
	remove: async (event) => {
		const form = await event.request.formData();
		const who = await actingMember(event, form);
		if ('held' in who) return fail(401, { held: who.held });
		const id = String(form.get('id') ?? '');
		const { accounts } = event.locals.mitra;
		const confirmed = await confirmPerson(accounts, who.member, { ...askingOf(event), password: String(form.get('currentPassword') ?? '') });
		if (!('confirmed' in confirmed)) return fail('errors' in confirmed ? 422 : 403, { id, refused: confirmed });
		if (isUuid(id)) await removePasskey(accounts, who.member, id);
		return { removed: true as const };
	},
};
