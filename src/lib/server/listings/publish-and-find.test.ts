import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSearchService } from '#lib/server/search/create-search-service.ts';
import type { SearchService } from '#lib/server/search/search-service.ts';
import { readThesaurus } from '#lib/server/thesaurus/read-thesaurus.ts';
import type { ListingSearchRequest } from '#lib/search/types.ts';
import { createTestDatabase, type TestDatabase } from '../../../../tests/database.ts';
import { completeNeed, completeOffer, createSmallNetwork, idleJobs, type SmallNetwork } from '../../../../tests/small-network.ts';
import { changeLife } from './change-life.ts';
import { likelyCounterparts } from './likely-counterparts.ts';
import type { ListingContent } from './listing.ts';
import { listingById } from './queries.ts';
import { reviewListing } from './review-listing.ts';
import { saveDraft } from './save-draft.ts';
import { startDraft } from './start-draft.ts';
import { submitListing } from './submit-listing.ts';
import type { Thesaurus } from '#lib/engines/thesaurus/thesaurus.ts';

let database: TestDatabase;
let network: SmallNetwork;
let search: SearchService;
let thesaurus: Thesaurus;
const clock = () => new Date('2026-11-21T08:00:00Z');
const find = async (text: string) =>
	(await search.search({ text, filters: {}, page: 1, pageSize: 10, sort: 'relevance' } satisfies ListingSearchRequest)).hits.map(({ card }) => card.id);

beforeAll(async () => {
	database = await createTestDatabase();
	network = await createSmallNetwork(database.db);
	thesaurus = await readThesaurus('data/thesaurus');
	search = createSearchService({ database, url: database.url, thesaurus });
	await search.start();
});
afterAll(async () => {
	await search.stop();
	await database.close();
});

/** Offers are the institute's, needs the company's: nobody is matched with oneself. */
async function submitted(kind: 'offer' | 'need', content: ListingContent): Promise<string> {
	const [writer, organisationId] = kind === 'offer' ? [network.owner, network.institute] : [network.stranger, network.company];
	const { id } = await startDraft(database.db, writer, { kind, language: 'en', organisationId });
	await saveDraft(database.db, writer, { listingId: id, content });
	await submitListing(database.db, writer, { listingId: id, areaExists: (area) => thesaurus.has(area) });
	return id;
}
async function publish(id: string): Promise<void> {
	const row = (await listingById(database.db, id))!;
	await reviewListing({ db: database.db, clock, jobs: idleJobs, baseUrl: 'http://x' }, row.kind === 'offer' ? network.officer : network.thaiOfficer, {
		listingId: id,
		versionId: row.workingVersionId!,
		decision: 'publish',
		remark: '',
		language: 'en',
	});
}

test('what is published is found and matched at once where it was published, and everywhere by the database’s notice', async () => {
	const offer = await submitted('offer', completeOffer());
	expect(await find('drip irrigation saline soil')).toEqual([]);
	await publish(offer);
	await search.refresh(offer);
	expect(await find('drip irrigation saline soil')).toEqual([offer]);
	const need = await submitted('need', completeNeed());
	await publish(need);
	// No refresh: another process has published it.
	await expect.poll(() => find('brackish ground water vegetables'), { timeout: 10_000, interval: 20 }).toContain(need);
	expect(search.counterparts(need, 5).map(({ id }) => id)).toEqual([offer]);
	await changeLife({ db: database.db, clock }, network.owner, { listingId: offer, change: { type: 'pause' } });
	await expect.poll(() => find('drip irrigation mulch'), { timeout: 10_000, interval: 20 }).not.toContain(offer);
	await changeLife({ db: database.db, clock }, network.owner, { listingId: offer, change: { type: 'resume' } });
	await expect.poll(() => find('drip irrigation mulch'), { timeout: 10_000, interval: 20 }).toContain(offer);
});

test('a guarded section is neither searched nor shown, and a draft finds its counterparts without being found', async () => {
	const secret = await submitted('offer', completeOffer({ title: 'Mulch film recycling line', description: 'zebrawood catalyst', disclosure: { description: 'confidential' } }));
	await publish(secret);
	await search.refresh(secret);
	expect(await find('mulch film recycling')).toContain(secret);
	expect(await find('zebrawood')).toEqual([]);
	const draft = { id: crypto.randomUUID(), kind: 'need' as const, organisationId: network.company, content: completeNeed() };
	const likely = await likelyCounterparts({ db: database.db, search, thesaurus }, draft, 'en', 5);
	expect(likely[0]?.card.title).toBe('Drip irrigation for saline soil');
	expect(await likelyCounterparts({ db: database.db, search, thesaurus }, { ...draft, content: { ...draft.content, title: '', summary: '', description: '', sought: '' } }, 'en', 5)).toEqual([]);
});
