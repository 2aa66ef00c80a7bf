import { fork } from 'node:child_process';
import { sql } from 'drizzle-orm';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { loadSampleNetwork } from '#lib/server/sample/load-sample-network.ts';
import { readThesaurus } from '#lib/server/thesaurus/read-thesaurus.ts';
import { Thesaurus } from '#lib/engines/thesaurus/thesaurus.ts';
import { createTestDatabase, type TestDatabase } from '../../../../tests/database.ts';
import { createSearchService } from './create-search-service.ts';
import { readIndexSnapshot, writeIndexSnapshot } from './index-snapshot.ts';
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
	database = await createTestDatabase();
	await loadSampleNetwork(database.db, { dataFolder, now: new Date('2026-11-21T08:00:00Z') });
	thesaurus = await readThesaurus(join(dataFolder, 'thesaurus'));
	folder = earlier = mkdtempSync(join(tmpdir(), 'mitra-snapshot-'));
	await live(async () => undefined);
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

/** A server's life: started, used, stopped; with how many listings it had to read. */
async function live<Result>(use: (search: SearchService) => Promise<Result>, by = thesaurus): Promise<{ result: Result; read: number }> {
	const put = vi.spyOn(ListingCatalogue.prototype, 'put');
	const search = createSearchService({ database, url: database.url, thesaurus: by, snapshotFolder: folder });
	await search.start();
	const read = put.mock.calls.length;
	put.mockRestore();
	try {
		return { result: await use(search), read };
	} finally {
		await search.stop();
	}
}

const answers = async (search: SearchService) => {
	const texts = ['drip irrigation saline soil', 'ດິນເຄັມ', '"solar"', 'country:TH', ''];
	const found = [];
	for (const text of texts) {
		const { total, hits, facets } = await search.search({ text, filters: {}, page: 1, pageSize: 10, sort: 'relevance' });
		found.push({ total, facets, hits: hits.map(({ card, score, reasons }) => [card.title, Math.round(score * 1000), reasons]) });
	}
	return found;
};

describe('a second start', () => {
	test('reads no listing again and answers as the first one', async () => {
		rmSync(file());
		const first = await live(answers);
		expect(first.read).toBeGreaterThan(200);
		const second = await live(answers);
		expect(second.read).toBe(0);
		expect(second.result).toEqual(first.result);
		expect(statSync(file()).mode & 0o077).toBe(0);
	});

	test('reads what changed while no server ran: a listing, one that went, an organisation', async () => {
		const { result: cards } = await live(async (search) => search.newest('offer', 3));
		const [changed, gone, owned] = cards as [(typeof cards)[0], (typeof cards)[0], (typeof cards)[0]];
		await database.db.execute(sql`update listing_version set title = 'Zebrawood drying kiln' where id = (select published_version_id from listing where id = ${changed.id})`);
		await database.db.execute(sql`update listing set updated_at = now() where id = ${changed.id}`);
		await database.db.execute(sql`update listing set state = 'paused' where id = ${gone.id}`);
		await database.db.execute(sql`update organisation set place = 'Elsewhere' where id = (select organisation_id from listing where id = ${owned.id})`);
		const { result, read } = await live(async (search) => ({
			changed: (await search.search({ text: 'zebrawood', filters: {}, page: 1, pageSize: 5, sort: 'relevance' })).hits[0]?.card.id,
			gone: search.card(gone.id),
			place: search.card(owned.id)?.place,
		}));
		expect(result).toEqual({ changed: changed.id, gone: undefined, place: 'Elsewhere' });
		expect(read).toBeGreaterThan(0);
		expect(read).toBeLessThan(50);
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
	const damages: [string, (bytes: Buffer) => Buffer][] = [
		['empty', () => Buffer.alloc(0)],
		['of something else', () => Buffer.from('SQLite format 3\u0000 and more of it')],
		['cut short', (bytes) => bytes.subarray(0, bytes.length / 2)],
		['with a byte turned in the head', (bytes) => turned(bytes, 40)],
		['with a byte turned in a listing', (bytes) => turned(bytes, bytes.indexOf('"title"') + 12)],
		['with more behind it', (bytes) => Buffer.concat([bytes, bytes])],
	];

	test.each(damages)('%s is refused', async (_what, damage) => {
		const listings = [{ title: 'Drip irrigation' }, { title: 'Solar dryer' }] as unknown as PublicListing[];
		await writeIndexSnapshot(folder, { listings, index: new Uint8Array(64) }, '0', state);
		expect(await readIndexSnapshot(folder, '0', state)).toMatchObject({ listings });
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

test('a writer killed at any moment leaves a whole snapshot, old or new, and its remains are cleared away', async () => {
	const script = join(import.meta.dirname, 'index-snapshot-writer.ts');
	const state = { id: 'x', lastChange: 1 };
	await writeIndexSnapshot(folder, { listings: [], index: new Uint8Array(8) }, '0', state);
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
	await writeIndexSnapshot(folder, { listings: [], index: new Uint8Array(8) }, '0', state);
	expect(readdirSync(folder)).toEqual(['listings.snapshot']);
});
