import { recordAudit } from '#lib/server/platform/audit.ts';
import { inTransaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { mailAddressProof, mailAlreadyRegistered, mailRegisteredAtDesk, mailSafetyNews } from './account-mails.ts';
import type { AccountsContext, Asking } from './accounts-context.ts';
import type { Member } from './acting-person.ts';
import { mayAskForLetter } from './attempts/letters.ts';
import { addressProofByToken, deleteAddressProofs, insertAddressProof, isUnclaimed, updateAddress, userByEmail, userById } from './joining/queries.ts';
import { accountRules } from './rules.ts';
import { hashOf, newToken } from './tokens.ts';

const PROOF_MS = 24 * 60 * 60_000;

/** Sends a link to an address that an account has and nobody has proven. */
export async function askForAddressProof(context: AccountsContext, asking: Asking & { email: string }): Promise<void> {
	if ((await mayAskForLetter(context, asking)) !== 'yes') return;
	await inTransaction(context.db, async (tx) => {
		const owner = await userByEmail(tx, asking.email);
		if (!owner) return;
		const token = newToken();
		await insertAddressProof(tx, { tokenHash: hashOf(token), userId: owner.id, email: owner.email, expiresAt: new Date(asking.now.getTime() + PROOF_MS) });
		await mailAddressProof(tx, context.jobs, owner, { baseUrl: context.baseUrl, token });
	});
}

/**
 * Asks for another address of an account: it changes when the link that goes there is opened. Where the address has an
 * account of its own, its owner gets a letter instead, or who was registered with it at a desk, and who asks is told the same.
 */
export async function changeAddress(context: AccountsContext, member: Member, input: Asking & { email: string }): Promise<'asked' | 'too_many'> {
	if (!accountRules.secure(member, member)) throw new ExpectedError('forbidden', 'An address is the person’s own affair.');
	const may = await mayAskForLetter(context, input);
	if (may === 'too_many') return 'too_many';
	if (may === 'enough') return 'asked';
	await inTransaction(context.db, async (tx) => {
		const owner = await userByEmail(tx, input.email);
		const token = newToken();
		await deleteAddressProofs(tx, member.userId);
		await insertAddressProof(tx, { tokenHash: hashOf(token), userId: member.userId, email: input.email, expiresAt: new Date(input.now.getTime() + PROOF_MS) });
		if (owner && (await isUnclaimed(tx, owner))) await mailRegisteredAtDesk(tx, context.jobs, owner, context);
		else if (owner) await mailAlreadyRegistered(tx, context.jobs, owner, { baseUrl: context.baseUrl, next: '' });
		else await mailAddressProof(tx, context.jobs, { ...member, email: input.email }, { baseUrl: context.baseUrl, token });
		await recordAudit(tx, { actor: member, action: 'user.ask-address', entity: 'user', entityId: member.userId });
	});
	return 'asked';
}

/** The address that a link is for, while it is valid. */
export async function addressOfProof({ db }: AccountsContext, token: string, now: Date): Promise<string | undefined> {
	return token === '' ? undefined : (await addressProofByToken(db, hashOf(token), now))?.email;
}

/** Takes the address as proven. False where the link is no longer valid, or the address has gone to somebody else. */
export async function proveAddress(context: AccountsContext, input: { token: string; now: Date }): Promise<boolean> {
	return inTransaction(context.db, async (tx) => {
		const proof = await addressProofByToken(tx, hashOf(input.token), input.now);
		const person = proof && (await userById(tx, proof.userId));
		if (!proof || !person) return false;
		const owner = await userByEmail(tx, proof.email);
		if (owner && owner.id !== proof.userId) return false;
		await updateAddress(tx, proof.userId, proof.email, input.now);
		await deleteAddressProofs(tx, proof.userId);
		const changed = person.email !== proof.email;
		// The old address hears of it, in case it was not its owner's wish.
		if (changed) await mailSafetyNews(tx, context.jobs, person, 'address', context);
		await recordAudit(tx, {
			actor: { kind: 'operator', name: 'address-proof' },
			action: changed ? 'user.change-address' : 'user.prove-address',
			entity: 'user',
			entityId: proof.userId,
		});
		return true;
	});
}
