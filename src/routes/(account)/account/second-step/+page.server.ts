import { fail, type ActionFailure } from '@sveltejs/kit';
import { askingOf, pageMember } from '#lib/server/accounts/acting-person.ts';
import { hasPassword } from '#lib/server/accounts/joining/queries.ts';
import { passCookies } from '#lib/server/accounts/pass-cookies.ts';
import type { Confirmed } from '#lib/server/accounts/present-password.ts';
import { offerSecondFactor, renewRecoveryCodes, turnOffSecondFactor, turnOnSecondFactor } from '#lib/server/accounts/second-factor/change-second-factor.ts';
import { hasSecondFactor } from '#lib/server/accounts/second-factor/queries.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
	const { userId } = pageMember(event);
	const { db } = event.locals.mitra;
	return { on: await hasSecondFactor(db, userId), asksPassword: await hasPassword(db, userId) };
};

async function inputOf(event: RequestEvent) {
	const form = await event.request.formData();
	return { form, asking: { ...askingOf(event), password: String(form.get('currentPassword') ?? '') } };
}

type Refused = Exclude<Confirmed, { confirmed: true }>;
type Part = 'begin' | 'off' | 'codes';

function refusal(part: Part, refused: Refused): ActionFailure<{ part: Part; refused: Refused }> {
	return fail('errors' in refused ? 422 : refused.refused === 'too_many' ? 429 : 403, { part, refused });
}

export const actions: Actions = {
	begin: async (event) => {
		const member = pageMember(event);
		const result = await offerSecondFactor(event.locals.mitra.accounts, member, (await inputOf(event)).asking);
		return 'qr' in result ? { offer: result } : refusal('begin', result);
	},
	on: async (event) => {
		const member = pageMember(event);
		const { form, asking } = await inputOf(event);
		const result = await turnOnSecondFactor(event.locals.mitra.accounts, member, { ...asking, code: String(form.get('code') ?? '') });
		if ('refused' in result) return fail(result.refused === 'too_many' ? 429 : 422, { wrongCode: result.refused });
		passCookies(event.cookies, result.cookies);
		return { switched: true as const };
	},
	off: async (event) => {
		const member = pageMember(event);
		const result = await turnOffSecondFactor(event.locals.mitra.accounts, member, (await inputOf(event)).asking);
		if (!('cookies' in result)) return refusal('off', result);
		passCookies(event.cookies, result.cookies);
		return { switched: true as const };
	},
	codes: async (event) => {
		const member = pageMember(event);
		const result = await renewRecoveryCodes(event.locals.mitra.accounts, member, (await inputOf(event)).asking);
		return 'recoveryCodes' in result ? { recoveryCodes: result.recoveryCodes } : refusal('codes', result);
	},
};
