import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contractOptions, describeRetrieval } from '#lib/engines/retrieval/retrieval-contract.ts';
import type { IndexedDocument } from '#lib/engines/retrieval/types.ts';
import { createTestDatabase, type TestDatabase } from '../../../../../tests/database.ts';
import { PostgresRetrieval } from './postgres-retrieval.ts';

let database: TestDatabase;
beforeAll(async () => {
	database = await createTestDatabase();
});
afterAll(() => database.close());

let edition = 0;
async function empty(options = contractOptions): Promise<PostgresRetrieval> {
	const retrieval = new PostgresRetrieval(database.pool, options);
	await retrieval.adopt(`edition ${edition++}`);
	return retrieval;
}

describeRetrieval('The index in PostgreSQL', empty, 25);

const listing = (id: string, term: string): IndexedDocument => ({ id, fields: [{ field: 'title', terms: [[term, 1]], length: 1 }], facets: { kind: ['offer'] } });
const groupOf = (term: string) => [{ alternatives: [{ term, weight: 1 }], weight: 1, occur: 'should' as const }];

describe('several servers on one index', () => {
	test('that write the same listings at once index each once, and frequencies stay right', async () => {
		const retrieval = await empty();
		const documents = Array.from({ length: 40 }, (_, i) => listing(`d${i}`, i % 2 === 0 ? 'even' : 'odd'));
		const versions = new Map(documents.map(({ id }) => [id, 7]));
		const servers = [retrieval, new PostgresRetrieval(database.pool, contractOptions), new PostgresRetrieval(database.pool, contractOptions)];
		await Promise.all(servers.map((server) => server.add(documents, versions)));
		expect(await retrieval.size()).toBe(40);
		expect((await retrieval.documentFrequencies(['even'])).get('even')).toBe(20);
		expect(await retrieval.versions()).toEqual(versions);
		const first = (await database.pool.query('select max(number) as last from search_document')).rows[0].last;
		expect(first, 'who came second must have written nothing').toBe(40);
	});

	test('write a listing anew when its version is another', async () => {
		const retrieval = await empty();
		await retrieval.add([listing('a', 'old')], new Map([['a', 1]]));
		await retrieval.add([listing('a', 'new')], new Map([['a', 2]]));
		expect((await retrieval.search({ groups: groupOf('old'), limit: 5 })).total).toBe(0);
		expect((await retrieval.search({ groups: groupOf('new'), limit: 5 })).hits.map(({ id }) => id)).toEqual(['a']);
	});

	test('empty an index of another edition once', async () => {
		const retrieval = await empty();
		await retrieval.add([listing('a', 'x')]);
		expect(await retrieval.adopt('another')).toBe(true);
		expect(await retrieval.size()).toBe(0);
		await retrieval.add([listing('a', 'x')]);
		expect(await retrieval.adopt('another')).toBe(false);
		expect(await retrieval.size()).toBe(1);
	});
});

test('what PostgreSQL cannot store is left out, not an error', async () => {
	const retrieval = await empty();
	await retrieval.add([{ id: 'odd', fields: [{ field: 'title', terms: [['a\u0000b', 1], ['x'.repeat(5000), 1], ['fine', 1], ['\uD800', 1]], length: 4 }], facets: {} }]);
	expect((await retrieval.search({ groups: groupOf('fine'), limit: 5 })).total).toBe(1);
	expect((await retrieval.search({ groups: groupOf('a\u0000b'), limit: 5 })).total).toBe(0);
});
