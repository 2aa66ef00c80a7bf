import { authorizationCodeGrant, buildAuthorizationUrl, calculatePKCECodeChallenge, fetchUserInfo, randomNonce, randomPKCECodeVerifier, randomState } from 'openid-client';
import { isLanguage, type Language } from '#lib/engines/text/language.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { inTransaction, violatedConstraint } from '#lib/server/platform/database.ts';
import { log } from '#lib/server/platform/log.ts';
import { mailSafetyNews } from '../account-mails.ts';
import type { AccountsContext, Asking } from '../accounts-context.ts';
import type { Member } from '../acting-person.ts';
import { tellOfNewDevice } from '../attempts/new-device.ts';
import { isEmail } from '../input.ts';
import { insertUser, userByEmail, userById } from '../joining/queries.ts';
import { expectedProof, expectProof } from '../proofs/pending-proof.ts';
import { secondStepFor, sessionFor } from '../session-for.ts';
import { hasSecondFactor } from '../second-factor/queries.ts';
import { assertsTwoFactors } from './asserted-factors.ts';
import { discover } from './discover.ts';
import { accountProvider, openProvider, type Provider } from './providers.ts';
import { insertSubject, isGuarded, userOfSubject } from './queries.ts';

const returnAddress = (baseUrl: string, id: string) => `${baseUrl}/sign-in/institution/${id}/back`;

/** What an institution says of a person. */
interface Claims {
	subject: string;
	email: string;
	emailVerified: boolean;
	name: string;
	language: Language | undefined;
	/** It says, signed, that it has asked for a second factor itself. */
	twoFactors: boolean;
}

export type InstitutionResult =
	| { userId: string; cookies: string[]; next: string }
	/** The person's own second factor is asked for next, and the cookies remember that. */
	| { second: true; cookies: string[]; next: string }
	| { connected: true; next: string }
	/**
	 * `institution`: it did not answer as it should, or the person turned back. `unknown`: it does not answer for the
	 * address. `connect`: the account is to be connected by its owner, signed in.
	 */
	| { refused: 'institution' | 'unknown' | 'connect' };

/**
 * The address at the institution where the person proves who he or she is, and the cookie that knows the way back. With a
 * member, the institution is connected with that account instead. Undefined where there is no such institution.
 */
export async function beginAtInstitution(
	context: AccountsContext,
	input: Asking & { id: string; next: string; member: Member | null },
): Promise<{ url: string; cookie: string } | { refused: 'institution' } | undefined> {
	const provider = await openProvider(context, input.id);
	if (!provider) return undefined;
	const [state, nonce, verifier] = [randomState(), randomNonce(), randomPKCECodeVerifier()];
	try {
		const url = buildAuthorizationUrl(await discover(provider, input.now.getTime()), {
			redirect_uri: returnAddress(context.baseUrl, provider.id),
			scope: 'openid email profile',
			state,
			nonce,
			code_challenge: await calculatePKCECodeChallenge(verifier),
			code_challenge_method: 'S256',
		});
		const cookie = await expectProof(context, input, {
			kind: 'institution',
			userId: input.member?.userId ?? null,
			detail: { provider: provider.id, state, nonce, verifier, next: input.next },
		});
		return { url: url.href, cookie };
	} catch (error) {
		log.warn('institution.no-answer', { institution: provider.id, reason: error instanceof Error ? error.message : String(error) });
		return { refused: 'institution' };
	}
}

/** The way back: checks what the institution signed, finds or makes the account, and signs in. */
export async function returnFromInstitution(context: AccountsContext, input: Asking & { id: string; search: string; language: Language }): Promise<InstitutionResult> {
	const asked = await expectedProof(context, input, 'institution');
	const provider = asked && asked.detail.provider === input.id ? await openProvider(context, input.id) : undefined;
	if (!asked || !provider) return { refused: 'institution' };
	const claims = await claimsOf(context, provider, asked.detail, input).catch((error: unknown) => {
		log.warn('institution.refused', { institution: provider.id, reason: error instanceof Error ? error.message : String(error) });
		return undefined;
	});
	if (!claims) return { refused: 'institution' };
	const next = asked.detail.next ?? '';
	if (asked.userId) return connect(context, provider, claims, { userId: asked.userId, next });
	const person = await personOf(context, provider, claims, input.language);
	if ('refused' in person) return person;
	// Whoever holds the account at the institution is not let past the code that the person has chosen to be asked for.
	if (!claims.twoFactors && (await hasSecondFactor(context.db, person.id))) return { second: true, cookies: await secondStepFor(context, { ...input, userId: person.id }), next };
	// A first time has its own letter, about the connection.
	if (!person.isFirst) await tellOfNewDevice(context, input, person);
	return { userId: person.id, cookies: await sessionFor(context, { ...input, userId: person.id, email: person.email }), next };
}

async function claimsOf(context: AccountsContext, provider: Provider, asked: Record<string, string>, input: Asking & { search: string }): Promise<Claims> {
	const configuration = await discover(provider, input.now.getTime());
	const tokens = await authorizationCodeGrant(configuration, new URL(returnAddress(context.baseUrl, provider.id) + input.search), {
		pkceCodeVerifier: asked.verifier ?? '',
		expectedState: asked.state ?? '',
		expectedNonce: asked.nonce ?? '',
		idTokenExpected: true,
	});
	const signed = tokens.claims();
	if (!signed) throw new Error('There is no signed answer.');
	const more = signed.email === undefined ? await fetchUserInfo(configuration, tokens.access_token, signed.sub) : {};
	const all: Record<string, unknown> = { ...more, ...signed };
	const text = (name: string) => (typeof all[name] === 'string' ? (all[name] as string).normalize('NFC').trim() : '');
	const email = text('email').toLowerCase();
	const language = text('locale').slice(0, 2);
	return {
		subject: signed.sub,
		email: isEmail(email) ? email : '',
		emailVerified: all.email_verified !== false && all.email_verified !== 'false',
		name: [...(text('name') || `${text('given_name')} ${text('family_name')}`.trim() || email)].slice(0, 200).join(''),
		language: isLanguage(language) ? language : undefined,
		twoFactors: assertsTwoFactors({ amr: signed.amr, acr: signed.acr }),
	};
}

/** Whether an institution's word stands for an address: it is of one of its domains, and it does not doubt it. */
export function answersFor(provider: Pick<Provider, 'domains'>, claims: Pick<Claims, 'email' | 'emailVerified'>): boolean {
	return claims.email !== '' && claims.emailVerified && provider.domains.includes(claims.email.slice(claims.email.lastIndexOf('@') + 1));
}

async function personOf(
	{ db, ...context }: AccountsContext,
	provider: Provider,
	claims: Claims,
	language: Language,
): Promise<{ id: string; email: string; name: string; language: string; isFirst: boolean } | { refused: 'unknown' | 'connect' }> {
	const providerId = accountProvider(provider.issuer);
	const known = await userOfSubject(db, providerId, claims.subject);
	if (known) {
		const { id, email, name, language: own } = (await userById(db, known.id))!;
		return { id, email, name, language: own, isFirst: false };
	}
	if (!answersFor(provider, claims)) return { refused: 'unknown' };
	return inTransaction(db, async (tx) => {
		const owner = await userByEmail(tx, claims.email);
		if (owner && (await isGuarded(tx, owner.id))) return { refused: 'connect' };
		const id = owner?.id ?? (await insertUser(tx, { email: claims.email, name: claims.name, language: claims.language ?? language, passwordHash: null }));
		await insertSubject(tx, { userId: id, providerId, subject: claims.subject });
		if (owner) await mailSafetyNews(tx, context.jobs, owner, 'institution', context);
		const action = owner ? 'user.connect-institution' : 'user.register';
		await recordAudit(tx, { actor: { kind: 'operator', name: 'institution' }, action, entity: 'user', entityId: id, detail: { institution: provider.id } });
		const made = (await userById(tx, id))!;
		return { id, email: made.email, name: made.name, language: made.language, isFirst: true };
	});
}

async function connect(
	context: AccountsContext,
	provider: Provider,
	claims: Claims,
	link: { userId: string; next: string },
): Promise<InstitutionResult> {
	const providerId = accountProvider(provider.issuer);
	const known = await userOfSubject(context.db, providerId, claims.subject);
	if (known) return known.id === link.userId ? { connected: true, next: link.next } : { refused: 'unknown' };
	try {
		await inTransaction(context.db, async (tx) => {
			await insertSubject(tx, { userId: link.userId, providerId, subject: claims.subject });
			const person = await userById(tx, link.userId);
			if (person) await mailSafetyNews(tx, context.jobs, person, 'institution', context);
			await recordAudit(tx, {
				actor: { kind: 'operator', name: 'institution' },
				action: 'user.connect-institution',
				entity: 'user',
				entityId: link.userId,
				detail: { institution: provider.id },
			});
		});
	} catch (error) {
		if (violatedConstraint(error) === 'account_once') return { refused: 'unknown' };
		throw error;
	}
	return { connected: true, next: link.next };
}
