import { createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import type { BetterAuthPlugin } from 'better-auth/types';
import { z } from 'zod';

const TWO_FACTOR_COOKIE = 'two_factor';

/**
 * Two things that only the server itself may ask of the account library; they have no address.
 * - A session for a person who has proven in one of our own ways who he or she is: by a passkey, by an institution, by the
 *   link of a letter together with the password.
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
