import { rm } from 'node:fs/promises';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listing, listingVersion } from '#lib/server/listings/tables.ts';
import { startJobs, type Jobs } from '#lib/server/platform/jobs.ts';
import { createSearchService } from '#lib/server/search/create-search-service.ts';
import type { SearchService } from '#lib/server/search/search-service.ts';
import type { Language } from '#lib/engines/text/language.ts';
import { createTestDatabase, type TestDatabase } from '../../../../tests/database.ts';
import { completeOffer, createSmallNetwork, type SmallNetwork } from '../../../../tests/small-network.ts';
import { eventually } from '../../../../tests/platform/eventually.ts';
import { addConcept } from './add-concept.ts';
import { editConcept } from './edit-concept.ts';
import { openLivingThesaurus, type LivingThesaurus } from './living-thesaurus.ts';
import { loadTables } from './load-tables.ts';
import { insertReannotation, reannotationOf, storedConcepts, thesaurusRevision } from './queries.ts';
import { reannotate, thesaurusTasks, type ReannotationContext } from './reannotate.ts';
import { testTables } from './test-tables.ts';

let database: TestDatabase;
let network: SmallNetwork;
let folder: string;
let jobs: Jobs;
const clock = () => new Date('2026-11-21T08:00:00Z');

/** Two processes as one installation may run: each with its own thesaurus and index. */
interface Process {
	livingThesaurus: LivingThesaurus;
	search: SearchService;
}
const processes: Process[] = [];

async function openProcess(): Promise<Process> {
	const livingThesaurus = await openLivingThesaurus({ db: database.db, url: database.url });
	const search = createSearchService({ database, url: database.url, thesaurus: livingThesaurus.current });
	livingThesaurus.onEdition((next) => search.adoptThesaurus(next));
	await search.start();
	const opened = { livingThesaurus, search };
	processes.push(opened);
	return opened;
}

async function publishListing(language: Language, title: string): Promise<string> {
	return database.db.transaction(async (tx) => {
		const inserted = await tx.execute<{ id: string }>(sql`insert into listing (kind, organisation_id, centre_id) values ('offer', ${network.institute}, 'laos') returning id`);
		const id = inserted.rows[0]!.id;
		const content = { ...completeOffer(), title, summary: '', description: '', advantages: '', benefitInFigures: '', comparedWith: '', language };
		const [version] = await tx.insert(listingVersion).values({ ...content, listingId: id, number: 1 }).returning({ id: listingVersion.id });
		await tx.update(listing).set({ state: 'published', publishedVersionId: version!.id, validUntil: '2027-11-21', publishedAt: clock() }).where(eq(listing.id, id));
		return id;
	});
}

const found = async ({ search }: Process, text: string, language: Language) =>
	(await search.search({ text, language, filters: {}, page: 1, pageSize: 10, sort: 'relevance' })).hits.map(({ card }) => card.id);

const same = (some: string[], others: string[]) => some.join() === others.join();

beforeAll(async () => {
	database = await createTestDatabase();
	network = await createSmallNetwork(database.db);
	folder = await testTables();
	await loadTables(database.db, folder, clock());
});
afterAll(async () => {
	await jobs?.stop();
	for (const each of processes) {
		await each.livingThesaurus.stop();
		await each.search.stop();
	}
	await database.close();
	await rm(folder, { recursive: true });
});

test('a new label in Lao makes a listing findable through Chinese, in every process, within seconds', async () => {
	// A made-up name that no lexicon knows: only a label can say that it is drip irrigation.
	const lao = await publishListing('lo', 'ຊະລາມະນີໂກ');
	const other = await publishListing('lo', 'ໂຮງສີເຂົ້າຂະໜາດນ້ອຍ');
	const [first, second] = [await openProcess(), await openProcess()];
	const readAnew: string[][] = [];
	const context: ReannotationContext = { db: database.db, clock, jobs: () => jobs, ...first, listingsReadAnew: async (ids) => void readAnew.push([...ids]) };
	jobs = await startJobs(database.url, thesaurusTasks(context));
	for (const each of processes) expect(await found(each, '滴灌', 'zh')).toEqual([]);

	const { version } = (await storedConcepts(database.db, ['drip-irrigation']))[0]!;
	const saved = await editConcept({ db: database.db, clock, jobs }, network.officer, { concept: 'drip-irrigation', version, cells: { lo: 'ລະບົບນ້ຳຢອດ | ຊະລາມະນີໂກ' } });
	expect(saved.saved).toBe(true);
	for (const each of [first, second]) await eventually(async () => same(await found(each, '滴灌', 'zh'), [lao]));

	const revision = await thesaurusRevision(database.db);
	await eventually(async () => (await reannotationOf(database.db, revision))?.finishedAt !== null);
	expect(readAnew.flat()).toEqual([lao]);
	expect(readAnew.flat()).not.toContain(other);

	await editConcept({ db: database.db, clock, jobs }, network.officer, { concept: 'drip-irrigation', version: version + 1, cells: { lo: 'ລະບົບນ້ຳຢອດ' } });
	for (const each of [first, second]) await eventually(async () => same(await found(each, '滴灌', 'zh'), []));
});

test('a concept that moves is found under its new area', async () => {
	const [first] = processes as [Process];
	const thai = await publishListing('th', 'ระบบน้ำหยดสำหรับสวนผลไม้');
	await eventually(async () => (await found(first, 'drip irrigation', 'en')).includes(thai));
	expect(await found(first, 'desalination', 'en')).not.toContain(thai);
	const { version } = (await storedConcepts(database.db, ['drip-irrigation']))[0]!;
	await editConcept({ db: database.db, clock, jobs }, network.secretariat, { concept: 'drip-irrigation', version, cells: { broader: 'desalination' } });
	await eventually(async () => (await found(first, 'desalination', 'en')).includes(thai));
});

test('a new concept is read in what was published before it', async () => {
	const [first] = processes as [Process];
	const offer = await publishListing('lo', 'ເຄື່ອງອົບລາມະໂກ');
	await addConcept({ db: database.db, clock, jobs }, network.secretariat, { id: 'lamago-dryer', cells: { en: 'lamago dryer', zh: '拉玛果烘干机', lo: 'ເຄື່ອງອົບລາມະໂກ', broader: 'agriculture' } });
	await eventually(async () => (await found(first, '拉玛果烘干机', 'zh')).includes(offer));
});

test('a job that was cut off goes on behind its mark', async () => {
	const [first] = processes as [Process];
	await first.livingThesaurus.settled();
	const ids: string[] = [];
	for (let index = 0; index < 3; index++) ids.push(await publishListing('en', `A desalination plant, number ${index}`));
	await eventually(async () => {
		const there = await found(first, 'desalination plant', 'en');
		return ids.every((id) => there.includes(id));
	});
	const revision = 1_000_000;
	await insertReannotation(database.db, { revision, labels: [{ language: 'en', label: 'desalination plant' }], concepts: [], askedAt: clock() });
	const seen: string[] = [];
	const context: ReannotationContext = { db: database.db, clock, jobs: () => jobs, ...first, listingsReadAnew: async (batch) => void seen.push(...batch) };
	const sorted = [...ids].sort();
	await database.db.execute(`update thesaurus_reannotation set after = '${sorted[0]}', done = 1 where revision = ${revision}`);
	await reannotate(context, revision);
	expect(seen).toEqual(sorted.slice(1));
	expect(await reannotationOf(database.db, revision)).toMatchObject({ listings: 3, done: 3, finishedAt: clock() });
	await reannotate(context, revision);
	expect(seen).toHaveLength(2);
});
