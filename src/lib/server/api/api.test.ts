import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actorId, type Actor } from '#lib/server/accounts/actor.ts';
import { listingById } from '#lib/server/listings/queries.ts';
import { reviewListing } from '#lib/server/listings/review-listing.ts';
import { audit } from '#lib/server/platform/audit.ts';
import { createSearchService } from '#lib/server/search/create-search-service.ts';
import { readThesaurus } from '#lib/server/thesaurus/read-thesaurus.ts';
import { createTestDatabase, type TestDatabase } from '../../../../tests/database.ts';
import { completeOffer, createSmallNetwork, idleJobs, type SmallNetwork } from '../../../../tests/small-network.ts';
import { api } from './api.ts';
import type { ApiEnvironment } from './context.ts';

let database: TestDatabase;
let network: SmallNetwork;
let mitra: ApiEnvironment['Bindings']['mitra'] & { search: { stop(): Promise<void> } };

beforeAll(async () => {
	database = await createTestDatabase();
	network = await createSmallNetwork(database.db);
	const thesaurus = await readThesaurus('data/thesaurus');
	const search = createSearchService({ database, url: database.url, thesaurus });
	await search.start();
	mitra = { db: database.db, search, thesaurus };
});
afterAll(async () => {
	await mitra.search.stop();
	await database.close();
});

interface Answer {
	status: number;
	body: Record<string, unknown> & { fields?: { field: string }[] };
}

async function ask(actor: Actor, method: string, path: string, body?: unknown, headers: Record<string, string> = { 'content-type': 'application/json' }): Promise<Answer> {
	const text = typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body);
	const request = new Request(`http://mitra.example/api/v1${path}`, { method, headers, ...(text === undefined ? {} : { body: text }) });
	const response = await api.fetch(request, { mitra, actor, reader: 'en' });
	return { status: response.status, body: (await response.json()) as Answer['body'] };
}

const start = (actor: Actor, more: object = {}) => ask(actor, 'POST', '/listings', { kind: 'offer', language: 'en', organisationId: network.institute, ...more });
const save = (actor: Actor, id: unknown, content: unknown) => ask(actor, 'PUT', `/listings/${String(id)}/draft`, { content });
const submit = (actor: Actor, id: unknown) => ask(actor, 'POST', `/listings/${String(id)}/submit`);

async function published(content = completeOffer()): Promise<{ id: string; reference: number }> {
	const { body } = await start(network.owner, { content });
	const id = String(body.id);
	await submit(network.owner, id);
	const row = (await listingById(database.db, id))!;
	const clock = () => new Date('2026-11-21T08:00:00Z');
	const decision = { listingId: id, versionId: row.workingVersionId!, decision: 'publish', remark: '', language: 'en' } as const;
	await reviewListing({ db: database.db, clock, jobs: idleJobs, baseUrl: 'http://mitra.example' }, network.officer, decision);
	await mitra.search.refresh(id);
	return { id, reference: row.reference };
}

describe('who may write', () => {
	test('an owner and an editor; nobody learns of a draft from outside, and a reader may not touch it', async () => {
		const { status, body } = await start(network.editor);
		expect(status).toBe(201);
		for (const [actor, refusal] of [[network.visitor, 401], [network.stranger, 404], [network.thaiOfficer, 404], [network.reader, 403], [network.officer, 403]] as const) {
			expect((await save(actor, body.id, completeOffer())).status).toBe(refusal);
			expect((await submit(actor, body.id)).status).toBe(refusal);
		}
		expect((await save(network.owner, body.id, completeOffer())).status).toBe(200);
	});

	test('nobody begins a listing of somebody else', async () => {
		expect((await start(network.visitor)).status).toBe(401);
		for (const actor of [network.stranger, network.reader, network.officer, network.secretariat]) expect((await start(actor)).status).toBe(403);
	});

	test('no page of another site, whatever type of body it sends', async () => {
		const foreign = { origin: 'http://evil.example', 'content-type': 'application/json' };
		expect((await ask(network.owner, 'POST', '/listings', '{}', foreign)).status).toBe(403);
		const { body } = await start(network.owner, { content: completeOffer() });
		expect((await ask(network.owner, 'POST', `/listings/${String(body.id)}/submit`, undefined, { origin: 'null' })).status).toBe(403);
		expect((await listingById(database.db, String(body.id)))!.state).toBe('draft');
	});
});

describe('what may be read', () => {
	test('a published listing without its guarded sections and without its hidden owner', async () => {
		const content = completeOffer({ title: 'Hidden owner', description: 'kanchanaburi', display: 'hidden', disclosure: { description: 'confidential', ip: 'parties', advantages: 'network' } });
		const { id, reference } = await published(content);
		const { body } = await ask(network.visitor, 'GET', `/listings/${reference}`);
		expect(body.content).toMatchObject({ description: '', advantages: '', benefitInFigures: '', comparedWith: '', ip: { status: null, rights: [] } });
		expect(JSON.stringify(body)).not.toContain('test-institute');
		const found = JSON.stringify((await ask(network.visitor, 'GET', '/listings?q=Hidden owner')).body);
		expect(found).toContain(id);
		expect(found).not.toMatch(/test-institute|kanchanaburi|granted/);
		expect((await ask(network.visitor, 'GET', '/listings?q=kanchanaburi')).body.total).toBe(0);
		expect((await ask(network.visitor, 'GET', '/listings?q=test-institute')).body.total).toBe(0);
	});

	test('an officer who reads guarded sections is put on record, as on the page', async () => {
		const { id, reference } = await published(completeOffer({ disclosure: { description: 'confidential' } }));
		const { body } = await ask(network.officer, 'GET', `/listings/${reference}`);
		expect(body.content).toMatchObject({ description: completeOffer().description });
		const mine = and(eq(audit.actorId, actorId(network.officer)!), eq(audit.action, 'listing.read-guarded'), eq(audit.entityId, id));
		expect(await database.db.select().from(audit).where(mine)).toHaveLength(1);
	});
});

describe('bad input', () => {
	test.each(['/listings/99999999999', '/listings/2147483648', '/listings/0', '/listings/1.5', '/listings/abc', '/listings/99999999999/counterparts', '/organisations/%00', '/concepts/%00', '/nothing'])(
		'an address of nothing is not found: %s',
		async (path) => {
			expect((await ask(network.visitor, 'GET', path)).status).toBe(404);
		},
	);

	test('a malformed id is the id of nothing', async () => {
		expect((await save(network.owner, 'abc', completeOffer())).status).toBe(404);
		expect((await submit(network.owner, "' or 1=1")).status).toBe(404);
	});

	test.each([
		['no body', '', { 'content-type': 'application/json' }, 422],
		['no JSON', '{"kind":', { 'content-type': 'application/json' }, 422],
		['JSON without an end to its depth', '['.repeat(100_000), { 'content-type': 'application/json' }, 422],
		['a list', '[]', { 'content-type': 'application/json' }, 422],
		['null', 'null', { 'content-type': 'application/json' }, 422],
		['another type', '{}', { 'content-type': 'text/plain' }, 415],
		['no type', '{}', {}, 415],
		['a body beyond all listings', JSON.stringify({ content: 'x'.repeat(300_000) }), { 'content-type': 'application/json' }, 413],
		['wrong elements in thousands', JSON.stringify({ content: { keywords: Array(100_000).fill(1) } }), { 'content-type': 'application/json' }, 422],
	] as const)('%s is refused', async (_name, body, headers, status) => {
		const answer = await ask(network.owner, 'POST', '/listings', body, headers);
		expect(answer.status).toBe(status);
		expect(answer.body.code).toEqual(expect.any(String));
		expect(answer.body.fields?.length ?? 0).toBeLessThanOrEqual(100);
	});

	test('a text that no database could hold is stored without what made it so', async () => {
		const { body } = await start(network.owner, { content: { ...completeOffer(), title: 'salt\u0000 \ud800 soil' } });
		expect(body.content).toMatchObject({ title: 'salt \uFFFD soil' });
	});

	test('unknown filters find nothing, and pages have an end', async () => {
		expect((await ask(network.visitor, 'GET', '/listings?kind=__proto__&area=constructor')).body.total).toBe(0);
		expect((await ask(network.visitor, 'GET', '/listings?page=1000000000')).status).toBe(422);
		expect((await ask(network.visitor, 'GET', '/listings?in=klingon')).status).toBe(422);
	});
});
