import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sql } from 'drizzle-orm';
import { createTestDatabase, type TestDatabase } from '../../../../tests/database.ts';
import { completeNeed, completeOffer, createSmallNetwork, type SmallNetwork } from '../../../../tests/small-network.ts';
import { publishListing } from '../../../../tests/publish-listing.ts';
import { pairsOfListing, upsertPairs, withdrawPairs, type JudgedPair } from './queries.ts';
import { pairRules } from './rules.ts';
import { suggestedPair } from './tables.ts';

let database: TestDatabase;
let network: SmallNetwork;
let pair: JudgedPair;
const NOW = new Date('2026-11-21T08:00:00Z');

beforeAll(async () => {
	database = await createTestDatabase();
	network = await createSmallNetwork(database.db);
	const need = await publishListing(database.db, { organisationId: network.company, centreId: 'thailand', kind: 'need', content: completeNeed() });
	const offer = await publishListing(database.db, { organisationId: network.institute, centreId: 'laos', kind: 'offer', content: completeOffer() });
	pair = {
		needId: need,
		offerId: offer,
		needCentreId: 'thailand',
		offerCentreId: 'laos',
		score: 0.7,
		criteria: { topic: { verdict: 'match', score: 0.8, weight: 0.6 } },
		exclusion: null,
		nearDuplicateOf: null,
		needChange: 1,
		offerChange: 2,
		engine: 'test',
	};
});
afterAll(() => database.close());
beforeEach(() => database.db.delete(suggestedPair));

describe('suggested pairs', () => {
	test('judging anew keeps the state and the version, and takes the new score', async () => {
		await upsertPairs(database.db, [pair], NOW);
		await database.db.update(suggestedPair).set({ state: 'rejected', version: 3 });
		await upsertPairs(database.db, [{ ...pair, score: 0.5, needChange: 9 }], new Date(NOW.getTime() + 1000));
		const [row, ...more] = await pairsOfListing(database.db, pair.offerId);
		expect(more).toEqual([]);
		expect(row).toMatchObject({ state: 'rejected', version: 3, score: 0.5, needChange: 9, firstSuggestedAt: NOW });
	});

	test('a pair leaves the queue with its listing and comes back with it', async () => {
		await upsertPairs(database.db, [pair], NOW);
		await withdrawPairs(database.db, [pair.needId]);
		expect((await pairsOfListing(database.db, pair.needId))[0]!.state).toBe('withdrawn');
		await upsertPairs(database.db, [pair], NOW);
		expect((await pairsOfListing(database.db, pair.needId))[0]!.state).toBe('suggested');
	});

	test('what a broker decided outlives the listing’s pause', async () => {
		await upsertPairs(database.db, [pair], NOW);
		await database.db.update(suggestedPair).set({ state: 'introduced' });
		await withdrawPairs(database.db, [pair.offerId]);
		expect((await pairsOfListing(database.db, pair.offerId))[0]!.state).toBe('introduced');
	});

	test('the database refuses a score above 1 and an unknown exclusion', async () => {
		await expect(upsertPairs(database.db, [{ ...pair, score: 1.2 }], NOW)).rejects.toThrow();
		await upsertPairs(database.db, [pair], NOW);
		await expect(database.db.execute(sql`update suggested_pair set exclusion = 'mood'`)).rejects.toThrow();
	});

	test('officers of both centres and the secretariat see a pair, another centre and members do not', () => {
		const { officer, thaiOfficer, secretariat, owner, visitor } = network;
		for (const one of [officer, thaiOfficer, secretariat]) expect(pairRules.view(one, pair)).toBe(true);
		for (const one of [owner, visitor]) expect(pairRules.view(one, pair)).toBe(false);
		expect(pairRules.view(officer, { needCentreId: 'thailand', offerCentreId: 'vietnam' })).toBe(false);
	});
});
