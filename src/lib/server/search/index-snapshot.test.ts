import { fork } from 'node:child_process';
import { sql } from 'drizzle-orm';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { KeptReadings } from '#lib/engines/matching/kept-readings.ts';
import { listing } from '#lib/engines/matching/matching-fixture.ts';
import { readThesaurus } from '#lib/server/thesaurus/read-thesaurus.ts';
import { Thesaurus } from '#lib/engines/thesaurus/thesaurus.ts';
import { createSampleDatabase, type TestDatabase } from '../../../../tests/database.ts';
import { createSearchService } from './create-search-service.ts';
import { readIndexSnapshot, writeIndexSnapshot, type IndexSnapshot } from './index-snapshot.ts';
import { ListingCatalogue } from './listing-catalogue.ts';
import type { PublicListing } from './public-listing.ts';
import type { SearchService } from './search-service.ts';

const dataFolder = join(import.meta.dirname, '..', '..', '..', '..', 'data');
let database: TestDatabase;
let thesaurus: Thesaurus;
let folder: string;
/** What a first start leaves behind, so that not every test has to read all listings first. */
let earlier: string;
const file = () => join(folder, 'listings.snapshot');

beforeAll(async () => {
	database = await createSampleDatabase();
	thesaurus = await readThesaurus(join(dataFolder, 'thesaurus'));
	folder = earlier = mkdtempSync(join(tmpdir(), 'mitra-snapshot-'));
	await live(untilAllRead);
});
afterAll(async () => {
	rmSync(earlier, { recursive: true, force: true });
	await database.close();
});
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'mitra-snapshot-'));
	cpSync(earlier, folder, { recursive: true });
});
afterEach(() => {
	vi.restoreAllMocks();
	rmSync(folder, { recursive: true, force: true });
});

/** A server's life: started, used, stopped; with how many listings it had to read for its index, and how many for matching. */
async function live<Result>(use: (search: SearchService) => Promise<Result>, by = thesaurus): Promise<{ result: Result; read: number; readToMatch: number }> {
	const put = vi.spyOn(ListingCatalogue.prototype, 'put');
	const readAhead = vi.spyOn(ListingCatalogue.prototype, 'readAhead');
	const search = createSearchService({ database, url: database.url, thesaurus: by, snapshotFolder: folder });
	await search.start();
	const read = put.mock.calls.length;
	try {
		const result = await use(search);
		return { result, read, readToMatch: readAhead.mock.results.reduce((sum, { value }) => sum + Number(value), 0) };
	} finally {
		await search.stop();
		vi.restoreAllMocks();
	}
}

/** Inside a server's life: until every listing is read for matching. */
const untilAllRead = () => vi.waitUntil(() => vi.mocked(ListingCatalogue.prototype.readAhead).mock.results.at(-1)?.value === 0, { timeout: 60_000 });

const answers = async (search: SearchService) => {
	const texts = ['drip irrigation saline soil', 'ດິນເຄັມ', '"solar"', 'country:TH', ''];
	const found = [];
	for (const text of texts) {
		const { total, hits, facets } = await search.search({ text, filters: {}, page: 1, pageSize: 10, sort: 'relevance' });
		found.push({ total, facets, hits: hits.map(({ card, score, reasons }) => [card.title, Math.round(score * 1000), reasons]) });
	}
	const matches = search.newest(undefined, 20).map(({ id }) => search.counterparts(id, 5));
	expect(matches.flat().length).toBeGreaterThan(10);
	return { found, matches };
};

describe('a second start', () => {
	test('reads no listing again and answers as the first one', async () => {
		rmSync(file());
		const first = await live(async (search) => {
			await untilAllRead();
			return answers(search);
		});
		expect(first.read).toBeGreaterThan(200);
		expect(first.readToMatch).toBe(first.read);
		const second = await live(answers);
		expect(second.read).toBe(0);
		expect(second.readToMatch).toBe(0);
		expect(second.result).toEqual(first.result);
		expect(statSync(file()).mode & 0o077).toBe(0);
	});

	test('reads what changed while no server ran: a listing, one that went, an organisation', async () => {
		const { result: cards } = await live(async (search) => search.newest('offer', 100).filter(({ language, organisation }) => language === 'en' && organisation !== null).slice(0, 3));
		const [changed, gone, owned] = cards as [(typeof cards)[0], (typeof cards)[0], (typeof cards)[0]];
		await database.db.execute(sql`update listing_version set title = 'Zebrawood drying kiln' where id = (select published_version_id from listing where id = ${changed.id})`);
		await database.db.execute(sql`update listing set updated_at = now() where id = ${changed.id}`);
		await database.db.execute(sql`update listing set state = 'paused' where id = ${gone.id}`);
		await database.db.execute(sql`update organisation set place = 'Elsewhere' where id = (select organisation_id from listing where id = ${owned.id})`);
		const { result, read, readToMatch } = await live(async (search) => ({
			all: await untilAllRead(),
			changed: (await search.search({ text: 'zebrawood', filters: {}, page: 1, pageSize: 5, sort: 'relevance' })).hits[0]?.card.id,
			gone: search.card(gone.id),
			place: search.card(owned.id)?.place,
			matched: search.counterpartsOf(listing('asked', 'need', { texts: { title: 'Zebrawood drying kiln' } }), 1).map(({ id, criteria }) => [id, criteria[0]!.evidence.map(({ offer }) => offer.text)]),
			goneIsMatched: search.newest('need', 1000).some(({ id }) => search.counterparts(id, 50).some((match) => match.id === gone.id)),
		}));
		const words = expect.arrayContaining(['Zebrawood', 'kiln']) as unknown;
		expect(result).toEqual({ all: true, changed: changed.id, gone: undefined, place: 'Elsewhere', matched: [[changed.id, words]], goneIsMatched: false });
		expect(read).toBeGreaterThan(0);
		expect(read).toBeLessThan(50);
		expect(readToMatch).toBe(read);
		await database.db.execute(sql`update listing set state = 'published' where id = ${gone.id}`);
	});

	test('leaves a snapshot of another thesaurus aside', async () => {
		await live(answers);
		const rows = [...thesaurus.all()].slice(0, 40).map(({ id }) => id);
		expect(rows.length).toBe(40);
		expect((await live(answers, new Thesaurus([]))).read).toBeGreaterThan(200);
	});

	test('leaves a snapshot of a database aside that had come further', async () => {
		await live(answers);
		await database.db.execute(sql`select setval('listing_change', (select last_value + 100 from listing_change))`);
		await live(async (search) => search.refresh(search.newest('offer', 1)[0]!.id));
		await database.db.execute(sql`select setval('listing_change', (select last_value - 100 from listing_change))`);
		expect((await live(answers)).read).toBeGreaterThan(200);
	});
});

describe('a damaged file', () => {
	const state = { id: 'x', lastChange: 1 };
	const readings: KeptReadings = { among: 2, keys: ['p:drip', 'p:irrig'], readings: [] };
	const damages: [string, (bytes: Buffer) => Buffer][] = [
		['empty', () => Buffer.alloc(0)],
		['of something else', () => Buffer.from('SQLite format 3\u0000 and more of it')],
		['cut short', (bytes) => bytes.subarray(0, bytes.length / 2)],
		['with a byte turned in the head', (bytes) => turned(bytes, 40)],
		['with a byte turned in a listing', (bytes) => turned(bytes, bytes.indexOf('"title"') + 12)],
		['with a byte turned in a reading', (bytes) => turned(bytes, bytes.indexOf('p:irrig') + 2)],
		['with more behind it', (bytes) => Buffer.concat([bytes, bytes])],
	];

	test.each(damages)('%s is refused', async (_what, damage) => {
		const listings = [{ title: 'Drip irrigation' }, { title: 'Solar dryer' }] as unknown as PublicListing[];
		await writeIndexSnapshot(folder, { listings, readings, index: new Uint8Array(64) }, '0', state);
		expect(await readIndexSnapshot(folder, '0', state)).toMatchObject({ listings, readings });
		writeFileSync(file(), damage(readFileSync(file())));
		expect(await readIndexSnapshot(folder, '0', state)).toBeTypeOf('string');
	});

	test.each([
		['in a listing', (bytes: Buffer) => turned(bytes, 5000)],
		['in the index', (bytes: Buffer) => turned(bytes, bytes.length - 100)],
	])('with a byte turned %s is left aside by a start, and replaced', async (_where, damage) => {
		writeFileSync(file(), damage(readFileSync(file())));
		const first = await live(answers);
		expect(first.read).toBeGreaterThan(200);
		const second = await live(answers);
		expect(second.read).toBe(0);
		expect(second.result).toEqual(first.result);
	});
});

function turned(bytes: Buffer, at: number): Buffer {
	const copy = Buffer.from(bytes);
	copy[at]! ^= 0x10;
	return copy;
}

const EMPTY: IndexSnapshot = { listings: [], readings: { among: 0, keys: [], readings: [] }, index: new Uint8Array(8) };

test('a writer killed at any moment leaves a whole snapshot, old or new, and its remains are cleared away', async () => {
	const script = join(import.meta.dirname, 'index-snapshot-writer.ts');
	const state = { id: 'x', lastChange: 1 };
	await writeIndexSnapshot(folder, EMPTY, '0', state);
	for (let round = 0; round < 6; round++) {
		const child = fork(script, [folder], { execArgv: [], stdio: 'ignore' });
		await new Promise((resolve) => child.once('message', resolve));
		await new Promise((resolve) => setTimeout(resolve, 7 * round));
		child.kill('SIGKILL');
		await new Promise((resolve) => child.once('exit', resolve));
		const found = await Promise.all(['0', '1'].map((fingerprint) => readIndexSnapshot(folder, fingerprint, state)));
		expect(found.filter((each) => typeof each !== 'string')).toHaveLength(1);
		expect(found).toContain('other-edition');
	}
	await writeIndexSnapshot(folder, EMPTY, '0', state);
	expect(readdirSync(folder)).toEqual(['listings.snapshot']);
});
