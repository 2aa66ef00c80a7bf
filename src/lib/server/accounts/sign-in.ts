import { AttemptLimit } from './attempt-limit.ts';
import type { Auth } from './auth.ts';
import { isEmail } from './input.ts';

const TEN_MINUTES = 10 * 60_000;

/** Attempts for one address, wherever they come from, and from one place for any address. */
export interface SignInLimits {
	email: AttemptLimit;
	place: AttemptLimit;
}

export function createSignInLimits(): SignInLimits {
	return {
		email: new AttemptLimit({ most: 10, windowMs: TEN_MINUTES }),
		place: new AttemptLimit({ most: 200, windowMs: TEN_MINUTES }),
	};
}

/** The limits of this process. */
const processLimits = createSignInLimits();

export interface SignInAttempt {
	email: string;
	password: string;
	headers: Headers;
	/** The network address that the attempt comes from. */
	place: string;
	now: Date;
}

export type SignInResult = { userId: string; cookies: string[] } | { refused: 'wrong' | 'too_many' };

/**
 * Signs in with e-mail and password; the cookies are Set-Cookie lines. A wrong password and an unknown address are one
 * answer, and too many attempts are refused alike for both.
 */
export async function signIn(auth: Auth, attempt: SignInAttempt, limits = processLimits): Promise<SignInResult> {
	const now = attempt.now.getTime();
	if (!limits.place.allow(attempt.place, now)) return { refused: 'too_many' };
	// What is no address is not counted as one: the counter would remember whatever anybody sends.
	if (!isEmail(attempt.email) || attempt.password === '') return { refused: 'wrong' };
	if (!limits.email.allow(attempt.email, now)) return { refused: 'too_many' };
	const response = await auth.api.signInEmail({
		body: { email: attempt.email, password: attempt.password, rememberMe: true },
		headers: attempt.headers,
		asResponse: true,
	});
	if (response.status >= 500) throw new Error(`Signing in answered ${response.status}.`);
	if (!response.ok) return { refused: 'wrong' };
	limits.email.forget(attempt.email);
	const { user } = (await response.json()) as { user: { id: string } };
	return { userId: user.id, cookies: response.headers.getSetCookie() };
}
