import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../../tests/database.ts';
import { publishListing } from '../../../../tests/publish-listing.ts';
import { completeOffer, createSmallNetwork } from '../../../../tests/small-network.ts';
import { publicListingsAfter } from './queries.ts';

let database: TestDatabase;
beforeAll(async () => {
	database = await createTestDatabase();
});
afterAll(() => database.close());

test('page by page every listing comes once, also where many were published in one millisecond', async () => {
	const { institute } = await createSmallNetwork(database.db);
	const ids: string[] = [];
	for (let index = 0; index < 5; index++)
		ids.push(await publishListing(database.db, { organisationId: institute, centreId: 'laos', kind: 'offer', content: { ...completeOffer(), title: `Offer ${index}` } }));
	await database.db.execute(sql`update listing set published_at = '2026-11-21T08:00:00.123456Z'`);
	const seen: string[] = [];
	let after: Parameters<typeof publicListingsAfter>[1] = null;
	for (let page = 0; page <= ids.length; page++) {
		const [found, ...more] = await publicListingsAfter(database.db, after, 1);
		expect(more).toEqual([]);
		if (!found) break;
		seen.push(found.id);
		after = { publishedAt: found.publishedAt, id: found.id };
	}
	expect(seen).toEqual([...ids].sort());
});
