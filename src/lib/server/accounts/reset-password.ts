import { AttemptLimit } from './attempt-limit.ts';
import type { Auth } from './auth.ts';
import { isEmail, passwordErrors, type AccountError } from './input.ts';

const HOUR = 60 * 60_000;
/** Letters that one address may be sent, and that one place may ask for, in an hour. */
const byEmail = new AttemptLimit({ most: 5, windowMs: HOUR });
const byPlace = new AttemptLimit({ most: 60, windowMs: HOUR });

/**
 * Sends a link for a new password, where an account has this address; who asks is told the same either way. Answers
 * false where there were too many requests.
 */
export async function askForReset(
	auth: Auth,
	input: { email: string; headers: Headers; place: string; now: Date },
): Promise<boolean> {
	const now = input.now.getTime();
	const allowed = [byEmail.allow(input.email, now), byPlace.allow(input.place, now)];
	if (allowed.includes(false)) return false;
	if (isEmail(input.email)) await auth.api.requestPasswordReset({ body: { email: input.email }, headers: input.headers });
	return true;
}

/** Sets a new password with the token of the letter; every session of the account ends. A token works once. */
export async function resetPassword(
	auth: Auth,
	input: { token: string; password: string; headers: Headers },
): Promise<{ done: true } | { errors: AccountError[] } | { expired: true }> {
	const errors = passwordErrors(input.password, 'password');
	if (errors.length > 0) return { errors };
	if (input.token === '' || input.token.length > 200) return { expired: true };
	const response = await auth.api.resetPassword({
		body: { newPassword: input.password, token: input.token },
		headers: input.headers,
		asResponse: true,
	});
	if (response.ok) return { done: true };
	if (response.status >= 500) throw new Error(`The new password answered ${response.status}.`);
	return { expired: true };
}

/** Changes the password of the person signed in; other sessions end, and the cookies carry this one on. */
export async function changePassword(
	auth: Auth,
	input: { current: string; next: string; headers: Headers },
): Promise<{ cookies: string[] } | { errors: AccountError[] }> {
	const errors = passwordErrors(input.next, 'newPassword');
	if (input.current === '') errors.unshift({ field: 'currentPassword', code: 'required' });
	if (errors.length > 0) return { errors };
	const response = await auth.api.changePassword({
		body: { currentPassword: input.current, newPassword: input.next, revokeOtherSessions: true },
		headers: input.headers,
		asResponse: true,
	});
	if (response.ok) return { cookies: response.headers.getSetCookie() };
	if (response.status >= 500) throw new Error(`The password change answered ${response.status}.`);
	return { errors: [{ field: 'currentPassword', code: 'password_wrong' }] };
}
