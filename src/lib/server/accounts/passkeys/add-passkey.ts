import { generateRegistrationOptions, verifyRegistrationResponse, type RegistrationResponseJSON } from '@simplewebauthn/server';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { inTransaction, violatedConstraint } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { log } from '#lib/server/platform/log.ts';
import { mailSafetyNews } from '../account-mails.ts';
import type { AccountsContext, Asking } from '../accounts-context.ts';
import type { Member } from '../acting-person.ts';
import { cleanLine } from '../input.ts';
import { userById } from '../joining/queries.ts';
import { expectedProof, expectProof } from '../proofs/pending-proof.ts';
import { accountRules } from '../rules.ts';
import { deletePasskey, insertPasskey, passkeysOf } from './queries.ts';
import type { RelyingParty } from './relying-party.ts';

export const MOST_PASSKEYS = 20;
const MOST_NAME = 100;

/** What the browser asks the person's device for. Whoever calls this has confirmed the person (`confirmPerson`). */
export async function askForPasskey(context: AccountsContext, member: Member, input: Asking & { site: RelyingParty }) {
	if (!accountRules.secure(member, member)) throw new ExpectedError('forbidden', 'Passkeys are the person’s own affair.');
	const present = await passkeysOf(context.db, member.userId);
	if (present.length >= MOST_PASSKEYS) throw new ExpectedError('conflict', `An account has at most ${MOST_PASSKEYS} passkeys.`);
	const options = await generateRegistrationOptions({
		rpName: 'Mitra',
		rpID: input.site.id,
		userID: new TextEncoder().encode(member.userId),
		userName: member.email,
		userDisplayName: member.name,
		attestationType: 'none',
		excludeCredentials: present.map(({ credentialId }) => ({ id: credentialId })),
		authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
	});
	const cookie = await expectProof(context, input, { kind: 'passkey-add', userId: member.userId, detail: { challenge: options.challenge } });
	return { options, cookie };
}

/**
 * Keeps the passkey that the person's device made.
 * Errors: expired (asked for too long ago, or by another session), invalid_input (not what was asked for), conflict.
 */
export async function addPasskey(
	context: AccountsContext,
	member: Member,
	input: Asking & { site: RelyingParty; response: RegistrationResponseJSON; name: string },
): Promise<void> {
	if (!accountRules.secure(member, member)) throw new ExpectedError('forbidden', 'Passkeys are the person’s own affair.');
	const asked = await expectedProof(context, input, 'passkey-add');
	if (!asked || asked.userId !== member.userId) throw new ExpectedError('expired', 'This was asked for too long ago.');
	const made = await verifyRegistrationResponse({
		response: input.response,
		expectedChallenge: asked.detail.challenge ?? '',
		expectedOrigin: input.site.origin,
		expectedRPID: input.site.id,
		requireUserVerification: true,
	}).catch((error: unknown) => {
		log.warn('passkey.refused', { reason: error instanceof Error ? error.message : String(error) });
		return undefined;
	});
	if (!made?.verified) throw new ExpectedError('invalid_input', 'The device’s answer is not what was asked for.');
	const { credential, credentialBackedUp } = made.registrationInfo;
	const name = [...cleanLine(input.name)].slice(0, MOST_NAME).join('') || 'Passkey';
	try {
		await inTransaction(context.db, async (tx) => {
			const id = await insertPasskey(tx, {
				userId: member.userId,
				name,
				credentialId: credential.id,
				publicKey: credential.publicKey,
				counter: credential.counter,
				transports: credential.transports ?? [],
				backedUp: credentialBackedUp,
			});
			const person = await userById(tx, member.userId);
			if (person) await mailSafetyNews(tx, context.jobs, person, 'passkey-added', context);
			await recordAudit(tx, { actor: member, action: 'passkey.add', entity: 'passkey', entityId: id });
		});
	} catch (error) {
		if (violatedConstraint(error) === 'passkey_credential_id_key') throw new ExpectedError('conflict', 'This passkey is known already.');
		throw error;
	}
}

/** Takes a passkey away. False where there is none of this person. */
export async function removePasskey({ db }: Pick<AccountsContext, 'db'>, member: Member, id: string): Promise<boolean> {
	if (!accountRules.secure(member, member)) throw new ExpectedError('forbidden', 'Passkeys are the person’s own affair.');
	return inTransaction(db, async (tx) => {
		if (!(await deletePasskey(tx, { id, userId: member.userId }))) return false;
		await recordAudit(tx, { actor: member, action: 'passkey.remove', entity: 'passkey', entityId: id });
		return true;
	});
}
