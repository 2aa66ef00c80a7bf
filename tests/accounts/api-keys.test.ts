import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from 'drizzle-orm';
import type { Member } from '#lib/server/accounts/acting-person.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { endKey, limitTo, makeKey, parseKey, viewKeys } from '#lib/server/accounts/api-keys/api-keys.ts';
import { API_SCOPES, type ApiScope } from '#lib/server/accounts/api-keys/scopes.ts';
import { api } from '#lib/server/api/api.ts';
import { callerOf } from '#lib/server/api/caller.ts';
import type { ApiEnvironment } from '#lib/server/api/context.ts';
import { problemBody } from '#lib/server/api/problems.ts';
import { isExpectedError } from '#lib/server/platform/errors.ts';
import { createSmallNetwork, type SmallNetwork } from '../small-network.ts';
import { createAccounts, type TestAccounts } from './test-accounts.ts';

let accounts: TestAccounts;
let network: SmallNetwork;
beforeAll(async () => {
	accounts = await createAccounts();
	network = await createSmallNetwork(accounts.db);
});
afterAll(() => accounts.close());

const member = (actor: Actor) => actor as Member;
const key = (actor: Actor, scopes: ApiScope[], days = 30) => makeKey(accounts.context, member(actor), { name: 'a program', scopes, days, now: accounts.now });

/** A request as the API's address answers it. */
async function ask(secret: string | null, method: string, path: string, body?: unknown, now = accounts.now): Promise<{ status: number; body: unknown }> {
	const request = new Request(`http://mitra.example/api/v1${path}`, {
		method,
		headers: { ...(secret === null ? {} : { authorization: `Bearer ${secret}` }), 'content-type': 'application/json' },
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	});
	try {
		const actor = await callerOf(accounts.context, request, { actor: { kind: 'visitor' }, address: '203.0.113.9', now });
		// The routes asked here use neither the search nor the thesaurus.
		const mitra = { db: accounts.db } as ApiEnvironment['Bindings']['mitra'];
		const response = await api.fetch(request, { mitra, actor, reader: 'en' });
		const text = await response.text();
		return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text };
	} catch (error) {
		if (!isExpectedError(error)) throw error;
		return { status: error.status, body: problemBody(error) };
	}
}
const draft = (organisationId: string) => ({ kind: 'offer', language: 'en', organisationId });

describe('a key', () => {
	test('is kept as a hash, shown by its beginning, and heard of by its owner', async () => {
		const secret = await key(network.owner, ['listings.read']);
		const [kept] = await viewKeys(accounts.context, member(network.owner), accounts.now);
		expect(kept).toMatchObject({ name: 'a program', scopes: ['listings.read'], state: 'standing', beginning: secret.slice(0, 12) });
		const { rows } = await accounts.db.execute(sql`select row_to_json(k)::text as kept from api_key k`);
		expect(JSON.stringify(rows)).not.toContain(secret.slice(12));
		expect((await accounts.lastLetter('owner@example.org')).text).toContain('a key was made');
	});

	test('does what its scopes name and nothing else', async () => {
		const [reads, writes, exports, audits] = [
			await key(network.owner, ['listings.read']),
			await key(network.owner, ['listings.write']),
			await key(network.owner, ['export']),
			await key(network.owner, ['audit.read']),
		];
		const status = async (secret: string | null) => ({
			read: (await ask(secret, 'GET', '/organisations')).status,
			write: (await ask(secret, 'POST', '/listings', draft(network.institute))).status,
			export: (await ask(secret, 'GET', `/export/listings?organisationId=${network.institute}`)).status,
			audit: (await ask(secret, 'GET', '/audit?view=own')).status,
		});
		expect(await status(reads)).toEqual({ read: 200, write: 403, export: 403, audit: 403 });
		expect(await status(writes)).toEqual({ read: 403, write: 201, export: 403, audit: 403 });
		expect(await status(exports)).toEqual({ read: 403, write: 403, export: 200, audit: 403 });
		expect(await status(audits)).toEqual({ read: 403, write: 403, export: 403, audit: 200 });
		expect(await status(null)).toEqual({ read: 200, write: 401, export: 401, audit: 401 });
	});

	test('gives nobody rights that the person lacks', async () => {
		const all = [...API_SCOPES];
		const [reader, stranger] = [await key(network.reader, all), await key(network.stranger, all)];
		expect((await ask(reader, 'POST', '/listings', draft(network.institute))).status).toBe(403);
		expect((await ask(reader, 'GET', `/export/listings?organisationId=${network.institute}`)).status).toBe(200);
		expect((await ask(stranger, 'POST', '/listings', draft(network.institute))).status).toBe(403);
		expect((await ask(stranger, 'GET', `/export/listings?organisationId=${network.institute}`)).status).toBe(403);
		expect((await ask(stranger, 'GET', '/audit?view=log')).status).toBe(403);
		const officer = await key(network.officer, all);
		expect((await ask(officer, 'GET', '/audit?view=log')).status).toBe(200);
		expect((await ask(officer, 'POST', '/listings', draft(network.institute))).status, 'an officer’s key has no office').toBe(403);
	});

	test('leaves a trace: whose it is, which key, from which network', async () => {
		const secret = await key(network.editor, ['listings.write']);
		await ask(secret, 'POST', '/listings', draft(network.institute));
		const { rows } = await accounts.db.execute<{ actor_id: string; api_key_id: string; place: string }>(
			sql`select actor_id, api_key_id, place from audit where api_key_id is not null and actor_id = ${member(network.editor).userId}`,
		);
		expect(rows).toHaveLength(1);
		expect(rows[0]).toMatchObject({ actor_id: member(network.editor).userId, api_key_id: expect.any(String), place: '203.0.113.0/24' });
	});

	test('ends with its time, by its owner and by nobody else; then it is refused, not read as a visitor', async () => {
		const secret = await key(network.owner, ['listings.read']);
		expect((await ask(secret, 'GET', '/organisations', undefined, new Date(accounts.now.getTime() + 31 * 86_400_000))).status).toBe(401);
		const { id } = (await viewKeys(accounts.context, member(network.owner), accounts.now)).find(({ beginning }) => secret.startsWith(beginning))!;
		expect(await endKey(accounts.context, member(network.stranger), { id, now: accounts.now })).toBe(false);
		expect((await ask(secret, 'GET', '/organisations')).status).toBe(200);
		expect(await endKey(accounts.context, member(network.owner), { id, now: accounts.now })).toBe(true);
		expect((await ask(secret, 'GET', '/organisations')).status).toBe(401);
		expect((await ask('mitra_made-up', 'GET', '/organisations')).status).toBe(401);
	});

	test('makes no keys, and is not made by who helps another person', async () => {
		const byKey = limitTo(member(network.owner), API_SCOPES, 'listings');
		await expect(key(byKey, ['export'])).rejects.toMatchObject({ code: 'forbidden' });
		const helped = { ...member(network.owner), support: { visitId: 'v', helperId: 'h', helperName: 'H', until: accounts.now } };
		await expect(key(helped, ['export'])).rejects.toMatchObject({ code: 'forbidden' });
	});
});

test('the form of a key says what is missing, and takes no scope and no time of its own', () => {
	const form = new FormData();
	form.append('scope', 'everything');
	form.set('days', '100000');
	expect(parseKey(form).errors.map(({ field, code }) => `${field} ${code}`)).toEqual(['name required', 'scope required', 'days not_allowed']);
});
