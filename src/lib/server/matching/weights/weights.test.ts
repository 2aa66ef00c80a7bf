import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { LEAST_DECISIONS } from '#lib/engines/matching/learn-weights.ts';
import { CRITERION_WEIGHTS } from '#lib/engines/matching/matching-weights.ts';
import { createTestDatabase, type TestDatabase } from '../../../../../tests/database.ts';
import { publishListing } from '../../../../../tests/publish-listing.ts';
import { completeNeed, completeOffer, createSmallNetwork, type SmallNetwork } from '../../../../../tests/small-network.ts';
import { upsertPairs } from '../queries.ts';
import { matchWeights, pairDecision, suggestedPair } from '../tables.ts';
import { learnNewWeights } from './learn-new-weights.ts';
import { telling } from './queries.ts';
import { switchWeights } from './switch-weights.ts';
import { viewWeights } from './view-weights.ts';
import { weightsInUse } from './weights-in-use.ts';

const NOW = new Date('2026-11-21T08:00:00Z');
const PAIRS = LEAST_DECISIONS + 40;
let database: TestDatabase;
let network: SmallNetwork;
let context: { db: TestDatabase['db']; clock: () => Date };
let pairIds: string[];

beforeAll(async () => {
	database = await createTestDatabase();
	network = await createSmallNetwork(database.db);
	context = { db: database.db, clock: () => NOW };
	const offer = await publishListing(database.db, { organisationId: network.institute, centreId: 'laos', kind: 'offer', content: completeOffer() });
	for (let i = 0; i < PAIRS; i++) {
		const need = await publishListing(database.db, { organisationId: network.company, centreId: 'thailand', kind: 'need', content: completeNeed() });
		const pair = { needId: need, offerId: offer, needCentreId: 'thailand', offerCentreId: 'laos', score: 0.5, criteria: {}, exclusion: null, nearDuplicateOf: null, needChange: 1, offerChange: 1, engine: 'test' };
		await upsertPairs(database.db, [pair], NOW);
	}
	pairIds = (await database.db.select({ id: suggestedPair.id }).from(suggestedPair)).map(({ id }) => id);
});
afterAll(() => database.close());
beforeEach(async () => {
	await database.db.delete(pairDecision);
	await database.db.delete(matchWeights);
});

/** Brokers who introduce where the price fits, whatever the rest. */
async function decide(count: number): Promise<void> {
	await database.db.insert(pairDecision).values(
		pairIds.slice(0, count).map((pairId, i) => ({
			pairId,
			decision: i % 2 === 0 ? ('introduce' as const) : ('reject' as const),
			at: new Date(NOW.getTime() + i),
			scores: { topic: 0.6 + (i % 7) / 20, price: i % 2 === 0 ? 0.9 : 0.2, maturity: (i % 5) / 5 },
		})),
	);
}

describe('weights of the criteria', () => {
	test('are learned from enough decisions, shown beside the defaults, and hold when the secretariat switches them on', async () => {
		await decide(PAIRS);
		const id = await learnNewWeights(context, network.secretariat);
		expect((await weightsInUse(database.db)).weights).toEqual(CRITERION_WEIGHTS);
		const shown = await viewWeights(context, network.officer);
		expect(shown).toMatchObject({ decisions: PAIRS, active: { kind: 'default' }, learned: { id, trainedOn: PAIRS } });
		expect(shown.learned!.figures!.learned.auc).toBeGreaterThan(shown.learned!.figures!.default.auc);
		expect(shown.criteria.find(({ criterion }) => criterion === 'price')!.learned).toBeGreaterThan(0.3);
		await switchWeights(context, network.secretariat, { to: id });
		const used = await weightsInUse(database.db);
		expect(used.engine).toContain(id);
		expect(used.weights.price).toBeGreaterThan(CRITERION_WEIGHTS.price);
		expect((await viewWeights(context, network.secretariat)).active).toMatchObject({ kind: 'learned', id, by: 'secretariat', at: NOW });
		await switchWeights(context, network.secretariat, { to: null });
		expect((await weightsInUse(database.db)).engine).toContain('default');
	});

	test('are not learned from too few decisions', async () => {
		await decide(LEAST_DECISIONS - 1);
		await expect(learnNewWeights(context, network.secretariat)).rejects.toMatchObject({ code: 'conflict' });
	});

	test('are learned and switched by the secretariat only, and seen by officers only', async () => {
		await decide(PAIRS);
		for (const one of [network.officer, network.owner, network.visitor]) {
			await expect(learnNewWeights(context, one)).rejects.toMatchObject({ code: 'forbidden' });
			await expect(switchWeights(context, one, { to: null })).rejects.toMatchObject({ code: 'forbidden' });
		}
		for (const one of [network.owner, network.stranger, network.visitor]) await expect(viewWeights(context, one)).rejects.toMatchObject({ code: 'forbidden' });
		expect((await viewWeights(context, network.officer)).may).toEqual({ learn: false, switchOn: false, steerPass: false });
		await expect(switchWeights(context, network.secretariat, { to: crypto.randomUUID() })).rejects.toMatchObject({ code: 'not_found' });
	});

	test('hear only what a pair’s last decision says of the fit', async () => {
		await decide(6);
		const [undone, known] = pairIds;
		const later = (pairId: string, decision: 'undo' | 'reject', reason?: 'known') => ({ pairId, decision, reason: reason ?? null, at: new Date(NOW.getTime() + 60_000), scores: {} });
		await database.db.insert(pairDecision).values([later(undone!, 'undo'), later(known!, 'reject', 'known')]);
		expect(await telling(database.db)).toHaveLength(4);
	});

	test('the database keeps one set in use', async () => {
		const row = { kind: 'learned' as const, weights: CRITERION_WEIGHTS, active: true };
		await database.db.insert(matchWeights).values(row);
		await expect(database.db.insert(matchWeights).values(row)).rejects.toThrow();
		expect(await database.db.$count(matchWeights, sql`active`)).toBe(1);
	});
});
