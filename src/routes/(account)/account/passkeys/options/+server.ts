import { json } from '@sveltejs/kit';
import { z } from 'zod';
import { askingOf } from '#lib/server/accounts/acting-person.ts';
import { passCookies } from '#lib/server/accounts/pass-cookies.ts';
import { addPasskey, askForPasskey } from '#lib/server/accounts/passkeys/add-passkey.ts';
import { registrationSchema } from '#lib/server/accounts/passkeys/input.ts';
import { relyingPartyOf } from '#lib/server/accounts/passkeys/relying-party.ts';
import { confirmPerson } from '#lib/server/accounts/present-password.ts';
import { isExpectedError } from '#lib/server/platform/errors.ts';
import type { RequestHandler } from './$types';

const refused = (code: string, status: number) => json({ code }, { status });
const bodySchema = z.union([
	z.object({ ask: z.literal(true), password: z.string().max(1000) }),
	z.object({ response: registrationSchema, name: z.string().max(400) }),
]);

/** Two requests of the page's script: what the device is to make, and what it made. */
export const POST: RequestHandler = async (event) => {
	const { actor, mitra } = event.locals;
	const { accounts } = mitra;
	if (actor.kind !== 'member') return refused('unauthenticated', 401);
	const site = relyingPartyOf(accounts.baseUrl, event.url.origin);
	const body = bodySchema.safeParse(await event.request.json().catch(() => null));
	if (!body.success) return refused('invalid_input', 422);
	if (!site || event.request.headers.get('origin') !== event.url.origin) return refused('forbidden', 403);
	const asking = { ...askingOf(event), site };
	try {
		if ('ask' in body.data) {
			const confirmed = await confirmPerson(accounts, actor, { ...asking, password: body.data.password });
			if ('errors' in confirmed) return refused('password_wrong', 403);
			if ('refused' in confirmed) return refused(confirmed.refused, confirmed.refused === 'too_many' ? 429 : 403);
			const { options, cookie } = await askForPasskey(accounts, actor, asking);
			passCookies(event.cookies, [cookie]);
			return json(options);
		}
		await addPasskey(accounts, actor, { ...asking, ...body.data });
		return json({ added: true });
	} catch (error) {
		if (!isExpectedError(error)) throw error;
		return refused(error.code === 'forbidden' ? 'forbidden' : 'refused', error.status);
	}
};
