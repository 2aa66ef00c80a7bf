import { sql } from 'drizzle-orm';
import { loadNetwork } from '#lib/server/network/load-network.ts';
import type { AccountsContext, Asking } from '#lib/server/accounts/accounts-context.ts';
import type { Member } from '#lib/server/accounts/acting-person.ts';
import { createAuth } from '#lib/server/accounts/auth.ts';
import { foundOrganisation } from '#lib/server/accounts/found-organisation.ts';
import type { OrganisationInput } from '#lib/server/accounts/input.ts';
import { insertUser } from '#lib/server/accounts/joining/queries.ts';
import { actorOfUser } from '#lib/server/accounts/queries.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { createTestDatabase } from '../database.ts';

export const TEST_PASSWORD = 'kept under river stones';

/** Accounts in a database of their own: mails and jobs are kept to be looked at, and passwords hashed are counted. */
export interface TestAccounts {
	db: Database;
	context: AccountsContext;
	hashing: { counted: { hash: number; verify: number } };
	/** Names of the jobs that were asked for; mails are left out. */
	enqueued: string[];
	resets: { to: string; language: string; url: string }[];
	now: Date;
	asking(place?: string, cookies?: readonly string[]): Asking;
	/** Makes an account whose address is proven, with `TEST_PASSWORD`. */
	signedUp(email: string, organisation?: OrganisationInput): Promise<string>;
	member(userId: string): Promise<Member>;
	lastLetter(to: string): Promise<{ subject: string; text: string; language: string }>;
	/** The token of the link that begins so. */
	tokenIn(text: string, link: RegExp): string;
	close(): Promise<void>;
}

/** The cookies of some Set-Cookie lines, as a browser sends them. */
export function cookieHeaders(lines: readonly string[]): Headers {
	return new Headers({ cookie: lines.map((line) => line.split(';')[0]!).join('; ') });
}

/** Passwords are hashed in pretence: the true work would be most of the time of these tests. The browser’s tests do it. */
const pretended = (password: string) => `hash of ${password}`;

export async function createAccounts(): Promise<TestAccounts> {
	const database = await createTestDatabase();
	const { db } = database;
	await loadNetwork(db, { folder: 'data/network', samples: false });
	const counted = { hash: 0, verify: 0 };
	const hashing = {
		hash: async (password: string) => (counted.hash++, pretended(password)),
		verify: async (input: { hash: string; password: string }) => (counted.verify++, input.hash === pretended(input.password)),
	};
	const resets: TestAccounts['resets'] = [];
	const enqueued: string[] = [];
	const secret = 'x'.repeat(40);
	const baseUrl = 'https://mitra.example';
	const auth = createAuth({
		db,
		secret,
		baseURL: baseUrl,
		hashing,
		sendResetMail: async (to, url) => void resets.push({ to: to.email, language: to.language, url }),
	});
	const jobs: AccountsContext['jobs'] = {
		enqueue: async ({ name }) => {
			if (name !== 'mail.deliver') enqueued.push(name);
			return null;
		},
		stop: async () => undefined,
	};
	// The account library goes by the clock of the machine.
	const now = new Date();
	const passwordHash = pretended(TEST_PASSWORD);
	return {
		db,
		context: { db, auth, jobs, hashing, secret, baseUrl },
		hashing: { counted },
		enqueued,
		resets,
		now,
		asking: (place = '10.0.0.1', cookies = []) => {
			const headers = cookieHeaders(cookies);
			headers.set('host', 'evil.example');
			headers.set('user-agent', 'test');
			return { headers, place, now };
		},
		signedUp: async (email, organisation) => {
			const id = await insertUser(db, { email, name: 'Noy', language: 'lo', passwordHash });
			if (organisation) await foundOrganisation({ db, jobs, baseUrl }, { userId: id, name: 'Noy' }, organisation);
			return id;
		},
		member: async (userId) => {
			const actor = await actorOfUser(db, userId);
			if (actor.kind !== 'member') throw new Error('There is no such person.');
			return actor;
		},
		lastLetter: async (to) => {
			const { rows } = await db.execute<{ subject: string; text: string; language: string }>(
				sql`select subject, body_text as text, language from mail where to_address = ${to} order by created_at desc limit 1`,
			);
			if (!rows[0]) throw new Error(`No letter went to ${to}.`);
			return rows[0];
		},
		tokenIn: (text, link) => {
			const line = text.split('\n').find((each) => link.test(each));
			if (!line) throw new Error(`No such link in: ${text}`);
			return new URL(line).searchParams.get('token')!;
		},
		close: () => database.close(),
	};
}
