import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import type { AccountsContext } from './accounts-context.ts';
import type { AccountError, PersonInput } from './input.ts';
import { claimUser, insertUser, isUnclaimed, userByEmail } from './joining/queries.ts';
import { passwordProblems } from './passwords/strength.ts';

export type PreparedAccount = { person: Pick<PersonInput, 'email' | 'name' | 'language'>; passwordHash: string };

/**
 * Makes an account from an invitation, in two steps, so that it stands in one transaction with the membership:
 *
 *   const prepared = await prepareInvitedAccount(context, { email: invitation.email, name, password, language });
 *   if ('errors' in prepared) return prepared;
 *   const made = await inTransaction(db, async (tx) => { …take the invitation…; return makeInvitedAccount(tx, prepared, now); });
 *   if ('userId' in made) cookies = await sessionFor(context, { ...asking, userId: made.userId, email: invitation.email });
 *
 * The address is proven by the invitation's token, which went to it; it must be the invitation's, never what a form says.
 */
export async function prepareInvitedAccount(context: AccountsContext, person: PersonInput): Promise<PreparedAccount | { errors: AccountError[] }> {
	const errors = await passwordProblems(person.password, 'password', [person.name, person.email]);
	if (errors.length > 0) return { errors };
	return { person, passwordHash: await context.hashing.hash(person.password) };
}

/**
 * One that was made at a desk for the address becomes the person's. `exists`: the address has an account; its owner signs in and
 * takes the invitation so.
 */
export async function makeInvitedAccount(tx: Transaction, { person, passwordHash }: PreparedAccount, now: Date): Promise<{ userId: string } | { exists: true }> {
	const there = await userByEmail(tx, person.email);
	if (there && !(await isUnclaimed(tx, there))) return { exists: true };
	if (there) await claimUser(tx, there.id, { ...person, passwordHash }, now);
	const userId = there?.id ?? (await insertUser(tx, { ...person, passwordHash }));
	await recordAudit(tx, { actor: { kind: 'operator', name: 'invitation' }, action: 'user.register', entity: 'user', entityId: userId });
	return { userId };
}
