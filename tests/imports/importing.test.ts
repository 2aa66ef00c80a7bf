import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { createSmallNetwork, idleJobs, type SmallNetwork } from '../small-network.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { exportListings, type ExportFormat } from '#lib/server/imports/export-listings.ts';
import { badRowsCsv } from '#lib/server/imports/bad-rows-csv.ts';
import { checkImport } from '#lib/server/imports/check-import.ts';
import { englishError } from '#lib/server/imports/error-words.ts';
import { suggestMapping } from '#lib/server/imports/suggest-mapping.ts';
import { BROWSER_LIMITS } from '#lib/server/imports/limits.ts';
import { bytesSource, openTable, storedSource } from '#lib/server/imports/open-table.ts';
import { insertBatch, type ImportBatchRow } from '#lib/server/imports/queries.ts';
import { BATCH_ROWS, runImport } from '#lib/server/imports/run-import.ts';
import type { ImportTable } from '#lib/server/imports/table.ts';
import { importBatch, importRow } from '#lib/server/imports/tables.ts';
import { listing, listingVersion } from '#lib/server/listings/tables.ts';
import { openFileStore, type FileStore } from '#lib/server/platform/files.ts';
import { readUpload } from '#lib/server/imports/read-upload.ts';
import { startImport } from '#lib/server/imports/start-import.ts';
import { beginImport, cancelImport, importForActor, planImport } from '#lib/server/imports/steer-import.ts';
import { areas, need, planFor, tableOf } from './rows.ts';

const operator: Actor = { kind: 'operator', name: 'test' };
let database: TestDatabase;
let network: SmallNetwork;

beforeAll(async () => {
	database = await createTestDatabase();
	network = await createSmallNetwork(database.db);
});
afterAll(() => database.close());
beforeEach(async () => {
	await database.asOwner((owner) => owner.query('delete from import_row; delete from import_batch; delete from listing'));
});

const context = (signal?: AbortSignal) => ({ db: database.db, clock: () => new Date('2026-11-21T00:00:00Z'), areas, ...(signal && { signal }) });

async function batchFor(table: ImportTable, values: Partial<ImportBatchRow> = {}): Promise<ImportBatchRow> {
	const { mapping, defaults, cut } = planFor(table);
	return insertBatch(database.db, {
		organisationId: network.institute,
		fileName: 'test.jsonl',
		format: 'jsonl',
		sha256: '0'.repeat(64),
		columns: [...table.columns],
		mapping,
		defaults,
		cut,
		state: 'running',
		publish: true,
		...values,
	});
}

async function run(objects: Record<string, unknown>[], values: Partial<ImportBatchRow> = {}, actor = operator): Promise<ImportBatchRow> {
	const table = tableOf(objects);
	return runImport(context(), actor, (await batchFor(table, values)).id, table);
}

const outcome = ({ rowsCreated, rowsUpdated, rowsUnchanged, rowsBad, state }: ImportBatchRow) => ({ created: rowsCreated, updated: rowsUpdated, unchanged: rowsUnchanged, bad: rowsBad, state });
const listings = () => database.db.select().from(listing).orderBy(listing.reference);
const count = async () => (await listings()).length;

describe('importing again', () => {
	test('changes what differs, leaves what is the same, doubles nothing', async () => {
		expect(outcome(await run([need('1'), need('2'), need('', { title: 'Without an id' })]))).toEqual({ created: 3, updated: 0, unchanged: 0, bad: 0, state: 'finished' });
		const again = await run([need('1'), need('2', { summary: 'Another summary of the same need.' }), need('', { title: 'without an ID' })]);
		// The third is found by its title, and only the case of that differs.
		expect(outcome(again)).toEqual({ created: 0, updated: 2, unchanged: 1, bad: 0, state: 'finished' });
		expect(await count()).toBe(3);
		const versions = await database.db.select().from(listingVersion).where(eq(listingVersion.number, 2));
		expect(versions.map(({ summary }) => summary)).toContain('Another summary of the same need.');
	});

	test('does not change what is closed, nor turn a need into an offer; the other rows go on', async () => {
		await run([need('1'), need('2')]);
		await database.db.update(listing).set({ state: 'closed', closedReason: 'matched' }).where(eq(listing.externalId, '1'));
		const offer = { ...need('2'), kind: 'offer', advantages: 'a', benefitInFigures: 'b', trl: 5, 'ip.status': 'none', exportControl: 'c' };
		const again = await run([need('1', { summary: 'Changed.' }), offer, need('3')]);
		expect(outcome(again)).toMatchObject({ created: 1, bad: 2, state: 'finished' });
		const errors = await database.db.select({ errors: importRow.errors }).from(importRow).where(eq(importRow.batchId, again.id)).orderBy(importRow.number);
		expect(errors.map((row) => row.errors[0]?.code)).toEqual(['listing_closed', 'other_kind', undefined]);
	});

	test('another organisation may use the same ids', async () => {
		await run([need('1')]);
		expect(outcome(await run([need('1')], { organisationId: network.company }))).toMatchObject({ created: 1 });
	});
});

describe('whose import is published', () => {
	test('a member’s waits for review, and a change of a published listing becomes a revision beside it', async () => {
		await run([need('1')], { publish: false, createdBy: null }, network.owner);
		expect((await listings())[0]).toMatchObject({ state: 'submitted', publishedVersionId: null });
		await run([need('1')]);
		const published = (await listings())[0]!;
		expect(published).toMatchObject({ state: 'published', revision: null, workingVersionId: null });
		await run([need('1', { summary: 'A new summary.' })], { publish: false }, network.owner);
		expect((await listings())[0]).toMatchObject({ state: 'published', revision: 'submitted', publishedVersionId: published.publishedVersionId });
	});

	test('an officer of the centre may publish at once', async () => {
		await run([need('1')], {}, network.officer);
		expect((await listings())[0]).toMatchObject({ state: 'published' });
	});

	test.each([
		['a reader of the organisation', 'reader', false],
		['a member of another organisation', 'stranger', false],
		['an officer of another centre', 'thaiOfficer', false],
		['a visitor', 'visitor', false],
		['the owner, who wants it published at once', 'owner', true],
		['an officer who writes for the organisation, and wants it published', 'officerAndOwner', true],
	] as const)('refuses %s', async (_name, who, publish) => {
		await expect(run([need('1')], { publish }, network[who])).rejects.toMatchObject({ code: 'forbidden' });
		expect(await count()).toBe(0);
	});
});

describe('interrupted in the middle', () => {
	const many = Array.from({ length: BATCH_ROWS * 2 + 50 }, (_each, index) => need(String(index + 1)));

	test('rows of an unfinished batch leave nothing; running again finishes without doubles', async () => {
		const table = tableOf(many);
		const batch = await batchFor(table);
		let flushes = 0;
		const breaking = { ...context(), progress: () => { if (++flushes === 1) throw new Error('the power is gone'); } };
		await expect(runImport(breaking, operator, batch.id, table)).rejects.toThrow('the power is gone');
		const [kept] = await database.db.select().from(importBatch);
		expect(kept).toMatchObject({ rowsDone: BATCH_ROWS, state: 'running' });
		expect(await count()).toBe(BATCH_ROWS);
		const finished = await runImport(context(), operator, batch.id, table);
		expect(outcome(finished)).toEqual({ created: many.length, updated: 0, unchanged: 0, bad: 0, state: 'finished' });
		expect(await count()).toBe(many.length);
	});

	test('a second worker on the same import is turned away, and nothing is doubled', async () => {
		const table = tableOf(many);
		const batch = await batchFor(table);
		const both = await Promise.allSettled([runImport(context(), operator, batch.id, table), runImport(context(), operator, batch.id, table)]);
		expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(await count()).toBe(many.length);
	});

	test('a cancelled import stops between batches and keeps what it had', async () => {
		const table = tableOf(many);
		const batch = await batchFor(table);
		const cancelling = {
			...context(),
			progress: () => void database.pool.query("update import_batch set state = 'cancelled' where id = $1", [batch.id]),
		};
		const stopped = await runImport(cancelling, operator, batch.id, table);
		expect(stopped.state).toBe('cancelled');
		expect(await count()).toBe(stopped.rowsDone);
		expect(stopped.rowsDone).toBeLessThan(many.length);
	});
});

test('checking notes every bad row and changes no listing; the bad rows download is safe in a spreadsheet', async () => {
	const table = tableOf([need('1'), need('2', { title: '=HYPERLINK("http://evil.example")', summary: '' }), need('3')]);
	const batch = await batchFor(table, { state: 'checking' });
	await checkImport(context(), batch.id, table);
	const [checked] = await database.db.select().from(importBatch);
	expect(checked).toMatchObject({ state: 'previewed', rowsTotal: 3, rowsBad: 1 });
	expect(await count()).toBe(0);
	let csv = '';
	for await (const line of badRowsCsv(database.db, batch.id, table, { heading: 'Errors', error: englishError })) csv += line;
	const lines = csv.trimEnd().split('\r\n');
	expect(csv.startsWith('\uFEFF')).toBe(true);
	expect(lines).toHaveLength(2);
	expect(lines[1]).toContain(`"'=HYPERLINK(""http://evil.example"")"`);
	expect(lines[1]).toContain('summary: This is needed.');
});

describe('an export imports again without change', () => {
	const full = {
		...need('full', { title: '-5 °C pump, "quoted"', description: 'Line one\nline two; with, separators' }),
		keywords: ['a, b', 'c;d'],
		trl: 4,
		ip: { status: 'applied', rights: [{ type: 'patent', number: 'CN 1', office: 'CNIPA', date: '2021-05-01' }] },
		partner: { kinds: ['institute', 'university'], role: 'Tests the pump' },
		countries: ['LA', 'TH'],
		budget: { min: 5_000_050, max: null, currency: 'USD', source: 'own funds' },
		relevantDate: '2027-03-31',
		sdgs: [2, 6],
		display: 'hidden',
		disclosure: { description: 'network', budget: 'parties' },
	} as Record<string, unknown>;
	delete full['partner.kinds'];
	const offer = { ...full, externalId: 'offer', kind: 'offer', sought: '', budget: '', advantages: '@home', benefitInFigures: '45 %', exportControl: 'checked-none', price: { kind: 'firm', basis: 'both', min: 100, max: 200, currency: 'VND' } };

	test.each(['jsonl', 'csv'] as ExportFormat[])('%s', async (format) => {
		await run([full, offer, need('plain', { keywords: '' })].map((row) => ({ ...full, 'partner.kinds': '', ...row })));
		expect(await count()).toBe(3);
		// One that was written here has no external id, and is found by its reference.
		await database.db.update(listing).set({ externalId: null }).where(eq(listing.externalId, 'plain'));
		let content = '';
		for await (const line of exportListings(database.db, network.owner, { organisationId: network.institute }, format)) content += line;
		const table = await openTable(bytesSource(Buffer.from(content)), BROWSER_LIMITS);
		const batch = await batchFor(table, { mapping: suggestMapping(table.columns), defaults: {} });
		const again = await runImport(context(), operator, batch.id, table);
		const errors = await database.db.execute(sql`select errors from import_row where outcome = 'bad'`);
		expect(errors.rows).toEqual([]);
		expect(outcome(again)).toEqual({ created: 0, updated: 0, unchanged: 3, bad: 0, state: 'finished' });
	});
});

describe('a file sent from a browser', () => {
	const upload = (content: string, actor: Actor = network.owner) =>
		startImport({ db: database.db, files }, actor, { organisationId: network.institute, fileName: 'C:\\lists\\needs.csv', file: Buffer.from(content) });
	let folder: string;
	let files: FileStore;
	beforeAll(() => {
		folder = mkdtempSync(join(tmpdir(), 'mitra-uploads-'));
		files = openFileStore(folder);
	});
	afterAll(() => rmSync(folder, { recursive: true, force: true }));
	const stored = () => readdirSync(join(folder), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;

	test('is refused whole when its last line is broken, or it is too long, and then not kept', async () => {
		await expect(upload('title,summary\na,b\nc,"d\n')).rejects.toMatchObject({ field: 'file', detail: { code: 'broken_quotes', line: 3 } });
		await expect(upload(`title\n${'a\n'.repeat(200_001)}`)).rejects.toMatchObject({ detail: { code: 'too_many_rows', limit: 200_000 } });
		await expect(upload('title,summary\n')).rejects.toMatchObject({ detail: { code: 'no_rows' } });
		await expect(upload('')).rejects.toMatchObject({ detail: { code: 'empty' } });
		expect(stored()).toBe(0);
	});

	test.each(['reader', 'stranger', 'thaiOfficer', 'visitor'] as const)('is not even read when a %s sends it', async (who) => {
		let wasRead = false;
		const file = (async function* () {
			wasRead = true;
			yield Buffer.from('title\nPump\n');
		})();
		const sent = startImport({ db: database.db, files }, network[who], { organisationId: network.institute, fileName: 'a.csv', file });
		await expect(sent).rejects.toMatchObject({ code: 'forbidden' });
		expect(wasRead).toBe(false);
	});

	test('goes from upload over check to the listings, and only those who may import see it', async () => {
		const batch = await upload('id,标题,摘要,内容,技术要求\n1,水泵,节水水泵,低压节水灌溉水泵,压力不超过0.5巴\n2,,,,\n');
		expect(batch).toMatchObject({ fileName: 'needs.csv', state: 'uploaded', rowsTotal: 2, mapping: { externalId: 'id', title: '标题', description: '内容' } });
		const steering = { db: database.db, clock: () => new Date('2026-11-21T00:00:00Z'), jobs: idleJobs };
		const table = await openTable(await storedSource(files, batch.sha256), BROWSER_LIMITS);
		await expect(importForActor(database.db, network.stranger, batch.id)).rejects.toMatchObject({ code: 'not_found' });
		await expect(beginImport(steering, network.owner, batch.id, { publish: false })).rejects.toMatchObject({ code: 'conflict' });
		const defaults = { kind: 'need', language: 'auto', areas: 'auto; water', cooperation: 'licence', 'partner.kinds': 'institute' };
		await planImport(steering, network.owner, batch.id, { mapping: batch.mapping, defaults, cut: false });
		await checkImport(context(), batch.id, table);
		expect((await importForActor(database.db, network.owner, batch.id)).batch).toMatchObject({ state: 'previewed', rowsTotal: 2, rowsBad: 1 });
		await expect(beginImport(steering, network.owner, batch.id, { publish: true })).rejects.toMatchObject({ code: 'forbidden' });
		await beginImport(steering, network.owner, batch.id, { publish: false });
		expect(outcome(await runImport(context(), network.owner, batch.id, table))).toEqual({ created: 1, updated: 0, unchanged: 0, bad: 1, state: 'finished' });
		expect((await listings())[0]).toMatchObject({ state: 'submitted', externalId: '1', kind: 'need' });
		await expect(cancelImport(steering, network.owner, batch.id)).rejects.toMatchObject({ code: 'conflict' });
	});
});

test('a form with a file is read in any pieces; one that breaks off is no file', async () => {
	const body = Buffer.from('--x\r\nContent-Disposition: form-data; name="organisation"\r\n\r\n42\r\n--x\r\nContent-Disposition: form-data; name="file"; filename="列 表.csv"\r\nContent-Type: text/csv\r\n\r\na,b\r\n--y\r\n1,2\r\n--x--\r\n');
	const pieces = async function* (size: number, end = body.length) {
		for (let at = 0; at < end; at += size) yield body.subarray(at, Math.min(end, at + size));
	};
	const content = async (size: number, end?: number) => {
		const upload = await readUpload('multipart/form-data; boundary=x', pieces(size, end));
		const parts: Uint8Array[] = [];
		for await (const part of upload?.file?.bytes ?? []) parts.push(part);
		return [upload?.fields.get('organisation'), upload?.file?.name, Buffer.concat(parts).toString()];
	};
	for (const size of [1, 2, 7, 1000]) expect(await content(size)).toEqual(['42', '列 表.csv', 'a,b\r\n--y\r\n1,2']);
	expect(await content(10, body.indexOf('text/csv'))).toEqual([undefined, undefined, '']);
	await expect(content(10, body.length - 10)).rejects.toMatchObject({ detail: { code: 'broken_upload' } });
	expect(await readUpload('text/plain', pieces(10))).toBeUndefined();
});
