import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../../tests/database.ts';
import { publishListing } from '../../../../tests/publish-listing.ts';
import { completeOffer, createSmallNetwork } from '../../../../tests/small-network.ts';
import { siteEntries, siteRuns } from './queries.ts';

let database: TestDatabase;
beforeAll(async () => {
	database = await createTestDatabase();
	const network = await createSmallNetwork(database.db);
	await database.pool.query(`insert into organisation (slug, kind, country, names, centre_id, state)
		select 'many-' || n, 'company', 'VN', '[]', 'vietnam', case when n % 10 = 0 then 'applied' else 'admitted' end from generate_series(1, 100) n`);
	for (let i = 0; i < 5; i++) await publishListing(database.db, { organisationId: network.institute, centreId: 'laos', kind: 'offer', content: completeOffer() });
});
afterAll(() => database.close());

test('the runs of a site map hold every public page once, and no other', async () => {
	const { db, pool } = database;
	for (const [kind, all] of [
		['organisations', "select slug as name from organisation where state = 'admitted'"],
		['listings', "select reference::text as name from listing where state = 'published'"],
		['experts', "select slug as name from expert where state = 'public'"],
	] as const) {
		const runs = await siteRuns(db, kind, 7);
		const names = (await Promise.all(runs.map((from) => siteEntries(db, kind, from, 7)))).flat().map(({ name }) => name);
		const { rows } = await pool.query<{ name: string }>(all);
		expect([...names].sort()).toEqual(rows.map(({ name }) => name).sort());
		expect(runs.length).toBe(Math.ceil(rows.length / 7));
	}
	expect((await siteEntries(db, 'listings', '1', 1))[0]?.changed).toMatch(/^\d{4}-\d\d-\d\d$/);
	expect(await siteEntries(db, 'organisations', 'zzz', 7)).toEqual([]);
});
