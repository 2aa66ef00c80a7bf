import { rm } from 'node:fs/promises';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSmallNetwork, idleJobs, type SmallNetwork } from '../../../../tests/small-network.ts';
import { createTestDatabase, type TestDatabase } from '../../../../tests/database.ts';
import { editConcept } from './edit-concept.ts';
import { thesaurusOf } from './living-thesaurus.ts';
import { loadTables } from './load-tables.ts';
import { storedConcepts } from './queries.ts';
import { conceptChange } from './tables.ts';
import { testTables } from './test-tables.ts';

let database: TestDatabase;
let network: SmallNetwork;
const folders: string[] = [];
const now = () => new Date('2026-11-21T08:00:00Z');

async function release(...wanted: Parameters<typeof testTables>) {
	const folder = await testTables(...wanted);
	folders.push(folder);
	return loadTables(database.db, folder, now());
}
const cellsOf = async (id: string) => (await storedConcepts(database.db, [id]))[0]!;

beforeAll(async () => {
	database = await createTestDatabase();
	network = await createSmallNetwork(database.db);
});
afterAll(async () => {
	await database.close();
	for (const folder of folders) await rm(folder, { recursive: true });
});

describe('the tables of a release', () => {
	test('fill an empty database, and cost nothing when they have not changed', async () => {
		expect(await release()).toEqual({ added: 6, changed: 0, keptHere: 0 });
		expect(await release()).toBeUndefined();
		const thesaurus = await thesaurusOf(database.db);
		expect(thesaurus.size).toBe(6);
		expect(thesaurus.concept('drip-irrigation')).toMatchObject({ broader: ['irrigation'], related: ['soil-salinity'], ipc: ['A01G'], sdgs: [6] });
		expect(thesaurus.concept('drip-irrigation')!.labels.en).toEqual(['drip irrigation', 'trickle irrigation']);
		expect([...thesaurus.concept('drip-irrigation')!.reviewed]).toEqual(['en', 'zh']);
		expect(thesaurus.concept('soil-salinity')!.related).toEqual(['drip-irrigation']);
		expect(await database.db.$count(conceptChange)).toBe(0);
	});

	test('bring new concepts and changed cells, but never over what somebody edited here', async () => {
		const before = await cellsOf('drip-irrigation');
		const edited = await editConcept({ db: database.db, clock: now, jobs: idleJobs }, network.officer, {
			concept: 'drip-irrigation',
			version: before.version,
			cells: { lo: 'ນ້ຳຢອດ | ລະບົບນ້ຳຢອດ' },
		});
		expect(edited.saved).toBe(true);
		const loaded = await release((row) => (row.concept === 'drip-irrigation' ? { ...row, lo: 'ຊົນລະປະທານນ້ຳຢອດ', th: 'น้ำหยด' } : row), {
			water: [{ concept: 'brackish-water', broader: 'water', en: 'brackish water', zh: '苦咸水' }],
		});
		expect(loaded).toEqual({ added: 1, changed: 1, keptHere: 1 });
		const { cells } = await cellsOf('drip-irrigation');
		expect(cells.lo).toBe('ນ້ຳຢອດ | ລະບົບນ້ຳຢອດ');
		expect(cells.th).toBe('น้ำหยด');
		const history = await database.db.select().from(conceptChange).where(sql`origin = 'release'`);
		expect(history.map(({ cell, after, by }) => ({ cell, after, by }))).toEqual([{ cell: 'th', after: 'น้ำหยด', by: null }]);
	});

	test('put a concept that they have no longer out of use, and back when it returns', async () => {
		await release((row) => (row.concept === 'desalination' ? null : row));
		expect((await thesaurusOf(database.db)).concept('desalination')).toBeUndefined();
		await release();
		expect((await thesaurusOf(database.db)).concept('desalination')?.broader).toEqual(['water']);
	});

	test('that are half written still start: links to nothing and cycles are left out', async () => {
		await release((row) => (row.concept === 'water' ? { ...row, broader: 'desalination no-such-concept' } : row));
		const thesaurus = await thesaurusOf(database.db);
		expect([...thesaurus.all()].map(({ id }) => id)).toContain('water');
		expect(thesaurus.ancestors('water')).not.toContain('water');
		await release();
	});
});

test('the history of the thesaurus cannot be rewritten', async () => {
	await expect(database.db.execute(sql`update concept_change set after = 'x'`)).rejects.toThrow();
	await expect(database.db.execute(sql`delete from concept_change`)).rejects.toThrow();
});
