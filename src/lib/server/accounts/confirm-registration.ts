import { recordAudit } from '#lib/server/platform/audit.ts';
import { inTransaction } from '#lib/server/platform/database.ts';
import { isExpectedError } from '#lib/server/platform/errors.ts';
import type { AccountsContext, Asking } from './accounts-context.ts';
import { placeOf, spend } from './attempts/budgets.ts';
import { foundOrganisation } from './found-organisation.ts';
import type { OrganisationInput } from './input.ts';
import { claimUser, insertUser, isUnclaimed, registrationByToken, takeRegistration, userByEmail } from './joining/queries.ts';
import { sessionFor } from './session-for.ts';
import { hashOf } from './tokens.ts';

export type ConfirmResult =
	| { userId: string; cookies: string[] }
	| { refused: 'wrong' | 'too_many' }
	/** The link is too old or was used, or the address has an account by now. */
	| { gone: true };

/** Whose registration a link is for, while it is valid. */
export async function registrationOf({ db }: AccountsContext, token: string, now: Date): Promise<{ email: string; name: string } | undefined> {
	const found = token === '' ? undefined : await registrationByToken(db, hashOf(token), now);
	return found && { email: found.email, name: found.name };
}

/**
 * Makes the account of a registration, with the link of its letter and the password that was chosen then: so the mailbox's
 * owner and who registered are one; one that was made at a desk for the address becomes theirs. With it comes the entry of the organisation; where that fails the account stands, and
 * the account page offers it again. The person is signed in.
 */
export async function confirmRegistration(context: AccountsContext, input: Asking & { token: string; password: string }): Promise<ConfirmResult> {
	const { db } = context;
	const found = await registrationByToken(db, hashOf(input.token), input.now);
	if (!found) return { gone: true };
	const place = placeOf(input.place);
	if (!(await spend(db, 'sign-in-address-place', [found.email, place], input.now))) return { refused: 'too_many' };
	if (!(await context.hashing.verify({ hash: found.passwordHash, password: input.password }))) return { refused: 'wrong' };
	const userId = await inTransaction(db, async (tx) => {
		const there = await userByEmail(tx, found.email);
		if (!(await takeRegistration(tx, found)) || (there && !(await isUnclaimed(tx, there)))) return undefined;
		if (there) await claimUser(tx, there.id, found, input.now);
		const id = there?.id ?? (await insertUser(tx, found));
		await recordAudit(tx, { actor: { kind: 'operator', name: 'registration' }, action: 'user.register', entity: 'user', entityId: id });
		return id;
	});
	if (!userId) return { gone: true };
	if (found.organisation) await enterOrganisation(context, { userId, name: found.name }, found.organisation as OrganisationInput);
	return { userId, cookies: await sessionFor(context, { ...input, userId, email: found.email }) };
}

async function enterOrganisation(context: AccountsContext, person: { userId: string; name: string }, organisation: OrganisationInput): Promise<void> {
	try {
		await foundOrganisation(context, person, organisation);
	} catch (error) {
		if (!isExpectedError(error)) throw error;
	}
}
