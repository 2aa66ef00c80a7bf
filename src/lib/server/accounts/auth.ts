import { betterAuth } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { twoFactor as twoFactorPlugin } from 'better-auth/plugins/two-factor';
import { localizeHref } from '#lib/paraglide/runtime.js';
import { isLanguage } from '#lib/engines/text/language.ts';
import { configuration } from '#lib/server/platform/configuration.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { PASSWORD_LENGTH } from './input.ts';
import { scryptHashing, type PasswordHashing } from './passwords/hashing.ts';
import { provenSignIn } from './proven-sign-in.ts';
import { newRecoveryCodes } from './second-factor/codes.ts';
import { twoFactor } from './security-tables.ts';
import { account, session, user, verification } from './tables.ts';

export interface AuthOptions {
	db: Database;
	/** Signs the session cookies; at least 32 characters. */
	secret: string;
	/** The public address where it is known; otherwise each request's own. */
	baseURL?: string;
	hashing?: PasswordHashing;
	/** Sends a message with a link; the mail queue does it. */
	sendResetMail(to: { email: string; name: string; language: string }, url: string): Promise<void>;
}

/** Names the place of a request to the account library: our own finding, never what the request says of itself. */
export const PLACE_HEADER = 'x-mitra-place';
const DAY_SECONDS = 24 * 60 * 60;

/**
 * Accounts with e-mail and password and a second factor, kept by better-auth in our own tables. It is called by our use
 * cases only, which count attempts: none of its own addresses is open (src/routes/auth). So it counts none, and locks nobody.
 */
export function createAuth(options: AuthOptions) {
	// Never the Host header of a request: who asks for a reset must not choose where its link leads.
	const address = options.baseURL ?? configuration().baseUrl;
	return betterAuth({
		appName: 'Mitra',
		database: drizzleAdapter(options.db, { provider: 'pg', schema: { user, session, account, verification, twoFactor } }),
		secret: options.secret,
		baseURL: address,
		basePath: '/auth',
		trustedOrigins: async (request) => {
			const origin = request ? new URL(request.url).origin : undefined;
			return origin ? [address, origin] : [address];
		},
		emailAndPassword: {
			enabled: true,
			// Accounts are made when an address is proven (confirm-registration.ts).
			disableSignUp: true,
			requireEmailVerification: true,
			minPasswordLength: PASSWORD_LENGTH.least,
			maxPasswordLength: PASSWORD_LENGTH.most,
			password: options.hashing ?? scryptHashing,
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
		session: { expiresIn: 14 * DAY_SECONDS, updateAge: DAY_SECONDS, cookieCache: { enabled: false } },
		plugins: [
			twoFactorPlugin({
				issuer: 'Mitra',
				allowPasswordless: true,
				// Whoever knows a password could lock its owner out; attempts/budgets.ts counts by place and device instead.
				accountLockout: { enabled: false },
				trustDeviceMaxAge: 30 * DAY_SECONDS,
				backupCodeOptions: { customBackupCodesGenerate: newRecoveryCodes },
			}),
			provenSignIn(),
		],
		rateLimit: { enabled: false },
		advanced: {
			cookiePrefix: 'mitra',
			database: { generateId: () => crypto.randomUUID() },
			ipAddress: { ipAddressHeaders: [PLACE_HEADER] },
		},
		telemetry: { enabled: false },
		// A mistyped password is no event of the server's.
		logger: { level: 'error' },
	});
}

export type Auth = ReturnType<typeof createAuth>;

/** The headers of a request as the account library is given them. */
export function headersFor(asking: { headers: Headers; place: string }): Headers {
	const headers = new Headers(asking.headers);
	headers.set(PLACE_HEADER, asking.place);
	// What a client says about other clients' addresses is no concern of the sessions.
	headers.delete('x-forwarded-for');
	return headers;
}
