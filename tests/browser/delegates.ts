import { expect, type APIRequestContext, type PlaywrightWorkerArgs } from '@playwright/test';
import pg from 'pg';
import { readHolder } from '#lib/server/platform/data-folder-lock.ts';
import { sampleAccount } from './accounts.ts';
import type { Installation } from './mitra-test.ts';

/** Somebody who comes to an event, signed in, and uses its forms without a browser. */
export interface Delegate {
	name: string;
	email: string;
	/** A published listing of the own organisation. */
	listing: string;
	request: APIRequestContext;
	/** Sends a form as the browser's scripts do; fails where it is not taken. */
	sends(path: string, form: Record<string, string>): Promise<void>;
}

const PASSWORD_OF = 'member.hangzhou';

/** Works in the database of an installation, for what a test cannot bring about through pages: people who joined long ago, days that pass. */
export async function inDatabase<T>(installation: Installation, work: (client: pg.Client) => Promise<T>): Promise<T> {
	const client = new pg.Client({ connectionString: readHolder(installation.folder)!.databaseUrl! });
	await client.connect();
	try {
		return await work(client);
	} finally {
		await client.end();
	}
}

/** People with accounts in organisations of the sample network, who then sign in through the form. */
export async function makeDelegates(installation: Installation, playwright: PlaywrightWorkerArgs['playwright'], count: number): Promise<Delegate[]> {
	const people = await inDatabase(installation, async (client) => {
		const { rows: organisations } = await client.query<{ id: string; listing: string }>(`select distinct on (o.slug) o.id, l.id as listing from organisation o join listing l on l.organisation_id = o.id and l.state = 'published' order by o.slug, l.id limit $1`, [count]);
		const made = [];
		for (let index = 0; index < count; index++) {
			const { id, listing } = organisations[index % organisations.length]!;
			const person = { listing, name: `Delegate ${String(index + 1).padStart(2, '0')}`, email: `delegate.${index + 1}@mitra.example` };
			await client.query(`insert into "user" (id, name, email, email_verified, language, is_sample) values ($1, $2, $3, true, 'en', true)`, [`delegate-${index}`, person.name, person.email]);
			await client.query(`insert into account (id, account_id, provider_id, user_id, password) select $1, $1, 'credential', $1, a.password from account a join "user" u on u.id = a.user_id where u.email = $2 and a.password is not null`, [`delegate-${index}`, sampleAccount(PASSWORD_OF).email]);
			await client.query(`insert into membership (user_id, organisation_id, role) values ($1, $2, 'editor')`, [`delegate-${index}`, id]);
			made.push(person);
		}
		return made;
	});
	const delegates: Delegate[] = [];
	for (const { name, email, listing } of people) {
		const request = await playwright.request.newContext({ baseURL: installation.address, extraHTTPHeaders: { origin: installation.address } });
		const sends = async (path: string, form: Record<string, string>) => {
			const response = await request.post(path, { form, headers: { accept: 'application/json', 'x-sveltekit-action': 'true' } });
			const answer = (await response.json()) as { type: string };
			expect(['success', 'redirect'], `${name}: ${path}: ${JSON.stringify(answer)}`).toContain(answer.type);
		};
		await sends('/sign-in', { email, password: sampleAccount(PASSWORD_OF).password });
		delegates.push({ name, email, listing, request, sends });
	}
	return delegates;
}
