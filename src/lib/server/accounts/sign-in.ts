import type { AccountsContext, Asking } from './accounts-context.ts';
import { giveBack, placeOf, spend, startAnew } from './attempts/budgets.ts';
import { deviceCookie, knownDevice } from './attempts/known-device.ts';
import { tellOfNewDevice } from './attempts/new-device.ts';
import { headersFor } from './auth.ts';
import { isEmail } from './input.ts';
import { userById } from './joining/queries.ts';
import { askForAddressProof } from './prove-address.ts';

export interface SignInAttempt extends Asking {
	email: string;
	password: string;
}

export type SignInResult =
	| { userId: string; cookies: string[] }
	/** The password is right; the second factor is asked for next, and the cookies remember that. */
	| { second: true; cookies: string[] }
	| { refused: 'wrong' | 'too_many' | 'unverified' };

/**
 * Signs in with e-mail and password; the cookies are Set-Cookie lines. A wrong password and an unknown address are one
 * answer and the same work, and too many attempts are refused alike for both.
 */
export async function signIn(context: AccountsContext, attempt: SignInAttempt): Promise<SignInResult> {
	// What is no address is not counted as one: the counter would remember whatever anybody sends.
	if (!isEmail(attempt.email) || attempt.password === '') return { refused: 'wrong' };
	const { db, secret } = context;
	const device = knownDevice(secret, attempt.headers, attempt.email);
	if (!(await mayTry(context, attempt, device))) return { refused: 'too_many' };
	const response = await context.auth.api.signInEmail({
		body: { email: attempt.email, password: attempt.password, rememberMe: true },
		headers: headersFor(attempt),
		asResponse: true,
	});
	if (response.status >= 500) throw new Error(`Signing in answered ${response.status}.`);
	const answer = (await response.json()) as { user?: { id: string }; twoFactorRedirect?: true; code?: string };
	if (!response.ok && answer.code !== 'EMAIL_NOT_VERIFIED') return { refused: 'wrong' };
	await startAnew(db, 'sign-in-address-place', [attempt.email, placeOf(attempt.place)]);
	if (device) await startAnew(db, 'sign-in-device', [device, attempt.email]);
	else await giveBack(db, 'sign-in-address-everywhere', [attempt.email]);
	if (!response.ok) {
		await askForAddressProof(context, attempt);
		return { refused: 'unverified' };
	}
	const cookies = response.headers.getSetCookie();
	if (answer.twoFactorRedirect || !answer.user) return { second: true, cookies };
	const person = await userById(db, answer.user.id);
	if (person) await tellOfNewDevice(context, attempt, person);
	return { userId: answer.user.id, cookies: [...cookies, deviceCookie(secret, attempt.headers, attempt.email, isSecure(context))] };
}

async function mayTry({ db }: AccountsContext, attempt: SignInAttempt, device: string | undefined): Promise<boolean> {
	const { email, now } = attempt;
	if (device) return spend(db, 'sign-in-device', [device, email], now);
	const place = placeOf(attempt.place);
	return (
		(await spend(db, 'sign-in-place', [place], now)) &&
		(await spend(db, 'sign-in-address-place', [email, place], now)) &&
		(await spend(db, 'sign-in-address-everywhere', [email], now))
	);
}

export function isSecure(context: AccountsContext): boolean {
	return context.baseUrl.startsWith('https:');
}
