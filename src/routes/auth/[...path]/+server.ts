import { json, type RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { cleanEmail } from '#lib/server/accounts/input.ts';
import { signIn } from '#lib/server/accounts/sign-in.ts';
import type { RequestHandler } from './$types';

/**
 * Signing in and out for clients of the API. Everything else that the account library offers (registration, names,
 * passwords) goes through our forms, which check what comes in and count attempts; its own addresses would be a way round.
 */
const LIBRARY = new Set(['GET get-session', 'POST sign-out']);

const credentials = z.object({ email: z.string().max(254), password: z.string().min(1).max(1000) });

const answer: RequestHandler = async (event) => {
	const address = `${event.request.method} ${event.params.path}`;
	if (address === 'POST sign-in/email') return signInWithJson(event);
	if (LIBRARY.has(address)) return event.locals.mitra.auth.handler(event.request);
	return json({ code: 'not_found', message: 'There is no such address.' }, { status: 404 });
};

/** The same use case as the form's, so that the same attempts are counted. The answer carries the session's cookie. */
async function signInWithJson({ request, locals, getClientAddress }: RequestEvent): Promise<Response> {
	const input = credentials.safeParse(await request.json().catch(() => null));
	if (!input.success) return json({ code: 'invalid_input', message: 'The body is {"email", "password"} as JSON.' }, { status: 422 });
	const { auth, clock } = locals.mitra;
	const result = await signIn(auth, {
		email: cleanEmail(input.data.email),
		password: input.data.password,
		headers: request.headers,
		place: getClientAddress(),
		now: clock(),
	});
	if ('refused' in result && result.refused === 'too_many')
		return json({ code: 'rate_limited', message: 'Too many attempts. Try again in ten minutes.' }, { status: 429 });
	if ('refused' in result) return json({ code: 'unauthenticated', message: 'E-mail or password is wrong.' }, { status: 401 });
	const response = json({ userId: result.userId });
	for (const cookie of result.cookies) response.headers.append('set-cookie', cookie);
	return response;
}

export const GET = answer;
export const POST = answer;
