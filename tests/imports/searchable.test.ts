import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { eventually } from '../platform/eventually.ts';
import { createSmallNetwork } from '../small-network.ts';
import { insertBatch } from '#lib/server/imports/queries.ts';
import { runImport } from '#lib/server/imports/run-import.ts';
import { createSearchService } from '#lib/server/search/create-search-service.ts';
import { readThesaurus } from '#lib/server/thesaurus/read-thesaurus.ts';
import { areas, need, planFor, tableOf } from './rows.ts';

let database: TestDatabase;
beforeAll(async () => {
	database = await createTestDatabase();
});
afterAll(() => database.close());

test('a running server finds what another process imports, without being told by it', async () => {
	const network = await createSmallNetwork(database.db);
	const thesaurus = await readThesaurus(join(import.meta.dirname, '..', '..', 'data', 'thesaurus'));
	const search = createSearchService({ database, url: database.url, thesaurus });
	await search.start();
	try {
		const find = () => search.search({ text: 'saline soil', filters: {}, page: 1, pageSize: 10, sort: 'relevance' });
		expect((await find()).total).toBe(0);
		const table = tableOf([need('1'), need('2', { title: 'Lychee storage', summary: 'Cold chain.', description: 'Cold chain for fruit.', sought: 'Twenty days.' })]);
		const batch = await insertBatch(database.db, { organisationId: network.institute, fileName: 'a', format: 'jsonl', sha256: '0'.repeat(64), ...planFor(table), state: 'running', publish: true });
		await runImport({ db: database.db, clock: () => new Date(), areas }, { kind: 'operator', name: 'test' }, batch.id, table);
		await eventually(async () => (await find()).total === 1);
		expect((await find()).hits[0]?.card.title).toBe('Drip irrigation for saline soil 1');
	} finally {
		await search.stop();
	}
});
