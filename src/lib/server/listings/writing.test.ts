import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openFileStore, type FileStore } from '#lib/server/platform/files.ts';
import { createTestDatabase, type TestDatabase } from '../../../../tests/database.ts';
import { completeOffer, createSmallNetwork, idleJobs, type SmallNetwork } from '../../../../tests/small-network.ts';
import { attachFile, ATTACHMENTS_PER_LISTING, removeAttachment } from './attach-file.ts';
import { changeLife } from './change-life.ts';
import { emptyContent, type ListingContent } from './listing.ts';
import { attachmentsOf, contentOf, listingById, versionById, type ListingRow } from './queries.ts';
import { reviewListing } from './review-listing.ts';
import { saveDraft } from './save-draft.ts';
import { startDraft } from './start-draft.ts';
import { submitListing } from './submit-listing.ts';
import { viewListing } from './view-listing.ts';

let database: TestDatabase;
let network: SmallNetwork;
let files: FileStore;
const folder = mkdtempSync(join(tmpdir(), 'mitra-attach-'));
const now = () => new Date('2026-11-21T08:00:00Z');
const areaExists = (id: string) => id === 'agriculture';

beforeAll(async () => {
	database = await createTestDatabase();
	network = await createSmallNetwork(database.db);
	files = openFileStore(folder);
});
afterAll(async () => {
	await database.close();
	rmSync(folder, { recursive: true, force: true });
});

const start = () => startDraft(database.db, network.owner, { kind: 'offer', language: 'en', organisationId: network.institute });
const reread = async (row: ListingRow) => (await listingById(database.db, row.id))!;
const workingContent = async (row: ListingRow) => contentOf((await versionById(database.db, (await reread(row)).workingVersionId!))!);
const save = (row: ListingRow, content: ListingContent, expected?: number) =>
	saveDraft(database.db, network.owner, { listingId: row.id, content, ...(expected === undefined ? {} : { expected }) });
const submit = (row: ListingRow, actor = network.owner) => submitListing(database.db, actor, { listingId: row.id, areaExists });

async function decide(row: ListingRow, decision: 'publish' | 'return') {
	const current = await reread(row);
	await reviewListing({ db: database.db, clock: now, jobs: idleJobs, baseUrl: 'http://x' }, network.officer, {
		listingId: row.id,
		versionId: current.workingVersionId!,
		decision,
		remark: decision === 'return' ? 'Say more.' : '',
		language: 'en',
	});
}
async function published(): Promise<ListingRow> {
	const row = await start();
	await save(row, completeOffer());
	await submit(row);
	await decide(row, 'publish');
	return reread(row);
}

describe('starting a draft', () => {
	test('is for who writes for the organisation', async () => {
		for (const actor of [network.reader, network.stranger, network.officer, network.visitor])
			await expect(startDraft(database.db, actor, { kind: 'need', language: 'lo', organisationId: network.institute })).rejects.toMatchObject({ code: 'forbidden' });
		const row = await startDraft(database.db, network.editor, { kind: 'need', language: 'lo', organisationId: network.institute });
		expect(row).toMatchObject({ kind: 'need', state: 'draft', centreId: 'laos' });
		expect((await workingContent(row)).language).toBe('lo');
	});
});

describe('saving a draft', () => {
	test('keeps half-written text exactly and is refused to everyone else', async () => {
		const row = await start();
		const content = { ...emptyContent('lo'), title: '<script>alert(1)</script>', description: 'ນ້ຳ\n\n  x' };
		await save(row, content);
		expect(await workingContent(row)).toEqual(content);
		for (const actor of [network.reader, network.officer, network.secretariat])
			await expect(saveDraft(database.db, actor, { listingId: row.id, content })).rejects.toMatchObject({ code: 'forbidden' });
		for (const actor of [network.stranger, network.visitor, network.thaiOfficer])
			await expect(saveDraft(database.db, actor, { listingId: row.id, content })).rejects.toMatchObject({ code: 'not_found' });
	});

	test('never overwrites what somebody else saved since', async () => {
		const row = await start();
		const first = await save(row, { ...emptyContent('en'), title: 'mine' });
		await saveDraft(database.db, network.editor, { listingId: row.id, content: { ...emptyContent('en'), title: 'theirs' }, expected: first.changeNumber });
		await expect(save(row, { ...emptyContent('en'), title: 'mine again' }, first.changeNumber)).rejects.toMatchObject({ code: 'conflict' });
		expect((await workingContent(row)).title).toBe('theirs');
	});

	test('lets one of two savers win who save the same version at once', async () => {
		const row = await start();
		const { changeNumber } = await save(row, emptyContent('en'));
		const saves = await Promise.allSettled(
			['a', 'b', 'c'].map((title) => save(row, { ...emptyContent('en'), title }, changeNumber)),
		);
		expect(saves.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
	});

	test('of a published listing leaves the published version as it is', async () => {
		const row = await published();
		await save(row, completeOffer({ title: 'New title' }));
		const after = await reread(row);
		expect(after).toMatchObject({ state: 'published', revision: 'draft', publishedVersionId: row.publishedVersionId });
		expect((await viewListing(database.db, network.visitor, row.reference)).content.title).toBe('Drip irrigation for saline soil');
		await changeLife({ db: database.db, clock: now }, network.owner, { listingId: row.id, change: { type: 'drop-revision' } });
		expect(await reread(row)).toMatchObject({ revision: null, workingVersionId: null, state: 'published' });
		await save(row, completeOffer({ title: 'Newer title' }));
		expect((await workingContent(row)).title).toBe('Newer title');
	});

	test('after a return leaves on record what was reviewed', async () => {
		const row = await start();
		await save(row, completeOffer({ title: 'First try' }));
		await submit(row);
		const reviewed = (await reread(row)).workingVersionId!;
		await decide(row, 'return');
		await save(row, completeOffer({ title: 'Second try' }));
		expect((await versionById(database.db, reviewed))!.title).toBe('First try');
		expect((await workingContent(row)).title).toBe('Second try');
	});
});

describe('submitting', () => {
	test('names every field that is missing and changes nothing', async () => {
		const row = await start();
		const result = await submit(row);
		if (result.submitted) throw new Error('submitted');
		expect(result.missing.map(({ field }) => field)).toEqual([
			'title', 'summary', 'description', 'areas', 'benefitInFigures', 'advantages', 'trl', 'ip.status', 'exportControl', 'cooperation', 'partner.kinds',
		]);
		expect((await reread(row)).state).toBe('draft');
		await save(row, completeOffer({ areas: ['no-such-area'] }));
		expect(await submit(row)).toMatchObject({ missing: [{ field: 'areas', code: 'unknown_area', value: 'no-such-area' }] });
	});

	test('is the writers’, and can be taken back until it is decided on', async () => {
		const row = await start();
		await save(row, completeOffer());
		await expect(submit(row, network.reader)).rejects.toMatchObject({ code: 'forbidden' });
		await expect(submit(row, network.stranger)).rejects.toMatchObject({ code: 'not_found' });
		expect(await submit(row)).toEqual({ submitted: true });
		await expect(save(row, completeOffer())).rejects.toMatchObject({ code: 'forbidden' });
		await changeLife({ db: database.db, clock: now }, network.editor, { listingId: row.id, change: { type: 'take-back' } });
		await save(row, completeOffer({ title: 'Better' }));
		await submit(row);
		await decide(row, 'publish');
		await expect(
			changeLife({ db: database.db, clock: now }, network.owner, { listingId: row.id, change: { type: 'take-back' } }),
		).rejects.toMatchObject({ code: 'forbidden' });
	});
});

describe('the life of a published listing', () => {
	test('is its writers’: paused, resumed, renewed for twelve months, closed, archived', async () => {
		const row = await published();
		const change = (actor: typeof network.owner, event: Parameters<typeof changeLife>[2]['change']) =>
			changeLife({ db: database.db, clock: () => new Date('2027-01-31T00:00:00Z') }, actor, { listingId: row.id, change: event });
		for (const actor of [network.stranger, network.visitor, network.officer, network.reader])
			await expect(change(actor, { type: 'pause' })).rejects.toMatchObject({ code: 'forbidden' });
		await change(network.owner, { type: 'pause' });
		expect((await reread(row)).state).toBe('paused');
		await change(network.owner, { type: 'resume' });
		await change(network.owner, { type: 'renew' });
		expect((await reread(row)).validUntil).toBe('2028-01-31');
		await change(network.owner, { type: 'close', reason: 'matched' });
		expect(await reread(row)).toMatchObject({ state: 'closed', closedReason: 'matched' });
		expect((await viewListing(database.db, network.visitor, row.reference)).state).toBe('closed');
		await change(network.owner, { type: 'archive' });
		await expect(viewListing(database.db, network.visitor, row.reference)).rejects.toMatchObject({ code: 'not_found' });
	});
});

describe('attachments', () => {
	const png = () => Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.from(crypto.randomUUID())]);
	const attach = (row: ListingRow, source: Uint8Array, actor = network.owner, name = 'plan.png') =>
		attachFile({ db: database.db, files }, actor, { listingId: row.id, name, disclosure: 'public', source });
	const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

	test('are what their bytes say, and refused otherwise with nothing stored', async () => {
		const row = await start();
		const page = Buffer.from('<html><script>alert(1)</script></html>');
		await expect(attach(row, page, network.owner, 'photo.png')).rejects.toMatchObject({ code: 'unsupported_type' });
		await expect(attach(row, Buffer.alloc(0))).rejects.toMatchObject({ code: 'invalid_input' });
		await expect(attach(row, Buffer.alloc(10 * 1024 * 1024 + 1, 'x'))).rejects.toMatchObject({ code: 'too_large' });
		expect(await files.has(sha(page))).toBe(false);
		expect(await attach(row, png(), network.owner, 'C:\\fake\\..\\ແຜນ\u0000.png')).toMatchObject({ name: 'ແຜນ.png', mediaType: 'image/png' });
		for (const actor of [network.reader, network.officer]) await expect(attach(row, png(), actor)).rejects.toMatchObject({ code: 'forbidden' });
		for (const actor of [network.stranger, network.visitor]) await expect(attach(row, png(), actor)).rejects.toMatchObject({ code: 'not_found' });
	});

	test('are ten at most, and leave with the last listing that has them', async () => {
		const row = await start();
		const other = await start();
		const bytes = png();
		const first = await attach(row, bytes);
		const second = await attach(other, bytes);
		for (let i = 1; i < ATTACHMENTS_PER_LISTING; i++) await attach(row, png());
		await expect(attach(row, png())).rejects.toMatchObject({ code: 'invalid_input', detail: { code: 'too_many' } });
		const remove = (listing: ListingRow, attachmentId: string, actor = network.owner) =>
			removeAttachment({ db: database.db, files }, actor, { listingId: listing.id, attachmentId });
		await expect(remove(other, first.id)).rejects.toMatchObject({ code: 'not_found' });
		await expect(remove(row, first.id, network.stranger)).rejects.toMatchObject({ code: 'not_found' });
		await remove(row, first.id);
		expect(await files.has(sha(bytes))).toBe(true);
		await remove(other, second.id);
		expect(await files.has(sha(bytes))).toBe(false);
	});

	test('added to a published listing are seen by others after the next review only', async () => {
		const row = await published();
		await attach(row, png());
		expect(await attachmentsOf(database.db, row.id)).toHaveLength(1);
		expect(await reread(row)).toMatchObject({ state: 'published', revision: 'draft' });
		expect((await viewListing(database.db, network.visitor, row.reference)).attachments).toHaveLength(0);
		expect((await viewListing(database.db, network.owner, row.reference)).attachments).toHaveLength(1);
		await submit(row);
		await decide(row, 'publish');
		expect((await viewListing(database.db, network.visitor, row.reference)).attachments).toHaveLength(1);
	});
});
