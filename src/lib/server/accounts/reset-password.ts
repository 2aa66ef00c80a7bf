import { recordAudit } from '#lib/server/platform/audit.ts';
import { inTransaction } from '#lib/server/platform/database.ts';
import { mailSafetyNews } from './account-mails.ts';
import type { AccountsContext, Asking } from './accounts-context.ts';
import type { Member } from './acting-person.ts';
import { spend } from './attempts/budgets.ts';
import { deviceCookie } from './attempts/known-device.ts';
import { mayAskForLetter } from './attempts/letters.ts';
import { headersFor } from './auth.ts';
import { isEmail, type AccountError } from './input.ts';
import { personOfReset, userById } from './joining/queries.ts';
import { passwordProblems } from './passwords/strength.ts';
import { isSecure } from './sign-in.ts';
import { refuseInSupport } from './support/refuse-in-support.ts';
import { resetLetterKey } from './task-keys.ts';

/** Tokens as the account library makes them. */
const TOKEN = /^[\w-]{1,200}$/;

/**
 * Asks for a link for a new password. Whether an account has this address is looked up by a job, so that who asks is told
 * the same after the same work. Answers false where there were too many requests.
 */
export async function askForReset(context: AccountsContext, input: Asking & { email: string }): Promise<boolean> {
	const may = await mayAskForLetter(context, input);
	if (may === 'yes' && isEmail(input.email)) await context.jobs.enqueue(resetLetterKey, { email: input.email });
	return may !== 'too_many';
}

/** Writes the letter that was asked for, where an account has the address. */
export async function sendResetLetter(context: Pick<AccountsContext, 'auth'>, email: string): Promise<void> {
	await context.auth.api.requestPasswordReset({ body: { email } });
}

/**
 * Sets a new password with the token of the letter; every session of the account ends. A token works once. The device is
 * known from then on: whoever reads the letters of the address is let in, however often others have tried.
 */
export async function resetPassword(
	context: AccountsContext,
	input: Asking & { token: string; password: string },
): Promise<{ cookies: string[] } | { errors: AccountError[] } | { expired: true }> {
	const person = !TOKEN.test(input.token) ? undefined : await personOfReset(context.db, input.token);
	const errors = await passwordProblems(input.password, 'password', person ? [person.name, person.email] : []);
	if (errors.length > 0) return { errors };
	if (!person) return { expired: true };
	const response = await context.auth.api.resetPassword({
		body: { newPassword: input.password, token: input.token },
		headers: headersFor(input),
		asResponse: true,
	});
	if (response.status >= 500) throw new Error(`The new password answered ${response.status}.`);
	if (!response.ok) return { expired: true };
	await recordAudit(context.db, { actor: { kind: 'operator', name: 'password-letter' }, action: 'user.reset-password', entity: 'user', entityId: person.id });
	return { cookies: [deviceCookie(context.secret, input.headers, person.email, isSecure(context))] };
}

/** Changes the password of the person signed in; other sessions end, and the cookies carry this one on. */
export async function changePassword(
	context: AccountsContext,
	member: Member,
	input: Asking & { current: string; next: string },
): Promise<{ cookies: string[] } | { errors: AccountError[] } | { refused: 'too_many' }> {
	refuseInSupport(member);
	const errors = await passwordProblems(input.next, 'newPassword', [member.name, member.email]);
	if (input.current === '') errors.unshift({ field: 'currentPassword', code: 'required' });
	if (errors.length > 0) return { errors };
	if (!(await spend(context.db, 'present-password', [member.userId], input.now))) return { refused: 'too_many' };
	const response = await context.auth.api.changePassword({
		body: { currentPassword: input.current, newPassword: input.next, revokeOtherSessions: true },
		headers: headersFor(input),
		asResponse: true,
	});
	if (response.status >= 500) throw new Error(`The password change answered ${response.status}.`);
	if (!response.ok) return { errors: [{ field: 'currentPassword', code: 'password_wrong' }] };
	await inTransaction(context.db, async (tx) => {
		const person = await userById(tx, member.userId);
		if (person) await mailSafetyNews(tx, context.jobs, person, 'password', context);
		await recordAudit(tx, { actor: member, action: 'user.change-password', entity: 'user', entityId: member.userId });
	});
	return { cookies: response.headers.getSetCookie() };
}
