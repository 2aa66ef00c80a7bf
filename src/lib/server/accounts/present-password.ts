import type { AccountsContext, Asking } from './accounts-context.ts';
import type { Member } from './acting-person.ts';
import { spend } from './attempts/budgets.ts';
import type { AccountError } from './input.ts';
import { passwordHashOf, sessionById } from './joining/queries.ts';

/** A session counts as fresh for so long, where an account has no password to ask for. */
const FRESH_MS = 15 * 60_000;

export type Confirmed = { confirmed: true } | { errors: AccountError[] } | { refused: 'too_many' | 'sign_in_anew' };

/**
 * Before anything that changes how one gets into an account: the present password once more, so that a session left open
 * is not enough. Who has none (passkeys, an institution) must have signed in just now.
 */
export async function confirmPerson(context: AccountsContext, member: Member, input: Asking & { password: string }): Promise<Confirmed> {
	const hash = await passwordHashOf(context.db, member.userId);
	if (hash === null) {
		const session = member.origin?.sessionId ? await sessionById(context.db, member.origin.sessionId) : undefined;
		const fresh = session !== undefined && input.now.getTime() - session.createdAt.getTime() < FRESH_MS;
		return fresh ? { confirmed: true } : { refused: 'sign_in_anew' };
	}
	if (input.password === '') return { errors: [{ field: 'currentPassword', code: 'required' }] };
	if (!(await spend(context.db, 'present-password', [member.userId], input.now))) return { refused: 'too_many' };
	if (input.password.length <= 1000 && (await context.hashing.verify({ hash, password: input.password }))) return { confirmed: true };
	return { errors: [{ field: 'currentPassword', code: 'password_wrong' }] };
}
