import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { askForCopy } from '#lib/server/my-data/ask-for-copy.ts';
import { askForErasure, cancelErasure } from '#lib/server/my-data/ask-for-erasure.ts';
import { carryOutErasures, remindOfErasures } from '#lib/server/my-data/carry-out-erasures.ts';
import { expireCopies } from '#lib/server/my-data/expire-copies.ts';
import { fetchCopy } from '#lib/server/my-data/fetch-copy.ts';
import { makeCopy } from '#lib/server/my-data/make-copy.ts';
import { viewMyData, viewWithdrawn, waitingNotice } from '#lib/server/my-data/view-my-data.ts';
import { eraseListing, withdrawListing } from '#lib/server/my-data/withdraw-listing.ts';
import { comeBack, withdrawOrganisation } from '#lib/server/my-data/withdraw-organisation.ts';
import { viewListing } from '#lib/server/listings/view-listing.ts';
import { publishListing } from '../publish-listing.ts';
import { completeOffer } from '../small-network.ts';
import { createDataNetwork, PDF, person, type DataNetwork } from './data-network.ts';

let network: DataNetwork;
beforeAll(async () => {
	network = await createDataNetwork();
});
afterAll(() => network.close());
beforeEach(() => {
	network.context.now = new Date('2026-11-21T08:00:00Z');
});

const DAY = 86_400_000;
const later = (days: number) => void (network.context.now = new Date(network.context.now.getTime() + days * DAY));

async function listingOfInstitute(title: string): Promise<string> {
	const id = await publishListing(network.database.db, { organisationId: network.institute, centreId: 'laos', kind: 'offer', content: completeOffer({ title }) });
	await network.database.asOwner(async (client) => {
		await client.query('alter table attachment no force row level security');
		const { sha256 } = await network.context.files.put(Buffer.concat([PDF, Buffer.from(title)]), { kinds: ['pdf'], maxBytes: 1e6 });
		await client.query("insert into attachment (listing_id, name, media_type, bytes, sha256, disclosure, created_by) values ($1, '../../trials: 2026.pdf', 'application/pdf', 80, $2, 'confidential', $3)", [id, sha256, person(network.owner).userId]);
	});
	return id;
}

async function copyOf(actor: Actor, organisationId: string | null, language = 'en'): Promise<string> {
	const id = await askForCopy(network.context, actor, { organisationId, language });
	await makeCopy(network.context, id);
	return id;
}

async function referenceOf(id: string): Promise<number> {
	return (await network.database.pool.query<{ reference: number }>('select reference from listing where id = $1', [id])).rows[0]!.reference;
}

describe('a copy', () => {
	test('of a person holds the account and what she did, no secrets, and nothing of others', async () => {
		const { database, owner, stranger } = network;
		await database.asOwner(async (client) => {
			await client.query("insert into session (id, token, expires_at, user_id) values ('s1', 'very-secret-token', now(), $1)", [person(owner).userId]);
			await client.query("insert into mail (language, to_address, subject, body_text) values ('en', 'owner@example.org', 'For you', 'Words'), ('en', 'stranger@example.org', 'Not for you', 'Words')");
		});
		const files = await network.unzipped(owner, await copyOf(owner, null, 'zh'));
		expect(JSON.parse(files['account/account.json']!)[0]).toMatchObject({ id: person(owner).userId, name: 'owner', email: 'owner@example.org' });
		expect(JSON.parse(files['memberships/memberships.json']!)).toHaveLength(1);
		expect(files['mails/mails.json']).toContain('For you');
		expect(files['activity/log.json']).toContain('user.ask-for-copy');
		expect(files['README.txt']).toContain('网络保存的有关 owner 的全部数据');
		expect(JSON.parse(files['manifest.json']!)).toMatchObject({ format: 'mitra-copy', about: 'person', id: person(owner).userId });
		const all = Object.values(files).join('\n');
		for (const word of ['very-secret-token', 'Not for you', 'stranger@example.org', person(stranger).userId]) expect(all).not.toContain(word);
	});

	test('of an organisation holds confidential sections and the originals under names that no system trips over', async () => {
		await listingOfInstitute('Seed drill with secret parts');
		const files = await network.unzipped(network.owner, await copyOf(network.owner, network.institute));
		expect(files['listings/versions.json']).toContain('Seed drill with secret parts');
		const original = Object.keys(files).find((name) => name.startsWith('files/attachment/'))!;
		expect(original).toMatch(/^files\/attachment\/[0-9a-f-]{36}-_[^/]*trials_ 2026\.pdf$/);
		expect(files[original]).toContain('%PDF-1.4');
		expect(Object.keys(files).filter((name) => name.includes('..') || name.startsWith('/'))).toEqual([]);
		expect((await network.mailsTo('owner@example.org')).at(-1)!.text).toContain('https://mitra.example/desk/my-data');
	});

	test('of an address that was never proven finds nothing by it', async () => {
		const { database, reader } = network;
		await database.asOwner(async (client) => {
			await client.query('update "user" set email_verified = false where id = $1', [person(reader).userId]);
			await client.query("insert into mail (language, to_address, subject, body_text) values ('en', 'reader@example.org', 'For the true holder', 'Words')");
		});
		const files = await network.unzipped(reader, await copyOf(reader, null));
		expect(Object.values(files).join('\n')).not.toContain('For the true holder');
	});

	test('is never another’s: not the colleague’s, the officer’s, the secretariat’s, a visitor’s, a helper’s or a key’s', async () => {
		const { owner, editor, officer, secretariat, stranger, officerAndOwner, visitor, database, context } = network;
		const own = await copyOf(owner, null);
		const shared = await copyOf(owner, network.institute);
		const helper: Actor = { ...person(owner), support: { visitId: 'v', helperId: 'h', helperName: 'h', until: new Date('2030-01-01') } };
		const key: Actor = { ...person(owner), scopes: ['export'] };
		for (const actor of [editor, officer, secretariat, stranger, officerAndOwner, visitor, helper, key])
			for (const id of [own, shared]) await expect(fetchCopy(context, actor, id)).rejects.toMatchObject({ code: 'not_found' });
		// The second wall: a query that forgets whose copies are asked for.
		for (const actor of [editor, stranger, secretariat])
			expect((await asActor(database.db, actor, (tx) => tx.execute("select id from data_export where organisation_id is not null and state = 'ready'"))).rows).toEqual([]);
		expect((await database.pool.query('select id from data_export')).rows).toEqual([]);
	});

	test('of an organisation is asked for by its owners only, and not fetched by one who is none any more', async () => {
		const { editor, reader, officer, secretariat, stranger, officerAndOwner, database, context, institute } = network;
		for (const actor of [editor, reader]) await expect(askForCopy(context, actor, { organisationId: institute, language: 'en' })).rejects.toMatchObject({ code: 'forbidden' });
		for (const actor of [officer, secretariat, stranger]) await expect(askForCopy(context, actor, { organisationId: institute, language: 'en' })).rejects.toMatchObject({ code: 'not_found' });
		const id = await copyOf(officerAndOwner, institute);
		await database.pool.query("update membership set role = 'editor' where user_id = $1 and organisation_id = $2", [person(officerAndOwner).userId, institute]);
		await expect(fetchCopy(context, await network.again(officerAndOwner), id)).rejects.toMatchObject({ code: 'not_found' });
		// Asked for before, made after: it is not made.
		const late = await askForCopy(context, officerAndOwner, { organisationId: institute, language: 'en' });
		await makeCopy(context, late);
		expect((await viewMyData(database.db, await network.again(officerAndOwner))).copies.find((copy) => copy.id === late)?.state).toBe('failed');
		await database.pool.query("update membership set role = 'owner' where user_id = $1 and organisation_id = $2", [person(officerAndOwner).userId, institute]);
	});

	test('expires, is made one at a time, and not without end', async () => {
		const { secondOfficer: me, context } = network;
		const id = await copyOf(me, null);
		await askForCopy(context, me, { organisationId: null, language: 'en' });
		await expect(askForCopy(context, me, { organisationId: null, language: 'en' })).rejects.toMatchObject({ code: 'conflict' });
		later(8);
		await expect(fetchCopy(context, me, id)).rejects.toMatchObject({ code: 'expired' });
		await expireCopies(context);
		await expect(context.copies.open(id)).rejects.toMatchObject({ code: 'not_found' });
		for (let i = 0; i < 5; i++) await copyOf(me, null);
		await expect(askForCopy(context, me, { organisationId: null, language: 'en' })).rejects.toMatchObject({ code: 'rate_limited' });
	});
});

describe('withdrawing', () => {
	test('a listing leaves the entry of the index, and what it says to its owner alone', async () => {
		const { database, context, owner, visitor, stranger, officer } = network;
		const id = await listingOfInstitute('Withdrawn drier');
		const reference = await referenceOf(id);
		for (const actor of [stranger, officer]) await expect(withdrawListing(context, actor, id)).rejects.toMatchObject({ code: 'forbidden' });
		expect((await viewListing(database.db, visitor, reference)).content.title).toBe('Withdrawn drier');
		await withdrawListing(context, owner, id);
		await expect(viewListing(database.db, visitor, reference)).rejects.toMatchObject({ code: 'not_found' });
		expect((await viewListing(database.db, owner, reference)).content.title).toBe('Withdrawn drier');
		const record = await viewWithdrawn(database.db, String(reference));
		expect(record).toEqual({
			kind: 'offer', reference, slug: null, titles: [{ language: 'en', text: 'Withdrawn drier' }], areas: ['agriculture'], country: 'LA',
			enteredOn: expect.any(String), withdrawnOn: '2026-11-21', reason: 'withdrawn', isSample: false,
		});
	});

	test('an erased listing is gone with its file; only the entry stays', async () => {
		const { database, context, owner, editor, stranger } = network;
		const id = await listingOfInstitute('Erased drier');
		const reference = await referenceOf(id);
		const { rows } = await database.asOwner((client) => client.query<{ sha256: string }>('select sha256 from attachment where listing_id = $1', [id]));
		for (const actor of [editor, stranger]) await expect(eraseListing(context, actor, id)).rejects.toMatchObject({ code: 'forbidden' });
		expect(await context.files.has(rows[0]!.sha256)).toBe(true);
		await eraseListing(context, owner, id);
		expect(await context.files.has(rows[0]!.sha256)).toBe(false);
		expect((await viewWithdrawn(database.db, String(reference))).reason).toBe('erased');
		expect((await database.asOwner((client) => client.query('select 1 from listing_version where listing_id = $1', [id]))).rows).toEqual([]);
	});

	test('an organisation leaves with its listings and comes back as a member; only its owners do that', async () => {
		const { database, context, stranger, owner, officer, thaiOfficer, company } = network;
		const listing = await publishListing(database.db, { organisationId: company, centreId: 'thailand', kind: 'offer', content: completeOffer({ title: 'Of the company' }) });
		for (const actor of [owner, officer, thaiOfficer]) await expect(withdrawOrganisation(context, actor, company)).rejects.toMatchObject({ code: 'not_found' });
		await withdrawOrganisation(context, stranger, company);
		expect(await viewWithdrawn(database.db, 'test-company')).toMatchObject({ kind: 'organisation', slug: 'test-company', country: 'TH', reason: 'withdrawn' });
		expect(await viewWithdrawn(database.db, String(await referenceOf(listing)))).toMatchObject({ country: 'TH' });
		await expect(withdrawOrganisation(context, stranger, company)).rejects.toMatchObject({ code: 'forbidden' });
		await comeBack(context, stranger, company);
		await expect(viewWithdrawn(database.db, 'test-company')).rejects.toMatchObject({ code: 'not_found' });
		expect((await database.pool.query('select state from organisation where id = $1', [company])).rows).toEqual([{ state: 'admitted' }]);
	});
});

describe('erasing', () => {
	test('waits a fortnight, is told twice, and can be taken back', async () => {
		const { context, editor, database } = network;
		const { dueAt } = await askForErasure(context, editor, { organisationId: null });
		expect(dueAt.toISOString()).toBe('2026-12-05T08:00:00.000Z');
		await expect(askForErasure(context, editor, { organisationId: null })).rejects.toMatchObject({ code: 'conflict' });
		expect((await waitingNotice(database.db, editor))?.account).toBe('2026-12-05T08:00:00.000Z');
		await remindOfErasures(context);
		later(12);
		await remindOfErasures(context);
		await remindOfErasures(context);
		expect((await network.mailsTo('editor@example.org')).map(({ subject }) => subject)).toEqual(['To be erased on Dec 5, 2026', 'Reminder: to be erased on Dec 5, 2026']);
		await cancelErasure(context, editor, { organisationId: null });
		later(30);
		expect(await carryOutErasures(context)).toBe(0);
		expect((await network.again(editor)).kind).toBe('member');
		await expect(cancelErasure(context, editor, { organisationId: null })).rejects.toMatchObject({ code: 'not_found' });
	});

	test('is nobody else’s to ask for, and no helper’s', async () => {
		const { context, editor, officer, secretariat, stranger, owner, institute, visitor } = network;
		await expect(askForErasure(context, visitor, { organisationId: null })).rejects.toMatchObject({ code: 'unauthenticated' });
		await expect(askForErasure(context, editor, { organisationId: institute })).rejects.toMatchObject({ code: 'forbidden' });
		for (const actor of [officer, secretariat, stranger]) await expect(askForErasure(context, actor, { organisationId: institute })).rejects.toMatchObject({ code: 'not_found' });
		const helper: Actor = { ...person(owner), support: { visitId: 'v', helperId: 'h', helperName: 'h', until: new Date('2030-01-01') } };
		await expect(askForErasure(context, helper, { organisationId: null })).rejects.toMatchObject({ code: 'forbidden' });
	});

	test('leaves nothing of a person anywhere in the database but an id in the log', async () => {
		const { context, database } = network;
		const { userId } = await fullPerson();
		const me = (await network.again({ kind: 'member', userId } as Actor)) as Extract<Actor, { kind: 'member' }>;
		const copyId = await copyOf(me, null);
		await askForErasure(context, me, { organisationId: null });
		later(13);
		expect(await carryOutErasures(context)).toBe(0);
		later(1);
		expect(await carryOutErasures(context)).toBe(1);
		expect((await network.again(me)).kind).toBe('visitor');
		await expect(context.copies.open(copyId)).rejects.toMatchObject({ code: 'not_found' });
		expect(await placesOf('Zzyzx Quillfeather')).toEqual([]);
		expect(await placesOf('zzyzx@quill.example')).toEqual([]);
		expect(await placesOf(userId)).toEqual(['audit']);
		// What was written for the institute stays the institute's.
		expect((await database.pool.query("select created_by from listing_version where title = 'Written by Zzyzx'")).rows).toEqual([{ created_by: null }]);
	});

	test('leaves nothing of an organisation but entries of the index, and takes files with it that nobody else keeps', async () => {
		const { context, database, owner, institute } = network;
		const listing = await listingOfInstitute('Drier of an institute that goes');
		const shared = await context.files.put(PDF, { kinds: ['pdf'], maxBytes: 1e6 });
		await database.asOwner(async (client) => {
			await client.query("insert into organisation_proof (organisation_id, name, media_type, bytes, sha256, created_at) values ($1, 'own', 'application/pdf', 10, $2, now()), ($3, 'other', 'application/pdf', 10, $2, now())", [institute, shared.sha256, network.company]);
		});
		const reference = await referenceOf(listing);
		const { rows } = await database.asOwner((client) => client.query<{ sha256: string }>('select sha256 from attachment where listing_id = $1', [listing]));
		await askForErasure(context, owner, { organisationId: institute });
		later(14);
		expect(await carryOutErasures(context)).toBe(1);
		expect(await viewWithdrawn(database.db, String(reference))).toMatchObject({ reason: 'erased', titles: [{ text: 'Drier of an institute that goes' }] });
		expect(await viewWithdrawn(database.db, 'test-institute')).toMatchObject({ reason: 'erased', country: 'LA' });
		expect(await placesOf(institute)).toEqual(['audit']);
		expect(await placesOf(listing)).toEqual([]);
		expect(await placesOf('Drier of an institute that goes')).toEqual(['withdrawn_record']);
		expect(await context.files.has(rows[0]!.sha256)).toBe(false);
		expect(await context.files.has(shared.sha256)).toBe(true);
		expect((await network.again(owner)).kind).toBe('member');
	});
});

/** Somebody who has left traces in as many tables as use cases reach. */
async function fullPerson(): Promise<{ userId: string }> {
	const { database, institute } = network;
	const userId = crypto.randomUUID();
	const email = 'zzyzx@quill.example';
	const listing = await publishListing(database.db, { organisationId: institute, centreId: 'laos', kind: 'offer', content: completeOffer({ title: 'Written by Zzyzx' }) });
	await database.asOwner(async (client) => {
		const run = (text: string, ...values: unknown[]) => client.query(text, values);
		await run('insert into "user" (id, name, email, email_verified, language) values ($1, $2, $3, true, $4)', userId, 'Zzyzx Quillfeather', email, 'en');
		await run("insert into membership (user_id, organisation_id, role) values ($1, $2, 'editor')", userId, institute);
		await run("insert into session (id, token, expires_at, user_id) values ('zs', 'zt', now(), $1)", userId);
		await run("insert into account (id, account_id, provider_id, user_id, password) values ('za', $1, 'credential', $1, 'hash')", userId);
		await run("insert into verification (id, identifier, value, expires_at) values ('zv', 'reset-password:abc', $1, now()), ('zw', $2, 'code', now())", userId, email);
		await run("insert into mail (language, to_address, subject, body_text) values ('en', $1, 'Dear Zzyzx Quillfeather', 'x')", email);
		await run("insert into registration (token_hash, email, name, language, password_hash, expires_at) values ('\\x00', $1, 'Zzyzx Quillfeather', 'en', 'x', now())", email);
		await run("insert into invitation (organisation_id, email, role, language, token_hash, created_at, expires_at) values ($1, $2, 'reader', 'en', repeat('a', 64), now(), now() + interval '1 day')", institute, email);
		await run("insert into sign_in_provider (id, name, issuer, client_id, client_secret, domains, updated_by) values ('inst', 'Institution', 'https://i', 'c', 's', array['i.example'], $1)", userId);
		await run("insert into api_key (user_id, name, secret_hash, beginning, scopes, expires_at) values ($1, 'Zzyzx Quillfeather', sha256('x'), 'abc', array['export'], now() + interval '1 day')", userId);
		await run('insert into join_request (organisation_id, user_id, origin, words, created_at) values ($1, $2, $3, $4, now())', network.company, userId, 'name', 'I am Zzyzx Quillfeather');
		await run("insert into centre_message (centre_id, from_name, from_email, words, language, sent_at) values ('laos', 'Zzyzx Quillfeather', $1, 'Hello', 'en', now())", email);
		await run('update listing set created_by = $1 where id = $2', userId, listing);
		await run('update listing_version set created_by = $1 where listing_id = $2', userId, listing);
		await run('insert into listing_contact (listing_id, user_id) values ($1, $2)', listing, userId);
		await run("insert into review (listing_id, version_id, reviewer_id, decision, language) select l.id, l.published_version_id, $1, 'published', 'en' from listing l where l.id = $2", userId, listing);
	});
	const me = await network.again({ kind: 'member', userId } as Actor);
	await recordAudit(database.db, { actor: me, action: 'listing.publish', entity: 'listing', entityId: listing });
	return { userId };
}

/** Tables of the database that hold some words in any of their columns. */
async function placesOf(words: string): Promise<string[]> {
	return network.database.asOwner(async (client) => {
		const { rows } = await client.query<{ name: string }>("select table_name as name from information_schema.tables where table_schema = current_schema() and table_type = 'BASE TABLE' order by 1");
		const found: string[] = [];
		for (const { name } of rows) {
			const { rowCount } = await client.query(`select 1 from "${name}" t where position($1 in t::text) > 0 limit 1`, [words]);
			if (rowCount) found.push(name);
		}
		return found;
	});
}

test('the log keeps that a name or an address was changed, and neither of them', async () => {
	const { database, owner } = network;
	await recordAudit(database.db, { actor: owner, action: 'user.rename', entity: 'user', entityId: person(owner).userId, before: { name: 'Wrenfield Old' }, after: { name: 'Wrenfield New' } });
	expect(await placesOf('Wrenfield')).toEqual([]);
});
