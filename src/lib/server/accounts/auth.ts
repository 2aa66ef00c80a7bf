import { betterAuth } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { localizeHref } from '#lib/paraglide/runtime.js';
import { isLanguage } from '#lib/engines/text/language.ts';
import { configuration } from '#lib/server/platform/configuration.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { PASSWORD_LENGTH } from './input.ts';
import { account, session, user, verification } from './tables.ts';

export interface AuthOptions {
	db: Database;
	/** Signs the session cookies; at least 32 characters. */
	secret: string;
	/** The public address where it is known; otherwise each request's own. */
	baseURL?: string;
	/** Sends a message with a link; the mail queue does it. */
	sendResetMail(to: { email: string; name: string; language: string }, url: string): Promise<void>;
}

/** Accounts with e-mail and password, kept by better-auth in our own tables. */
export function createAuth(options: AuthOptions) {
	// Never the Host header of a request: who asks for a reset must not choose where its link leads.
	const address = options.baseURL ?? configuration().baseUrl;
	return betterAuth({
		database: drizzleAdapter(options.db, { provider: 'pg', schema: { user, session, account, verification } }),
		secret: options.secret,
		baseURL: address,
		basePath: '/auth',
		trustedOrigins: async (request) => {
			const origin = request ? new URL(request.url).origin : undefined;
			return origin ? [address, origin] : [address];
		},
		emailAndPassword: {
			enabled: true,
			minPasswordLength: PASSWORD_LENGTH.least,
			maxPasswordLength: PASSWORD_LENGTH.most,
			autoSignIn: true,
			resetPasswordTokenExpiresIn: 60 * 60,
			revokeSessionsOnPasswordReset: true,
			sendResetPassword: async ({ user: to, token }) => {
				const chosen = 'language' in to && typeof to.language === 'string' ? to.language : 'en';
				const language = isLanguage(chosen) ? chosen : 'en';
				const path = `/reset-password?token=${encodeURIComponent(token)}`;
				await options.sendResetMail(
					{ email: to.email, name: to.name, language },
					address + localizeHref(path, { locale: language }),
				);
			},
		},
		user: { additionalFields: { language: { type: 'string', required: false, defaultValue: 'en', input: true } } },
		session: { expiresIn: 60 * 60 * 24 * 14, updateAge: 60 * 60 * 24, cookieCache: { enabled: false } },
		rateLimit: { enabled: true, window: 60, max: 100, customRules: { '/sign-in/email': { window: 60, max: 12 } } },
		advanced: { cookiePrefix: 'mitra', database: { generateId: () => crypto.randomUUID() } },
		telemetry: { enabled: false },
		// A mistyped password is no event of the server's.
		logger: { level: 'error' },
	});
}

export type Auth = ReturnType<typeof createAuth>;
