import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createSmallNetwork, idleJobs, type SmallNetwork } from '../../../../tests/small-network.ts';
import { createTestDatabase, type TestDatabase } from '../../../../tests/database.ts';
import type { EditContext } from './edit-concept.ts';
import { editConcept } from './edit-concept.ts';
import { thesaurusOf } from './living-thesaurus.ts';
import { loadTables } from './load-tables.ts';
import { changesOf, newestChanges, storedConcepts, thesaurusRevision } from './queries.ts';
import { csvOfConcepts } from './table-csv.ts';
import { testTables } from './test-tables.ts';
import { confirmUpload, previewUpload, uploadTable } from './upload-table.ts';

let database: TestDatabase;
let network: SmallNetwork;
let context: EditContext;
let folder: string;

beforeAll(async () => {
	folder = await testTables();
});
beforeEach(async () => {
	database = await createTestDatabase();
	network = await createSmallNetwork(database.db);
	context = { db: database.db, clock: () => new Date('2026-11-21T08:00:00Z'), jobs: idleJobs };
	await loadTables(database.db, folder, context.clock());
	return () => database.close();
});
afterAll(() => rm(folder, { recursive: true }));

const bytes = (text: string) => new TextEncoder().encode(text);
async function upload(text: string, actor = network.secretariat): Promise<string> {
	const result = await uploadTable(context, actor, { name: 'table.csv', bytes: bytes(text) });
	if ('problem' in result) throw new Error(JSON.stringify(result.problem));
	return result.id;
}
async function preview(id: string, actor = network.secretariat) {
	return (await previewUpload(context, actor, id)).plan!;
}
const said = (plan: Awaited<ReturnType<typeof preview>>) => plan.rows.map(({ line, plan: { id }, problems }) => [line, id, ...problems.map(({ cell, code }) => `${cell}:${code}`)]);

describe('a table that goes out and comes back', () => {
	test('changes nothing', async () => {
		const before = await storedConcepts(database.db);
		const csv = csvOfConcepts((await thesaurusOf(database.db)).all());
		const plan = await preview(await upload(csv));
		expect(plan.rows).toHaveLength(6);
		expect(plan.rows.flatMap(({ problems }) => problems)).toEqual([]);
		// Related is said on both sides when it goes out.
		expect(plan.rows.filter(({ plan: { before: was, after } }) => JSON.stringify(was) !== JSON.stringify(after)).map(({ plan: { id } }) => id)).toEqual(['soil-salinity']);
		expect(await storedConcepts(database.db)).toEqual(before);
	});
});

describe('a table that changes something', () => {
	const table = [
		'concept,broader,en,zh,lo,reviewed',
		'irrigation,agriculture,irrigation | watering,灌溉,ຊົນລະປະທານ,lo',
		'sprinkler,irrigation,sprinkler irrigation,喷灌,ສະປິງເກີ,',
		'micro-sprinkler,sprinkler,micro-sprinkler,微喷灌,,',
		'soil-salinity,agriculture,soil salinity | saline soil,,ดินเค็ม,',
		'water,,water,水,ນ້ຳ,',
	].join('\n');

	test('shows what it would do, and errors at row and column; nothing is stored before it is confirmed', async () => {
		const revision = await thesaurusRevision(database.db);
		const plan = await preview(await upload(table));
		expect(said(plan)).toEqual([
			[2, 'irrigation'],
			[3, 'sprinkler'],
			[4, 'micro-sprinkler'],
			[5, 'soil-salinity', 'zh:empty_preferred', 'lo:wrong_script'],
			[6, 'water'],
		]);
		expect(await thesaurusRevision(database.db)).toBe(revision);
		expect((await thesaurusOf(database.db)).has('sprinkler')).toBe(false);
	});

	test('is stored as a whole when it is confirmed, without the bad rows, and the history has it', async () => {
		const id = await upload(table);
		const { digest } = await preview(id);
		expect(await confirmUpload(context, network.secretariat, { id, digest })).toEqual({ concepts: 3, cells: 4 });
		const thesaurus = await thesaurusOf(database.db);
		expect(thesaurus.concept('micro-sprinkler')).toMatchObject({ area: 'agriculture', broader: ['sprinkler'] });
		expect([...thesaurus.concept('irrigation')!.reviewed]).toEqual(['lo']);
		expect(thesaurus.concept('soil-salinity')!.labels.lo).toEqual(['ດິນເຄັມ']);
		expect((await changesOf(database.db, 'irrigation', 9)).map(({ change, name }) => [change.cell, change.origin, name])).toEqual([
			['reviewed:lo', 'upload', 'secretariat'],
			['en', 'upload', 'secretariat'],
		]);
		await expect(confirmUpload(context, network.secretariat, { id, digest })).rejects.toMatchObject({ code: 'conflict' });
	});

	test('is not stored when somebody changed what it shows', async () => {
		const id = await upload(table);
		const { digest } = await preview(id);
		const { version } = (await storedConcepts(database.db, ['irrigation']))[0]!;
		await editConcept(context, network.officer, { concept: 'irrigation', version, cells: { lo: 'ການຊົນລະປະທານ' } });
		await expect(confirmUpload(context, network.secretariat, { id, digest })).rejects.toMatchObject({ code: 'conflict' });
		expect((await newestChanges(database.db, 9)).every(({ change }) => change.origin === 'edit')).toBe(true);
	});

	test('by an officer: only labels and marks of the centre’s languages, no new concepts', async () => {
		const own = 'concept,lo,th,reviewed\nirrigation,ການຊົນລະປະທານ,การชลประทาน,lo\nwater,ນ້ຳ,นํ้า ดี,\nnew-one,ໃໝ່,ใหม่,';
		const id = await upload(own, network.officer);
		const plan = await preview(id, network.officer);
		expect(said(plan)).toEqual([
			[2, 'irrigation'],
			[3, 'water', 'th:not_yours'],
			[4, 'new-one', 'concept:not_yours'],
		]);
		expect(await confirmUpload(context, network.officer, { id, digest: plan.digest })).toEqual({ concepts: 1, cells: 2 });
	});

	test('is refused to members and visitors, and nobody sees another’s upload', async () => {
		for (const actor of [network.owner, network.visitor])
			await expect(uploadTable(context, actor, { name: 'x.csv', bytes: bytes(table) })).rejects.toMatchObject({ code: 'forbidden' });
		const id = await upload(table);
		await expect(previewUpload(context, network.officer, id)).rejects.toMatchObject({ code: 'not_found' });
		await expect(confirmUpload(context, network.officer, { id, digest: 'x' })).rejects.toMatchObject({ code: 'not_found' });
	});
});

test.each<[string, string | Uint8Array, string]>([
	['no concept column', 'id,en\na,b', 'no_concept_column'],
	['an unknown column', 'concept,en,klingon\na,b,c', 'unknown_columns'],
	['no rows', 'concept,en\n', 'no_rows'],
	['an open quote', 'concept,en\na,"b', 'no_table'],
	['bytes that are no text', new Uint8Array([0xff, 0x00, 0x81, 0xfe, 0xff]), 'unknown_encoding'],
])('a file with %s is refused with the reason', async (_name, content, code) => {
	const result = await uploadTable(context, network.secretariat, { name: 'x.csv', bytes: typeof content === 'string' ? bytes(content) : content });
	expect(result).toMatchObject({ problem: { code } });
});

test('semicolons and a Chinese encoding are read as well', async () => {
	const gbk = new Uint8Array([...bytes('concept;en;zh\nirrigation;irrigation;'), 0xb9, 0xe0, 0xb8, 0xc8, 0xc5, 0xa9, 0xcc, 0xef]);
	const result = await uploadTable(context, network.secretariat, { name: 'x.csv', bytes: gbk });
	if ('problem' in result) throw new Error(JSON.stringify(result));
	const plan = await preview(result.id);
	expect(plan.rows[0]!.plan.after.zh).toBe('灌溉农田');
});
