import { sql } from 'drizzle-orm';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { createSearchService } from '#lib/server/search/create-search-service.ts';
import type { SearchService } from '#lib/server/search/search-service.ts';
import { readThesaurus } from '#lib/server/thesaurus/read-thesaurus.ts';
import { createSampleDatabase, type TestDatabase } from '../../../../tests/database.ts';
import { embedListings } from './embed-listings.ts';
import { EmbeddingError } from './embedding-service.ts';
import { httpEmbeddings, type HttpEmbeddingOptions } from './http-embeddings.ts';
import { localEmbeddings } from './local-embeddings.ts';
import { NearestListings } from './nearest-listings.ts';

type Asked = { input: string[]; model: string; authorization: string | undefined };
type Answer = (asked: Asked, response: ServerResponse, call: number) => void;

/** A server that speaks the protocol; what it answers is each test's. */
let server: Server;
let url: string;
let answer: Answer;
let asked: Asked[] = [];

/** Letters counted: texts of the same letters are near. Enough of a model to know near from far. */
function lettersOf(text: string): number[] {
	const counts = new Array<number>(26).fill(0.01);
	for (const letter of text.toLowerCase()) if (letter >= 'a' && letter <= 'z') counts[letter.charCodeAt(0) - 97]! += 1;
	return counts;
}
const well: Answer = ({ input }, response) => {
	const data = input.map((text, index) => ({ object: 'embedding', index, embedding: lettersOf(text) }));
	// In any order: the protocol has the index for that.
	response.setHeader('content-type', 'application/json').end(JSON.stringify({ object: 'list', data: data.reverse(), model: 'letters' }));
};
const status = (code: number, headers: Record<string, string> = {}): Answer => (_asked, response) => void response.writeHead(code, headers).end('{"error":{"message":"key sk-secret is wrong"}}');

async function readBody(request: IncomingMessage): Promise<string> {
	let body = '';
	for await (const part of request.setEncoding('utf8')) body += part;
	return body;
}

beforeAll(async () => {
	server = createServer((request, response) => {
		void readBody(request).then((body) => {
			if (request.url !== '/v1/embeddings' || request.method !== 'POST') return response.writeHead(404).end();
			const call = { ...(JSON.parse(body) as { input: string[]; model: string }), authorization: request.headers.authorization };
			asked.push(call);
			return answer(call, response, asked.length);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});
afterAll(() => {
	server.closeAllConnections();
	server.close();
});
afterEach(() => {
	asked = [];
});

const service = (change: Partial<HttpEmbeddingOptions> = {}) => httpEmbeddings({ url, model: 'letters', firstWait: 5, queryTimeout: 5000, ...change });
const inOrder = (...answers: Answer[]): Answer => (one, response, call) => answers[Math.min(call, answers.length) - 1]!(one, response, call);

describe('a service over HTTP', () => {
	test('is asked in batches, with its key and model, and answers unit vectors in order', async () => {
		answer = well;
		const texts = Array.from({ length: 10 }, (_, i) => 'abcdefghij'[i]!.repeat(3));
		const vectors = await service({ batch: 4, key: 'sk-1' }).embed(texts);
		expect(asked.map(({ input }) => input.length)).toEqual([4, 4, 2]);
		expect(asked[0]).toMatchObject({ model: 'letters', authorization: 'Bearer sk-1' });
		vectors.forEach((vector, i) => {
			expect(vector.indexOf(Math.max(...vector))).toBe(i);
			expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
		});
	});

	test('is asked again, later each time, while it is overloaded; a job is patient', async () => {
		answer = inOrder(status(503), status(500), well);
		expect(await service().embed(['a'], { patient: true })).toHaveLength(1);
		expect(asked).toHaveLength(3);
	});

	test('is asked again when it says: 429 with Retry-After', async () => {
		answer = inOrder(status(429, { 'retry-after': '1' }), well);
		const began = performance.now();
		expect(await service().embed(['a'], { patient: true })).toHaveLength(1);
		expect(performance.now() - began).toBeGreaterThan(950);
	});

	test('that asks for an hour is given up on', async () => {
		answer = status(429, { 'retry-after': '3600' });
		await expect(service().embed(['a'], { patient: true })).rejects.toMatchObject({ name: 'EmbeddingError', transient: true, retryAfter: 3_600_000 });
		expect(asked).toHaveLength(1);
	});

	test('that refuses is asked once, and what it says is not repeated', async () => {
		answer = status(401);
		const error = await service({ key: 'sk-secret' }).embed(['a'], { patient: true }).catch((caught: unknown) => caught as Error);
		expect(error).toBeInstanceOf(EmbeddingError);
		expect(String(error)).not.toContain('sk-secret');
		expect(asked).toHaveLength(1);
	});

	test('that is silent is given up on in time', async () => {
		answer = () => undefined;
		await expect(service({ queryTimeout: 50 }).embed(['a'])).rejects.toThrow('within 50 ms');
		await expect(service({ timeout: 30, retries: 2 }).embed(['a'], { patient: true })).rejects.toThrow('within 30 ms');
		expect(asked.length).toBe(4);
	});

	test('that is not there is said not to be', async () => {
		await expect(httpEmbeddings({ url: 'http://127.0.0.1:9/v1', model: 'm', queryTimeout: 5000 }).embed(['a'])).rejects.toThrow('cannot be reached');
	});

	test.each([
		['no JSON', '<html>busy</html>'],
		['no list', '{"data":{}}'],
		['too few vectors', '{"data":[]}'],
		['the same index twice', '{"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[1]}]}'],
		['words for numbers', '{"data":[{"index":0,"embedding":["a"]},{"index":1,"embedding":[1]}]}'],
		['a vector of zeros', '{"data":[{"index":0,"embedding":[0,0]},{"index":1,"embedding":[0,1]}]}'],
		['vectors of different lengths', '{"data":[{"index":0,"embedding":[1,0]},{"index":1,"embedding":[1,0,0]}]}'],
	])('that answers %s is not believed', async (_what, body) => {
		answer = (_one, response) => void response.end(body);
		await expect(service().embed(['a', 'b'], { patient: true })).rejects.toThrow(EmbeddingError);
		expect(asked).toHaveLength(1);
	});

	test('whose vectors change their length between requests is not believed', async () => {
		answer = inOrder(well, (_one, response) => void response.end('{"data":[{"index":0,"embedding":[1,2,3]}]}'));
		const one = service();
		await one.embed(['a']);
		await expect(one.embed(['a'])).rejects.toThrow('3 numbers, where earlier ones had 26');
	});
});

describe('a local model', () => {
	test('without its package says how to install it', async () => {
		const local = localEmbeddings({ folder: '/models', model: 'm' }, () => Promise.reject(new Error('not found')));
		await expect(local.embed(['a'])).rejects.toThrow('npm install --no-save @huggingface/transformers');
	});

	test('is opened once, from its folder, and from a mirror only where one is named', async () => {
		const env = { allowRemoteModels: true, localModelPath: '', remoteHost: 'https://huggingface.co/' };
		let opened = 0;
		const load = async () => ({
			env,
			pipeline: async () => {
				opened++;
				return async (texts: string[]) => ({ tolist: () => texts.map(lettersOf) });
			},
		});
		const local = localEmbeddings({ folder: '/models', model: 'm' }, load);
		expect(await local.embed(['a', 'b'])).toHaveLength(2);
		await local.embed(['c']);
		expect(opened).toBe(1);
		expect(env).toMatchObject({ allowRemoteModels: false, localModelPath: '/models' });
		await localEmbeddings({ folder: '/models', model: 'm', hub: 'https://hf-mirror.com' }, load).embed(['a']);
		expect(env).toMatchObject({ allowRemoteModels: true, remoteHost: 'https://hf-mirror.com' });
	});
});

describe('search with vectors', () => {
	let database: TestDatabase;
	let search: SearchService;
	const ask = (text: string, filters = {}) => search.search({ text, filters, page: 1, pageSize: 20, sort: 'relevance' });

	beforeAll(async () => {
		database = await createSampleDatabase();
		const dataFolder = join(import.meta.dirname, '..', '..', '..', '..', 'data');
			answer = well;
		await embedListings(database.db, service());
		search = createSearchService({ database, url: database.url, thesaurus: await readThesaurus(join(dataFolder, 'thesaurus')), embeddings: service({ queryTimeout: 2000 }) });
		await search.start();
	});
	afterAll(async () => {
		await search.stop();
		await database.close();
	});

	test('every published version has a vector, and a second run makes none', async () => {
		const { rows } = await database.db.execute<{ missing: number; had: number }>(
			sql`select count(*) filter (where v.version_id is null)::int as missing, count(v.version_id)::int as had from listing l left join listing_vector v on v.version_id = l.published_version_id where l.state = 'published'`,
		);
		expect(rows[0]).toMatchObject({ missing: 0 });
		expect(rows[0]!.had).toBeGreaterThan(200);
		answer = well;
		asked = [];
		expect(await embedListings(database.db, service())).toBe(0);
		expect(asked).toHaveLength(0);
	});

	test('a listing without the words is found by its nearness, under every filter', async () => {
		answer = well;
		const wordless = 'qqqq zzzz xxxx jjjj';
		expect(search.vectorHealth()?.vectors).toBeGreaterThan(200);
		const found = await ask(wordless);
		expect(found.total).toBeGreaterThan(0);
		const needs = await ask(wordless, { kind: ['need'] });
		expect(needs.hits.length).toBeGreaterThan(0);
		expect(needs.hits.every(({ card }) => card.kind === 'need')).toBe(true);
		expect((await ask(`${wordless} country:TH`)).hits.every(({ card }) => card.country === 'TH')).toBe(true);
		expect(search.vectorHealth()).toMatchObject({ state: 'working', model: 'letters' });
	});

	test('goes on without them when the service fails, says so, leaves it alone, and comes back', async () => {
		answer = well;
		let now = 0;
		const nearest = new NearestListings(service(), database.db, () => now);
		await nearest.refresh();
		answer = status(500);
		expect(await nearest.nearest('drip', 5, 0)).toEqual([]);
		expect(nearest.health()).toMatchObject({ state: 'failing', reason: 'The embedding service answered with status 500.' });
		answer = well;
		asked = [];
		expect(await nearest.nearest('drip', 5, 0), 'it is left alone for a while').toEqual([]);
		expect(asked).toHaveLength(0);
		now = 31_000;
		expect(await nearest.nearest('drip', 5, 0)).toHaveLength(5);
		expect(nearest.health().state).toBe('working');
		answer = status(500);
		const found = await ask('drip irrigation');
		expect(found.hits.length).toBeGreaterThan(0);
		expect(search.vectorHealth()?.state).toBe('failing');
	});

	test('a model that now answers other dimensions is noticed', async () => {
		const nearest = new NearestListings(httpEmbeddings({ url, model: 'letters', queryTimeout: 5000 }), database.db);
		await nearest.refresh();
		answer = (_one, response) => void response.end('{"data":[{"index":0,"embedding":[1,2,3]}]}');
		expect(await nearest.nearest('drip', 5, 0)).toEqual([]);
		expect(nearest.health()).toMatchObject({ state: 'failing', reason: expect.stringContaining('3 numbers') });
	});

	test('a job that is stopped keeps what it has made', async () => {
		answer = well;
		await database.db.execute(sql`delete from listing_vector`);
		const stop = new AbortController();
		answer = (one, response, call) => {
			if (call === 2) stop.abort();
			well(one, response, call);
		};
		await embedListings(database.db, service({ batch: 64 }), stop.signal).catch(() => undefined);
		const count = async () => Number((await database.db.execute<{ n: number }>(sql`select count(*) as n from listing_vector`)).rows[0]!.n);
		expect(await count()).toBeGreaterThan(0);
		answer = well;
		const before = await count();
		expect(await embedListings(database.db, service())).toBeGreaterThan(0);
		expect(await count()).toBeGreaterThan(before);
	});

	test('sections that are not public are in no text that leaves for the service', async () => {
		await database.db.execute(sql`delete from listing_vector`);
		answer = well;
		await embedListings(database.db, service());
		const { rows } = await asActor(database.db, operator('test'), (tx) =>
			tx.execute<{ description: string }>(
				sql`select g.content->>'description' as description from listing l join listing_guarded_section g on g.version_id = l.published_version_id where l.state = 'published' and g.section = 'description'`,
			),
		);
		expect(rows.length, 'a guarded section is needed for this test to mean anything').toBeGreaterThan(0);
		const sent = asked.flatMap(({ input }) => input).join('\n');
		for (const { description } of rows) expect(sent).not.toContain(description.slice(0, 120));
	});

	test('a translation by a machine gets none', async () => {
		await database.db.execute(sql`delete from listing_vector`);
		await database.db.execute(sql`update listing_version set provenance = 'machine-translation' where id in (select published_version_id from listing where state = 'published' order by id limit 3)`);
		answer = well;
		await embedListings(database.db, service());
		const { rows } = await database.db.execute<{ n: number }>(sql`select count(*)::int as n from listing_vector v join listing_version w on w.id = v.version_id where w.provenance = 'machine-translation'`);
		expect(rows[0]!.n).toBe(0);
		await database.db.execute(sql`update listing_version set provenance = 'original' where provenance = 'machine-translation'`);
	});
});
