import { json, type RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { askingOf } from '#lib/server/accounts/acting-person.ts';
import { cleanEmail } from '#lib/server/accounts/input.ts';
import { passSecondFactor } from '#lib/server/accounts/second-factor/pass-second-factor.ts';
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
	if (address === 'POST sign-in/second') return secondWithJson(event);
	if (LIBRARY.has(address)) return event.locals.mitra.auth.handler(event.request);
	return json({ code: 'not_found', message: 'There is no such address.' }, { status: 404 });
};

const secondStep = z.object({ code: z.string().min(1).max(100) });

/** The same use case as the form's, so that the same attempts are counted. The answer carries the session's cookie. */
async function signInWithJson(event: RequestEvent): Promise<Response> {
	const input = credentials.safeParse(await event.request.json().catch(() => null));
	if (!input.success) return json({ code: 'invalid_input', message: 'The body is {"email", "password"} as JSON.' }, { status: 422 });
	const result = await signIn(event.locals.mitra.accounts, { ...askingOf(event), email: cleanEmail(input.data.email), password: input.data.password });
	if ('refused' in result) return refusal(result.refused);
	if ('second' in result) return withCookies({ next: '/auth/sign-in/second', message: 'Send {"code"} of the second factor with the cookies of this answer.' }, result.cookies);
	return withCookies({ userId: result.userId }, result.cookies);
}

async function secondWithJson(event: RequestEvent): Promise<Response> {
	const input = secondStep.safeParse(await event.request.json().catch(() => null));
	if (!input.success) return json({ code: 'invalid_input', message: 'The body is {"code"} as JSON.' }, { status: 422 });
	const result = await passSecondFactor(event.locals.mitra.accounts, { ...askingOf(event), code: input.data.code, remember: false });
	return 'refused' in result ? refusal(result.refused) : withCookies({ userId: result.userId }, result.cookies);
}

const REFUSALS = {
	wrong: { code: 'unauthenticated', message: 'What was sent does not fit together.', status: 401 },
	gone: { code: 'unauthenticated', message: 'The first step was too long ago; begin with e-mail and password.', status: 401 },
	unverified: { code: 'forbidden', message: 'The address is not proven yet; a letter with a link is on its way.', status: 403 },
	too_many: { code: 'rate_limited', message: 'Too many attempts. Try again in ten minutes.', status: 429 },
} as const;

function refusal(reason: keyof typeof REFUSALS): Response {
	const { status, ...body } = REFUSALS[reason];
	return json(body, { status });
}

function withCookies(body: object, cookies: readonly string[]): Response {
	const response = json(body);
	for (const cookie of cookies) response.headers.append('set-cookie', cookie);
	return response;
}

export const GET = answer;
export const POST = answer;
