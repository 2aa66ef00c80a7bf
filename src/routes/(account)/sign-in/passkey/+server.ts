import { json } from '@sveltejs/kit';
import { z } from 'zod';
import { askingOf } from '#lib/server/accounts/acting-person.ts';
import { homeOf } from '#lib/server/accounts/home.ts';
import { localPath } from '#lib/server/accounts/input.ts';
import { passCookies } from '#lib/server/accounts/pass-cookies.ts';
import { authenticationSchema } from '#lib/server/accounts/passkeys/input.ts';
import { relyingPartyOf } from '#lib/server/accounts/passkeys/relying-party.ts';
import { askToSignInWithPasskey, signInWithPasskey } from '#lib/server/accounts/passkeys/sign-in-with-passkey.ts';
import { actorOfUser } from '#lib/server/accounts/queries.ts';
import { href } from '#lib/ui/reader.ts';
import type { RequestHandler } from './$types';

const refused = (code: string, status: number) => json({ code }, { status });
const bodySchema = z.union([z.object({ ask: z.literal(true) }), z.object({ response: authenticationSchema, next: z.string().max(2000).optional() })]);

/** Two requests of the sign-in page's script: what the device is to sign, and what it signed. */
export const POST: RequestHandler = async (event) => {
	const { accounts, db } = event.locals.mitra;
	const site = relyingPartyOf(accounts.baseUrl, event.url.origin);
	const body = bodySchema.safeParse(await event.request.json().catch(() => null));
	if (!body.success) return refused('invalid_input', 422);
	if (!site || event.request.headers.get('origin') !== event.url.origin) return refused('forbidden', 403);
	if ('ask' in body.data) {
		const { options, cookie } = await askToSignInWithPasskey(accounts, { ...askingOf(event), site });
		passCookies(event.cookies, [cookie]);
		return json(options);
	}
	const result = await signInWithPasskey(accounts, { ...askingOf(event), site, response: body.data.response });
	if ('refused' in result) return refused(result.refused, result.refused === 'too_many' ? 429 : 401);
	passCookies(event.cookies, result.cookies);
	return json({ path: localPath(body.data.next, href(homeOf(await actorOfUser(db, result.userId)))) });
};
