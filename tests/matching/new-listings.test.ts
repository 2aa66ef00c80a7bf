import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listing } from '#lib/server/listings/tables.ts';
import { latestPass } from '#lib/server/matching/pass/queries.ts';
import { pairsOfListing } from '#lib/server/matching/queries.ts';
import { matchProgress, matchPass, suggestedPair } from '#lib/server/matching/tables.ts';
import { askToFollow, matchingTasks } from '#lib/server/matching/tasks.ts';
import { organisation } from '#lib/server/network/tables.ts';
import { startJobs, type Jobs } from '#lib/server/platform/jobs.ts';
import { loadSampleNetwork } from '#lib/server/sample/load-sample-network.ts';
import { createSearchService } from '#lib/server/search/create-search-service.ts';
import type { SearchService } from '#lib/server/search/search-service.ts';
import { readThesaurus } from '#lib/server/thesaurus/read-thesaurus.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { publishListing } from '../publish-listing.ts';
import { completeNeed, completeOffer } from '../small-network.ts';

const root = join(import.meta.dirname, '..', '..');
let database: TestDatabase;
let search: SearchService;
let jobs: Jobs;

beforeAll(async () => {
	database = await createTestDatabase();
	await loadSampleNetwork(database.db, { dataFolder: join(root, 'data'), now: new Date() });
});
afterAll(async () => {
	await jobs?.stop(1000);
	await search?.stop();
	await database.close();
});

async function until<T>(what: () => Promise<T | undefined | false>, patience = 60_000): Promise<T> {
	for (const end = Date.now() + patience; ; ) {
		const found = await what();
		if (found) return found;
		if (Date.now() > end) throw new Error('It did not come about.');
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
}

/** `mitra match --all` on the test's database. */
function matchAll() {
	const child = spawn(process.execPath, [join(root, 'src', 'cli', 'main.ts'), 'match', '--all'], {
		env: { ...process.env, DATABASE_URL: database.url },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let words = '';
	child.stdout.on('data', (chunk: Buffer) => (words += chunk.toString()));
	child.stderr.on('data', (chunk: Buffer) => (words += chunk.toString()));
	const ended = new Promise<{ code: number | null; words: string }>((resolve) => child.once('close', (code) => resolve({ code, words })));
	return { child, ended };
}

describe('matching all with all from the command line', () => {
	test('killed with kill -9 it goes on where it was, and shows how far it is', async () => {
		const first = matchAll();
		await until(async () => ((await latestPass(database.db))?.done ?? 0) >= 100);
		first.child.kill('SIGKILL');
		await first.ended;
		const broken = (await latestPass(database.db))!;
		expect(broken.state).toBe('running');
		expect(broken.done).toBeLessThan(broken.total);

		const { code, words } = await matchAll().ended;
		expect({ code, words }).toMatchObject({ code: 0 });
		expect(words).toMatch(/Matching: \d+ listings, \d+ pairs/);
		const ended = (await latestPass(database.db))!;
		expect(ended).toMatchObject({ id: broken.id, state: 'finished', done: await database.db.$count(listing, sql`state = 'published'`) });
		expect(await database.db.$count(suggestedPair)).toBeGreaterThan(100);
		expect(await database.db.$count(matchProgress)).toBe(ended.done);
		await database.db.delete(matchPass);
	}, 180_000);
});

describe('a server', () => {
	test('has pairs for a listing as soon as it is published, from either side', async () => {
		search = createSearchService({ database, url: database.url, thesaurus: await readThesaurus(join(root, 'data', 'thesaurus')) });
		const context = { db: database.db, clock: () => new Date(), jobs: () => jobs, search };
		jobs = await startJobs(database.url, matchingTasks(context));
		search.onRefreshed(() => void askToFollow(jobs));
		await search.start();
		const newcomer = (slug: string, country: string, centreId: string) => ({ slug, kind: 'institute' as const, country, centreId, names: [{ language: 'en' as const, text: slug }] });
		const [one, two] = await database.db
			.insert(organisation)
			.values([newcomer('newcomer-one', 'LA', 'laos'), newcomer('newcomer-two', 'TH', 'thailand')].map((values) => ({ ...values, about: [], areas: [] })))
			.returning({ id: organisation.id, centreId: organisation.centreId });
		const offer = await publishListing(database.db, { organisationId: one!.id, centreId: one!.centreId, kind: 'offer', content: completeOffer() });
		await until(async () => (await database.db.$count(matchProgress, sql`listing_id = ${offer}`)) > 0);
		const need = await publishListing(database.db, { organisationId: two!.id, centreId: two!.centreId, kind: 'need', content: completeNeed() });
		const pair = await until(async () => (await pairsOfListing(database.db, need)).find(({ offerId }) => offerId === offer));
		expect(pair).toMatchObject({ state: 'suggested', exclusion: null, needCentreId: two!.centreId, offerCentreId: one!.centreId });
		expect(pair.criteria.topic).toMatchObject({ verdict: 'match' });
		expect(pair.needRank).toBeGreaterThan(0);
	}, 120_000);
});
