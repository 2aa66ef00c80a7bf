import { randomBytes } from 'node:crypto';
import { createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import type { BetterAuthPlugin } from 'better-auth/types';
import { z } from 'zod';

const TWO_FACTOR_COOKIE = 'two_factor';
/** As long as the account library waits after a password. */
const SECOND_STEP_SECONDS = 600;

/**
 * Three things that only the server itself may ask of the account library; they have no address.
 * - A session for a person who has proven in one of our own ways who he or she is: by a passkey, by an institution, by the
 *   link of a letter together with the password.
 * - The same, where a second factor is still to come: the cookie of a half-finished sign-in.
 * - Whose second factor a half-finished sign-in waits for.
 */
export const provenSignIn = () =>
	({
		id: 'proven-sign-in',
		endpoints: {
			signInProven: createAuthEndpoint(
				{ method: 'POST', body: z.object({ userId: z.string() }), requireHeaders: true, metadata: { SERVER_ONLY: true } },
				async (ctx) => {
					const found = await ctx.context.internalAdapter.findUserById(ctx.body.userId);
					if (!found) throw new Error('There is no such person to sign in.');
					const session = await ctx.context.internalAdapter.createSession(found.id, false);
					await setSessionCookie(ctx, { session, user: found });
					return ctx.json({ sessionId: session.id });
				},
			),
			beginSecondFactor: createAuthEndpoint(
				{ method: 'POST', body: z.object({ userId: z.string() }), requireHeaders: true, metadata: { SERVER_ONLY: true } },
				async (ctx) => {
					const cookie = ctx.context.createAuthCookie(TWO_FACTOR_COOKIE, { maxAge: SECOND_STEP_SECONDS });
					const challenge = `2fa-${randomBytes(20).toString('base64url')}`;
					const expiresAt = new Date(Date.now() + SECOND_STEP_SECONDS * 1000);
					// As the library writes them after a password: whose step it is, and how many codes were tried.
					await ctx.context.internalAdapter.createVerificationValue({ value: ctx.body.userId, identifier: challenge, expiresAt });
					await ctx.context.internalAdapter.createVerificationValue({ value: '0', identifier: `2fa-attempts-${challenge}`, expiresAt });
					await ctx.setSignedCookie(cookie.name, challenge, ctx.context.secret, cookie.attributes);
					return ctx.json({});
				},
			),
			pendingSecondFactor: createAuthEndpoint(
				{ method: 'GET', requireHeaders: true, metadata: { SERVER_ONLY: true } },
				async (ctx): Promise<{ userId: string } | null> => {
					const { name } = ctx.context.createAuthCookie(TWO_FACTOR_COOKIE);
					const challenge = await ctx.getSignedCookie(name, ctx.context.secret);
					if (!challenge) return null;
					const found = await ctx.context.internalAdapter.findVerificationValue(challenge);
					return found && found.expiresAt > new Date() ? { userId: found.value } : null;
				},
			),
		},
	}) satisfies BetterAuthPlugin;
