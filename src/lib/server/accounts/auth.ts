import { betterAuth } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import type { Database } from '#lib/server/platform/database.ts';
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
	return betterAuth({
		database: drizzleAdapter(options.db, { provider: 'pg', schema: { user, session, account, verification } }),
		secret: options.secret,
		...(options.baseURL ? { baseURL: options.baseURL } : {}),
		basePath: '/auth',
		trustedOrigins: async (request) => {
			const origin = request ? new URL(request.url).origin : undefined;
			return origin ? [origin] : [];
		},
		emailAndPassword: {
			enabled: true,
			minPasswordLength: 10,
			maxPasswordLength: 200,
			autoSignIn: true,
			sendResetPassword: async ({ user: to, url }) => {
				const language = 'language' in to && typeof to.language === 'string' ? to.language : 'en';
				await options.sendResetMail({ email: to.email, name: to.name, language }, url);
			},
		},
		user: { additionalFields: { language: { type: 'string', required: false, defaultValue: 'en', input: true } } },
		session: { expiresIn: 60 * 60 * 24 * 14, updateAge: 60 * 60 * 24, cookieCache: { enabled: false } },
		rateLimit: { enabled: true, window: 60, max: 100, customRules: { '/sign-in/email': { window: 60, max: 12 } } },
		advanced: { cookiePrefix: 'mitra', database: { generateId: () => crypto.randomUUID() } },
		telemetry: { enabled: false },
	});
}

export type Auth = ReturnType<typeof createAuth>;
