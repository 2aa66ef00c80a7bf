import { sql } from 'drizzle-orm';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readThesaurus } from '#lib/server/thesaurus/read-thesaurus.ts';
import { createSampleDatabase, type TestDatabase } from '../../../../../tests/database.ts';
import { createSearchService } from '../create-search-service.ts';
import type { SearchService } from '../search-service.ts';

const dataFolder = join(import.meta.dirname, '..', '..', '..', '..', '..', 'data');
let database: TestDatabase;
let inMemory: SearchService;
let first: SearchService;
let second: SearchService;

beforeAll(async () => {
	database = await createSampleDatabase();
	const thesaurus = await readThesaurus(join(dataFolder, 'thesaurus'));
	const service = (index: 'memory' | 'postgres') => createSearchService({ database, url: database.url, thesaurus, index });
	[inMemory, first, second] = [service('memory'), service('postgres'), service('postgres')];
	// Two servers that start at once fill one index.
	await Promise.all([inMemory, first, second].map((each) => each.start()));
});
afterAll(async () => {
	await Promise.all([inMemory, first, second].map((each) => each.stop()));
	await database.close();
});

const ask = (search: SearchService, text: string) => search.search({ text, filters: {}, page: 1, pageSize: 10, sort: 'relevance' });

test.each(['drip irrigation for saline soil', 'ດິນເຄັມ', 'nông nghiệp', '"drip irrigation"', 'water -solar', 'country:TH kind:need', 'irigation ', 'sol', ''])(
	'%j is answered by the shared index as by the one in memory',
	async (text) => {
		const expected = await ask(inMemory, text);
		for (const search of [first, second]) {
			const found = await ask(search, text);
			expect(found.total).toBe(expected.total);
			expect(found.facets).toEqual(expected.facets);
			expect(found.didYouMean).toBe(expected.didYouMean);
			// Average lengths are those of the moment when a listing was indexed, so scores may differ a little, and near ties turn.
			const titles = (result: typeof found) => result.hits.map(({ card }) => card.title);
			if (text !== '') expect(titles(found).filter((title) => titles(expected).includes(title)).length).toBeGreaterThanOrEqual(Math.min(8, expected.hits.length));
		}
	},
);

test('holds each listing once, however many servers filled it', async () => {
	const { rows } = await database.db.execute<{ documents: number; published: number }>(
		sql`select (select count(*)::int from search_document) as documents, (select count(*)::int from listing where state = 'published') as published`,
	);
	expect(rows[0]!.documents).toBe(rows[0]!.published);
});

test('a listing paused through the database is gone from the shared index, and back when it is published again', async () => {
	const card = first.newest('offer', 1)[0]!;
	const there = async () => (await ask(second, `"${card.title}"`)).hits.some((hit) => hit.card.id === card.id);
	expect(await there()).toBe(true);
	await database.db.execute(sql`update listing set state = 'paused' where id = ${card.id}`);
	await expect.poll(there, { timeout: 10_000 }).toBe(false);
	await database.db.execute(sql`update listing set state = 'published' where id = ${card.id}`);
	await expect.poll(there, { timeout: 10_000 }).toBe(true);
});
