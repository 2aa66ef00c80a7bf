import {
	generateAuthenticationOptions,
	verifyAuthenticationResponse,
	type AuthenticationResponseJSON,
	type WebAuthnCredential,
} from '@simplewebauthn/server';
import { log } from '#lib/server/platform/log.ts';
import type { AccountsContext, Asking } from '../accounts-context.ts';
import { placeOf, spend } from '../attempts/budgets.ts';
import { tellOfNewDevice } from '../attempts/new-device.ts';
import { userById } from '../joining/queries.ts';
import { expectedProof, expectProof } from '../proofs/pending-proof.ts';
import { sessionFor } from '../session-for.ts';
import { passkeyByCredential, updateUse, type PasskeyRow } from './queries.ts';
import type { RelyingParty } from './relying-party.ts';

/** What the browser asks the device for: any passkey of this site, so that nobody's address is asked for or told. */
export async function askToSignInWithPasskey(context: AccountsContext, input: Asking & { site: RelyingParty }) {
	const options = await generateAuthenticationOptions({ rpID: input.site.id, userVerification: 'required' });
	const cookie = await expectProof(context, input, { kind: 'passkey-sign-in', userId: null, detail: { challenge: options.challenge } });
	return { options, cookie };
}

/** Signs in with what the device signed. A passkey is two factors in one (the device, and its lock), so no code is asked for. */
export async function signInWithPasskey(
	context: AccountsContext,
	input: Asking & { site: RelyingParty; response: AuthenticationResponseJSON },
): Promise<{ userId: string; cookies: string[] } | { refused: 'wrong' | 'too_many' }> {
	if (!(await spend(context.db, 'passkey-place', [placeOf(input.place)], input.now))) return { refused: 'too_many' };
	const asked = await expectedProof(context, input, 'passkey-sign-in');
	const key = await passkeyByCredential(context.db, input.response.id);
	if (!asked || !key || !(await isSigned(context, input, key, asked.detail.challenge ?? ''))) return { refused: 'wrong' };
	const person = await userById(context.db, key.userId);
	if (!person) return { refused: 'wrong' };
	await tellOfNewDevice(context, input, person);
	return { userId: person.id, cookies: await sessionFor(context, { ...input, userId: person.id, email: person.email }) };
}

async function isSigned(
	context: AccountsContext,
	input: Asking & { site: RelyingParty; response: AuthenticationResponseJSON },
	key: PasskeyRow,
	challenge: string,
): Promise<boolean> {
	try {
		const { verified, authenticationInfo } = await verifyAuthenticationResponse({
			response: input.response,
			expectedChallenge: challenge,
			expectedOrigin: input.site.origin,
			expectedRPID: input.site.id,
			requireUserVerification: true,
			credential: {
				id: key.credentialId,
				publicKey: new Uint8Array(key.publicKey),
				counter: key.counter,
				transports: (key.transports as WebAuthnCredential['transports']) ?? [],
			},
		});
		if (!verified) return false;
		await updateUse(context.db, key.id, { counter: authenticationInfo.newCounter, backedUp: authenticationInfo.credentialBackedUp, at: input.now });
		return true;
	} catch (error) {
		log.warn('passkey.refused', { reason: error instanceof Error ? error.message : String(error) });
		return false;
	}
}
