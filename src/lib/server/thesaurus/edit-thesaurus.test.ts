import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { createSmallNetwork, idleJobs, type SmallNetwork } from '../../../../tests/small-network.ts';
import { createTestDatabase, type TestDatabase } from '../../../../tests/database.ts';
import { addConcept } from './add-concept.ts';
import type { Cells } from './cells.ts';
import { editConcept, type EditContext } from './edit-concept.ts';
import { thesaurusOf } from './living-thesaurus.ts';
import { loadTables } from './load-tables.ts';
import { changesOf, reviewsOf, storedConcepts } from './queries.ts';
import { retireConcept } from './retire-concept.ts';
import { reviewLabels } from './review-labels.ts';
import { testTables } from './test-tables.ts';
import { undoChange } from './undo-change.ts';

let database: TestDatabase;
let network: SmallNetwork;
let context: EditContext;
let folder: string;

beforeAll(async () => {
	folder = await testTables();
});
afterAll(() => rm(folder, { recursive: true }));

/** A network with the tables of the tests; answers what removes it. */
async function freshNetwork(): Promise<() => Promise<void>> {
	const made = await createTestDatabase();
	database = made;
	network = await createSmallNetwork(made.db);
	context = { db: made.db, clock: () => new Date('2026-11-21T08:00:00Z'), jobs: idleJobs };
	await loadTables(made.db, folder, context.clock());
	return () => made.close();
}

const stored = async (id: string) => (await storedConcepts(database.db, [id]))[0]!;
async function edit(actor: Actor, concept: string, cells: Partial<Cells>, version?: number) {
	return editConcept(context, actor, { concept, version: version ?? (await stored(concept)).version, cells });
}
const codesOf = (result: Awaited<ReturnType<typeof edit>>) => (result.saved ? [] : result.problems.map(({ cell, code }) => `${cell}:${code}`));

describe('who may edit', () => {
	beforeEach(freshNetwork);

	test('an officer writes labels and review marks of the centre’s languages, and nothing else', async () => {
		expect(await edit(network.officer, 'irrigation', { lo: 'ການຊົນລະປະທານ', 'reviewed:lo': 'yes' })).toMatchObject({ saved: true });
		await expect(edit(network.officer, 'irrigation', { th: 'ชลประทาน' })).rejects.toMatchObject({ code: 'forbidden' });
		await expect(edit(network.officer, 'irrigation', { 'reviewed:th': 'yes' })).rejects.toMatchObject({ code: 'forbidden' });
		await expect(edit(network.officer, 'irrigation', { note_zh: '注' })).rejects.toMatchObject({ code: 'forbidden' });
		await expect(edit(network.officer, 'irrigation', { broader: 'water' })).rejects.toMatchObject({ code: 'forbidden' });
		expect(await edit(network.thaiOfficer, 'irrigation', { th: 'ชลประทาน', note_en: 'Water brought to fields.' })).toMatchObject({ saved: true });
	});

	test('a member and a visitor are refused, the secretariat is not', async () => {
		for (const actor of [network.owner, network.stranger, network.visitor])
			await expect(edit(actor, 'irrigation', { en: 'watering' })).rejects.toMatchObject({ code: 'forbidden' });
		expect(await edit(network.secretariat, 'irrigation', { en: 'irrigation | watering', th: 'ชลประทาน', broader: 'water' })).toMatchObject({ saved: true });
		expect((await stored('irrigation')).cells).toMatchObject({ broader: 'water', area: 'water' });
	});

	test('only the secretariat adds and retires', async () => {
		const cells = { en: 'sprinkler irrigation', zh: '喷灌', broader: 'irrigation' };
		await expect(addConcept(context, network.officer, { id: 'sprinkler-irrigation', cells })).rejects.toMatchObject({ code: 'forbidden' });
		expect(await addConcept(context, network.secretariat, { id: 'sprinkler-irrigation', cells })).toEqual({ saved: true });
		expect((await stored('sprinkler-irrigation')).cells.area).toBe('agriculture');
		await expect(retireConcept(context, network.officer, { concept: 'sprinkler-irrigation', version: 1, replacedBy: '' })).rejects.toMatchObject({ code: 'forbidden' });
		expect(await retireConcept(context, network.secretariat, { concept: 'sprinkler-irrigation', version: 1, replacedBy: 'drip-irrigation' })).toEqual({ saved: true });
	});
});

describe('what is checked', () => {
	// What is refused leaves nothing behind, so these share one.
	beforeAll(freshNetwork);

	test.each<[string, Partial<Cells>, string]>([
		['an empty preferred label', { lo: ' | ' }, 'lo:empty_preferred'],
		['a label in another script', { lo: 'น้ำหยด' }, 'lo:wrong_script'],
		['a preferred label in Latin letters', { lo: 'drip irrigation' }, 'lo:wrong_script'],
		['Chinese in an English label', { en: 'drip 滴灌' }, 'en:wrong_script'],
		['a label twice', { en: 'drip irrigation | Drip irrigation' }, 'en:repeated'],
		['a label that another concept has', { en: 'Irrigation' }, 'en:taken'],
		['a label that is too long', { en: 'x'.repeat(201) }, 'en:too_long'],
		['too many labels', { en: Array.from({ length: 22 }, (_, index) => `drip ${index}`).join(' | ') }, 'en:too_many'],
		['a note that is too long', { note_en: 'x'.repeat(2001) }, 'note_en:too_long'],
		['a bad IPC code', { ipc: 'A01G 12X' }, 'ipc:bad_ipc'],
		['a goal that is none', { sdg: '18' }, 'sdg:bad_goal'],
		['a broader concept that is none', { broader: 'no-such' }, 'broader:unknown_concept'],
		['no broader concept', { broader: '' }, 'broader:no_broader'],
		['itself as broader', { broader: 'drip-irrigation' }, 'broader:self'],
		['a related concept that is above', { related: 'agriculture' }, 'related:related_ancestor'],
	])('%s is said at its field, and nothing is stored', async (_name, cells, problem) => {
		const before = await stored('drip-irrigation');
		expect(codesOf(await edit(network.secretariat, 'drip-irrigation', cells))).toEqual([problem]);
		expect(await stored('drip-irrigation')).toEqual(before);
	});

	test('a cycle of broader concepts is refused', async () => {
		expect(codesOf(await edit(network.secretariat, 'irrigation', { broader: 'drip-irrigation' }))).toEqual(['broader:cycle']);
	});

	test('two who together would make a cycle cannot', async () => {
		const both = await Promise.all([edit(network.secretariat, 'soil-salinity', { broader: 'irrigation' }), edit(network.secretariat, 'irrigation', { broader: 'soil-salinity' })]);
		expect(both.filter(({ saved }) => saved)).toHaveLength(1);
	});

	test('an abbreviation and the English term as an alternative are fine in any script', async () => {
		expect(await edit(network.officer, 'drip-irrigation', { lo: 'ລະບົບນ້ຳຢອດ | drip irrigation | DI' })).toMatchObject({ saved: true });
	});
});

describe('two at once', () => {
	beforeEach(freshNetwork);

	test('different cells are both kept', async () => {
		const { version } = await stored('drip-irrigation');
		expect(await edit(network.officer, 'drip-irrigation', { lo: 'ນ້ຳຢອດ', th: 'ระบบน้ำหยด' }, version)).toMatchObject({ saved: true });
		expect(await edit(network.thaiOfficer, 'drip-irrigation', { lo: 'ລະບົບນ້ຳຢອດ', th: 'น้ำหยด' }, version)).toMatchObject({ saved: true });
		expect((await stored('drip-irrigation')).cells).toMatchObject({ lo: 'ນ້ຳຢອດ', th: 'น้ำหยด' });
	});

	test('the same cell: the second is told what the first wrote, and nothing is lost', async () => {
		const { version } = await stored('drip-irrigation');
		await edit(network.officer, 'drip-irrigation', { lo: 'ນ້ຳຢອດ' }, version);
		const second = await edit(network.secretariat, 'drip-irrigation', { lo: 'ຊົນລະປະທານນ້ຳຢອດ' }, version);
		expect(second).toMatchObject({ saved: false, conflicts: [{ cell: 'lo', theirs: 'ນ້ຳຢອດ' }] });
		expect((await stored('drip-irrigation')).cells.lo).toBe('ນ້ຳຢອດ');
		if (second.saved) throw new Error('unreachable');
		expect(await edit(network.secretariat, 'drip-irrigation', { lo: 'ຊົນລະປະທານນ້ຳຢອດ' }, second.version)).toMatchObject({ saved: true });
	});
});

describe('history', () => {
	beforeEach(freshNetwork);

	test('says who changed what, and a change can be undone, which is a change too', async () => {
		await edit(network.officer, 'drip-irrigation', { lo: 'ນ້ຳຢອດ' });
		const [{ change, name }] = (await changesOf(database.db, 'drip-irrigation', 10)) as [Awaited<ReturnType<typeof changesOf>>[number]];
		expect({ name, cell: change.cell, before: change.before, after: change.after, origin: change.origin }).toEqual({ name: 'officer', cell: 'lo', before: 'ລະບົບນ້ຳຢອດ', after: 'ນ້ຳຢອດ', origin: 'edit' });
		await expect(undoChange(context, network.thaiOfficer, change.id)).rejects.toMatchObject({ code: 'forbidden' });
		expect(await undoChange(context, network.officer, change.id)).toEqual({ saved: true });
		expect((await stored('drip-irrigation')).cells.lo).toBe('ລະບົບນ້ຳຢອດ');
		const newest = (await changesOf(database.db, 'drip-irrigation', 10))[0]!.change;
		expect(newest).toMatchObject({ origin: 'undo', undoes: change.id });
		await expect(undoChange(context, network.officer, change.id)).rejects.toMatchObject({ code: 'conflict' });
	});

	test('a retired concept leads to what replaced it, and comes back with its links', async () => {
		const { version } = await stored('irrigation');
		expect(await retireConcept(context, network.secretariat, { concept: 'irrigation', version, replacedBy: '' })).toMatchObject({ saved: false, problems: [{ code: 'has_narrower' }] });
		expect(await retireConcept(context, network.secretariat, { concept: 'irrigation', version, replacedBy: 'drip-irrigation' })).toMatchObject({ saved: false });
		expect(await retireConcept(context, network.secretariat, { concept: 'irrigation', version, replacedBy: 'water' })).toEqual({ saved: true });
		const thesaurus = await thesaurusOf(database.db);
		expect(thesaurus.concept('irrigation')).toBeUndefined();
		expect(thesaurus.resolve('irrigation')).toBe('water');
		expect(thesaurus.label('irrigation', 'en')).toBe('water');
		expect(thesaurus.concept('drip-irrigation')!.broader).toEqual(['water']);
		const change = (await changesOf(database.db, 'irrigation', 10)).find((each) => each.change.cell === 'retired')!.change;
		expect(await undoChange(context, network.secretariat, change.id)).toEqual({ saved: true });
		expect((await thesaurusOf(database.db)).concept('drip-irrigation')!.broader).toEqual(['irrigation']);
	});
});

describe('review', () => {
	beforeEach(freshNetwork);

	test('marks what was read, with name and day, and not what changed meanwhile', async () => {
		await edit(network.secretariat, 'irrigation', { lo: 'ການຊົນລະປະທານ' });
		const read = [
			{ concept: 'irrigation', labels: 'ຊົນລະປະທານ' },
			{ concept: 'soil-salinity', labels: 'ດິນເຄັມ' },
		];
		expect(await reviewLabels(context, network.officer, { language: 'lo', reviewed: true, read })).toEqual({ changed: ['soil-salinity'], stale: ['irrigation'] });
		expect(await reviewsOf(database.db, 'soil-salinity')).toEqual([{ language: 'lo', at: context.clock(), name: 'officer' }]);
		expect(await reviewsOf(database.db, 'irrigation')).toEqual([]);
	});

	test('is refused to the officer of another language', async () => {
		const read = [{ concept: 'soil-salinity', labels: 'ດິນເຄັມ' }];
		await expect(reviewLabels(context, network.thaiOfficer, { language: 'lo', reviewed: true, read })).rejects.toMatchObject({ code: 'forbidden' });
	});
});
