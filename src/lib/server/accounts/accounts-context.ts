import type { Database } from '#lib/server/platform/database.ts';
import type { Jobs } from '#lib/server/platform/jobs.ts';
import type { Auth } from './auth.ts';
import type { PasswordHashing } from './passwords/hashing.ts';

/** What the use cases of accounts work with. */
export interface AccountsContext {
	db: Database;
	auth: Auth;
	jobs: Jobs;
	hashing: PasswordHashing;
	/** Signs cookies and seals what only this installation may read. */
	secret: string;
	/** The public address of the site, without a slash at its end. */
	baseUrl: string;
}

/** Where a request comes from. */
export interface Asking {
	headers: Headers;
	/** The network address. */
	place: string;
	now: Date;
}
