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
import { api, apiDocument } from './api.ts';
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
	mitra = { db: database.db, clock: () => new Date('2026-11-21T08:00:00Z'), search, thesaurus };
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
		await database.pool.query("update organisation set place = 'Pakxan' where slug = 'test-institute'");
		const { id, reference } = await published(content);
		const { body } = await ask(network.visitor, 'GET', `/listings/${reference}`);
		expect(body.content).toMatchObject({ description: '', advantages: '', benefitInFigures: '', comparedWith: '', ip: { status: null, rights: [] } });
		expect(JSON.stringify(body)).not.toMatch(/test-institute|Pakxan/);
		const found = JSON.stringify((await ask(network.visitor, 'GET', '/listings?q=Hidden owner')).body);
		expect(found).toContain(id);
		expect(found).not.toMatch(/test-institute|Pakxan|kanchanaburi|granted/);
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

describe('the network', () => {
	/** All pages of a list, each asked with the `next` of the one before. */
	async function everyPage(path: string, limit: number): Promise<Record<string, unknown>[]> {
		const items: Record<string, unknown>[] = [];
		let after: string | null = null;
		do {
			const { status, body } = await ask(network.visitor, 'GET', `${path}${path.includes('?') ? '&' : '?'}limit=${limit}${after ? `&after=${encodeURIComponent(after)}` : ''}`);
			expect({ path, status }).toEqual({ path, status: 200 });
			const page = body.items as Record<string, unknown>[];
			expect(page.length).toBeLessThanOrEqual(limit);
			items.push(...page);
			after = body.next as string | null;
		} while (after);
		return items;
	}

	test('gives organisations by pages that follow one another, admitted ones only, and by country, kind and centre', async () => {
		await database.pool.query(`insert into organisation (slug, kind, country, names, centre_id, state)
			select 'api-' || lpad(n::text, 3, '0'), 'company', 'VN', '[]', 'vietnam', case when n = 7 then 'applied' else 'admitted' end from generate_series(1, 23) n`);
		const slugs = (await everyPage('/organisations', 5)).map(({ slug }) => slug);
		expect(slugs).toHaveLength(24);
		expect(new Set(slugs).size).toBe(24);
		expect(slugs).not.toContain('api-007');
		expect((await everyPage('/organisations?country=VN', 50)).length).toBe(22);
		expect((await everyPage('/organisations?kind=institute&centre=laos', 50)).map(({ slug }) => slug)).toEqual(['test-institute']);
		for (const wrong of ['limit=0', 'limit=201', 'limit=x', 'kind=empire', 'country=LAO']) expect((await ask(network.visitor, 'GET', `/organisations?${wrong}`)).status, wrong).toBe(422);
		for (const wrong of ['after=%00', 'after=A%20B', 'centre=%00']) expect((await ask(network.visitor, 'GET', `/organisations?${wrong}`)).status, wrong).toBe(422);
	});

	test('gives centres with their hours, and the agreements that found them', async () => {
		await database.pool.query(`update centre set time_zone = 'Asia/Vientiane', hours = '[{"days": [1, 2], "from": "08:30", "to": "12:00"}]' where id = 'laos'`);
		const { body } = await ask(network.visitor, 'GET', '/centres');
		const centres = body as unknown as { id: string; timeZone: string; hours: unknown; agencies: { names: unknown[] }[] }[];
		const laos = centres.find(({ id }) => id === 'laos')!;
		expect(laos).toMatchObject({ timeZone: 'Asia/Vientiane', hours: [{ days: [1, 2], from: '08:30', to: '12:00' }] });
		expect(laos.agencies.length).toBeGreaterThan(0);
		expect(JSON.stringify(body), 'no address of a mailbox').not.toMatch(/@|contact/i);
		const all = await everyPage('/founding-agreements', 2);
		const { rows } = await database.pool.query<{ count: string }>('select count(*) from founding_agreement');
		expect(new Set(all.map(({ id }) => id)).size).toBe(Number(rows[0]!.count));
		expect((await everyPage('/founding-agreements?centre=laos', 50)).every(({ centreId }) => centreId === 'laos')).toBe(true);
		expect((await ask(network.visitor, 'GET', '/founding-agreements?after=x')).status).toBe(422);
	});

	test('gives of a working group what is public, to its own officers too', async () => {
		await database.asOwner(async (client) => {
			await client.query(`insert into working_group (centre_id, names, languages, source) values ('laos', '[{"language": "en", "text": "Working group"}]', '{zh,lo}', 'test') on conflict do nothing`);
			const { rows } = await client.query<{ id: string }>("insert into working_meeting (centre_id, year, held_on, state) values ('laos', 2024, '2024-05-01', 'held') on conflict (centre_id, year) do update set state = 'held', held_on = excluded.held_on returning id");
			const id = rows[0]!.id;
			await client.query("insert into working_participant (meeting_id, centre_id, side, name, shown) values ($1, 'laos', 'china', 'Named Person', true), ($1, 'laos', 'partner', 'Silent Person', false)", [id]);
			await client.query("insert into working_minutes (meeting_id, centre_id, state) values ($1, 'laos', 'draft')", [id]);
			await client.query(`insert into working_minutes_text (meeting_id, centre_id, texts) values ($1, 'laos', '[{"language": "en", "text": "kept inside"}]')`, [id]);
			await client.query(`insert into working_decision (meeting_id, centre_id, number, texts) values ($1, 'laos', 1, '[{"language": "en", "text": "decided inside"}]')`, [id]);
		});
		expect((await ask(network.visitor, 'GET', '/working-groups')).body).toContainEqual(expect.objectContaining({ centreId: 'laos', latestYear: 2024 }));
		expect((await ask(network.visitor, 'GET', '/working-groups/laos')).body.years).toContainEqual(expect.objectContaining({ year: 2024, hasPlan: false }));
		for (const actor of [network.visitor, network.officer, network.secretariat]) {
			const { status, body } = await ask(actor, 'GET', '/working-groups/laos/2024');
			expect(status).toBe(200);
			expect(body).toMatchObject({ centreId: 'laos', year: 2024, plan: null, meeting: { state: 'held', minutes: [], decisions: [], participants: [{ name: 'Named Person' }] } });
			expect(JSON.stringify(body)).not.toMatch(/inside|Silent/);
		}
		for (const path of ['/working-groups/nowhere', '/working-groups/laos/1999', '/working-groups/laos/x', '/working-groups/%00']) expect((await ask(network.visitor, 'GET', path)).status, path).toBe(404);
	});

	test('gives the public part of experts who have consented, by pages and by search', async () => {
		const profile = (slug: string, state: string, more = '') =>
			`('${slug}', 'laos', '${state}', '[{"language": "en", "text": "Person ${slug}"}]', '[{"language": "en", "text": "Biogas plants"}]', '{biogas}', '{en${more}}', 'LA', '{advise}', ${state === 'public' ? 'now()' : 'null'}, true, now(), now())`;
		await database.asOwner((client) =>
			client.query(`insert into expert (slug, centre_id, state, names, headline, fields, languages, country, offers, consented_at, is_sample, created_at, updated_at) values
				${[profile('ann', 'public'), profile('ben', 'public', ',lo'), profile('cat', 'public'), profile('hidden', 'draft'), profile('gone', 'withdrawn')].join(', ')}`),
		);
		expect((await everyPage('/experts', 2)).map(({ slug }) => slug)).toEqual(['ann', 'ben', 'cat']);
		expect((await everyPage('/experts?language=lo&country=LA&offer=advise', 2)).map(({ slug }) => slug)).toEqual(['ben']);
		const found = (await ask(network.visitor, 'GET', `/expert-search?q=${encodeURIComponent('沼气')}&language=lo`)).body as { total: number; experts: { slug: string }[] };
		expect(found.experts.map(({ slug }) => slug)).toEqual(['ben']);
		expect((await ask(network.visitor, 'GET', '/experts/ann')).body).toMatchObject({ slug: 'ann', fields: ['biogas'] });
		for (const actor of [network.visitor, network.officer, network.secretariat]) for (const slug of ['hidden', 'gone', 'nobody']) expect((await ask(actor, 'GET', `/experts/${slug}`)).status).toBe(404);
		expect(JSON.stringify((await ask(network.officer, 'GET', '/experts')).body)).not.toMatch(/phone|fee|remarks|userId|user_id/);
	});

	test('is described: every path with what it answers', () => {
		const paths = Object.keys(apiDocument().paths ?? {});
		for (const path of ['/organisations', '/founding-agreements', '/working-groups/{centre}/{year}', '/experts', '/expert-search', '/experts/{slug}']) expect(paths).toContain(`/api/v1${path}`);
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
