import { zipSync, strToU8 } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { extractText, getMeta } from 'unpdf';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { addFileVersion } from '#lib/server/confidence/files/add-file.ts';
import { changeDockingFile, removeDockingFile } from '#lib/server/confidence/files/change-file.ts';
import { fetchDockingFile } from '#lib/server/confidence/files/fetch-file.ts';
import { listDockingFiles } from '#lib/server/confidence/files/list-files.ts';
import { dockingFile, dockingFileOpening, dockingFileVersion } from '#lib/server/confidence/tables.ts';
import { changeDocking } from '#lib/server/docking/change-docking.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { databaseErrorCode } from '#lib/server/platform/database.ts';
import { createConfidenceNetwork, pdf, type ConfidenceNetwork } from './confidence-network.ts';

let network: ConfidenceNetwork;
beforeAll(async () => void (network = await createConfidenceNetwork()));
afterAll(() => network.close());

const refused = (code: string) => expect.objectContaining({ code });
const list = (actor: Actor, reference: string, code?: string) => listDockingFiles(network.database.db, actor, { reference, ...(code ? { code } : {}) });
const fetch = (actor: Actor, reference: string, fileId: string, number: number | null = null) => fetchDockingFile(network.confidence, actor, { reference, fileId, number });
const outside = () => [network.visitor, network.reader, network.owner, network.secretariat, network.reviewer, network.authority];
const workbook = zipSync({ '[Content_Types].xml': strToU8('<Types/>'), 'xl/workbook.xml': strToU8('<workbook/>') });

describe('a file of a docking', () => {
	test('is opened by the other side as a copy with its name, and by the own side as it is; both are on record', async () => {
		const { reference } = await network.dock();
		const source = await pdf(['Yield of the third season']);
		const { fileId } = await network.add(network.editor, reference, { source });
		expect(Buffer.from((await fetch(network.editor, reference, fileId)).bytes).equals(Buffer.from(source))).toBe(true);
		const copy = await fetch(network.stranger, reference, fileId);
		expect(copy).toMatchObject({ marked: true, name: 'trials.pdf', mediaType: 'application/pdf' });
		const { info } = await getMeta(new Uint8Array(copy.bytes));
		expect(info.Subject).toBe(`stranger · 2026-11-21 08:00 UTC · ${reference} · ${copy.code}`);
		expect((await extractText(new Uint8Array(copy.bytes))).text.join(' ')).toContain('Yield of the third season');
		const file = (await list(network.editor, reference)).files.find(({ id }) => id === fileId)!;
		expect(file.openings).toMatchObject([{ called: 'stranger', side: 'seeking', marked: true, code: copy.code }, { called: 'editor', side: 'offering', marked: false }]);
		expect((await list(network.stranger, reference)).files[0]!.openings).toBeNull();
		const { rows } = await network.database.pool.query("select actor_id, organisation_id, detail->>'code' as code from audit where action = 'docking.read-guarded-file' order by id desc limit 1");
		expect(rows[0]).toMatchObject({ actor_id: network.stranger.kind === 'member' && network.stranger.userId, organisation_id: network.institute, code: copy.code });
		expect((await list(network.editor, reference, copy.code)).opening).toMatchObject({ called: 'stranger', file: 'trials.pdf' });
		expect((await list(network.officer, reference, copy.code)).opening, 'whose file it is not').toBe('unknown');
	});

	test('is there for nobody outside, in any way', async () => {
		const { reference, id } = await network.dock();
		const { fileId } = await network.add(network.editor, reference, {});
		for (const actor of outside()) {
			await expect(list(actor, reference)).rejects.toEqual(refused('not_found'));
			await expect(fetch(actor, reference, fileId)).rejects.toEqual(refused('not_found'));
			await expect(network.add(actor, reference, {})).rejects.toEqual(refused('not_found'));
			await expect(removeDockingFile(network.confidence, actor, { reference, fileId })).rejects.toEqual(refused('not_found'));
			const rows = await asActor(network.database.db, actor, async (tx) => [await tx.select().from(dockingFile), await tx.select().from(dockingFileVersion), await tx.select().from(dockingFileOpening)]);
			expect(rows.flat().filter(({ dockingId }) => dockingId === id)).toEqual([]);
		}
		const other = await network.dock();
		await expect(fetch(network.editor, other.reference, fileId), 'by the address of another docking').rejects.toEqual(refused('not_found'));
	});

	test('is changed and taken back by its own side only', async () => {
		const { reference } = await network.dock({ people: { offering: [network.editor, network.reader] } });
		const { fileId } = await network.add(network.editor, reference, {});
		const settings = { disclosure: 'own' as const, asItIs: false };
		for (const actor of [network.stranger, network.officer, network.reader]) {
			await expect(changeDockingFile(network.confidence, actor, { reference, fileId, settings })).rejects.toEqual(refused('forbidden'));
			await expect(removeDockingFile(network.confidence, actor, { reference, fileId })).rejects.toEqual(refused('forbidden'));
			await expect(addFileVersion(network.confidence, actor, { reference, fileId, name: 'x.pdf', source: await pdf(['x']), remark: '', language: 'en' })).rejects.toEqual(refused('forbidden'));
		}
		await changeDockingFile(network.confidence, network.editor, { reference, fileId, settings });
		for (const actor of [network.stranger, network.officer, network.thaiOfficer]) expect((await list(actor, reference)).files).toEqual([]);
		await expect(fetch(network.stranger, reference, fileId)).rejects.toEqual(refused('not_found'));
		expect((await list(network.reader, reference)).files).toHaveLength(1);
	});

	test('keeps its versions, and the openings of each', async () => {
		const { reference } = await network.dock();
		const { fileId } = await network.add(network.editor, reference, {});
		await fetch(network.stranger, reference, fileId);
		await addFileVersion(network.confidence, network.editor, { reference, fileId, name: 'trials-2.pdf', source: await pdf(['Second']), remark: 'with the third season', language: 'en' });
		const [file] = (await list(network.stranger, reference)).files;
		expect(file).toMatchObject({ name: 'trials-2.pdf', versions: [{ number: 2, remark: 'with the third season' }, { number: 1 }] });
		expect((await fetch(network.stranger, reference, fileId)).name).toBe('trials-2.pdf');
		expect((await fetch(network.stranger, reference, fileId, 1)).name).toBe('trials.pdf');
		await expect(fetch(network.stranger, reference, fileId, 3)).rejects.toEqual(refused('not_found'));
		expect((await list(network.editor, reference)).files[0]!.openings!.map(({ number }) => number)).toEqual([1, 2, 1]);
	});

	test('that cannot carry a name is handed out only where its owner allows that', async () => {
		const { reference } = await network.dock();
		const { fileId, unmarkable } = await network.add(network.editor, reference, { name: 'model.xlsx', source: workbook });
		expect(unmarkable).toBe('kind');
		expect((await list(network.stranger, reference)).files[0]).toMatchObject({ opens: false, asItIs: false });
		await expect(fetch(network.stranger, reference, fileId)).rejects.toEqual(refused('forbidden'));
		expect((await fetch(network.editor, reference, fileId)).marked).toBe(false);
		await changeDockingFile(network.confidence, network.editor, { reference, fileId, settings: { disclosure: 'parties', asItIs: true } });
		const copy = await fetch(network.stranger, reference, fileId);
		expect(copy.marked).toBe(false);
		expect(Buffer.from(copy.bytes).equals(Buffer.from(workbook))).toBe(true);
		const broken = await network.add(network.editor, reference, { source: Buffer.from('%PDF-1.7\nnothing of a document') });
		expect(broken.unmarkable).toBe('broken');
		await expect(fetch(network.stranger, reference, broken.fileId)).rejects.toEqual(refused('forbidden'));
		await expect(network.add(network.editor, reference, { source: Buffer.from([0, 1, 2, 3]) })).rejects.toEqual(refused('unsupported_type'));
		await expect(network.add(network.editor, reference, { source: Buffer.alloc(0) })).rejects.toEqual(refused('invalid_input'));
	});

	test('goes with its bytes when it is taken back, also after the docking was stopped; that it was opened stays', async () => {
		const { reference } = await network.dock();
		const { fileId, sha256 } = await network.add(network.editor, reference, { source: await pdf(['Only here']) });
		await fetch(network.stranger, reference, fileId);
		await changeDocking(network.confidence, network.editor, { reference, right: 'stop' }, (change) => change.move({ type: 'stop', reason: 'price' }));
		await expect(network.add(network.editor, reference, {})).rejects.toEqual(refused('forbidden'));
		expect(await network.confidence.files.has(sha256)).toBe(true);
		await removeDockingFile(network.confidence, network.editor, { reference, fileId });
		expect(await network.confidence.files.has(sha256)).toBe(false);
		await expect(fetch(network.editor, reference, fileId)).rejects.toEqual(refused('not_found'));
		const [file] = (await list(network.editor, reference)).files;
		expect(file).toMatchObject({ versions: [], openings: [{ called: 'stranger', number: 1 }] });
		expect(file!.removedAt).toEqual(network.clock.now);
	});

	test('tells those who may open it, and of one’s own nobody', async () => {
		const { reference } = await network.dock();
		const told = async () => (await network.mailsTo(network.stranger)).filter(({ text }) => text.includes(reference)).length;
		const before = await told();
		await network.add(network.editor, reference, { name: 'CANARYNAME.pdf', disclosure: 'own' });
		expect(await told()).toBe(before);
		await network.add(network.editor, reference, { name: 'CANARYNAME.pdf', disclosure: 'confidential' });
		expect(await told()).toBe(before + 1);
		expect((await network.mailsTo(network.stranger)).map(({ text, subject }) => text + subject).join()).not.toContain('CANARYNAME');
	});
});

describe('behind the walls', () => {
	test('nobody writes a file, a version or an opening for another side', async () => {
		const { id, reference } = await network.dock();
		const { fileId, id: versionId } = await network.add(network.editor, reference, {});
		const { db } = network.database;
		const now = new Date();
		const denied = (actor: Actor, work: Parameters<typeof asActor>[2]) => expect(asActor(db, actor, work)).rejects.toSatisfy((error) => databaseErrorCode(error) === '42501');
		const values = { dockingId: id, name: 'x', disclosure: 'parties' as const, createdAt: now, touchedAt: now };
		await denied(network.stranger, (tx) => tx.insert(dockingFile).values({ ...values, side: 'offering', organisationId: network.institute }));
		await denied(network.secretariat, (tx) => tx.insert(dockingFile).values({ ...values, side: 'officers' }));
		await denied(network.stranger, (tx) => tx.insert(dockingFileVersion).values({ fileId, dockingId: id, number: 2, name: 'x', mediaType: 'application/pdf', bytes: 1, sha256: 'a'.repeat(64), createdAt: now }));
		const opening = { dockingId: id, fileId, versionId, number: 1, side: 'seeking' as const, marked: true, at: now };
		await denied(network.stranger, (tx) => tx.insert(dockingFileOpening).values({ ...opening, personId: network.editor.kind === 'member' ? network.editor.userId : '', code: 'AAAA-AAAA' }));
		await fetch(network.stranger, reference, fileId);
		await asActor(db, network.stranger, async (tx) => {
			await tx.delete(dockingFileOpening);
			await tx.update(dockingFileOpening).set({ called: 'somebody else' });
			await tx.delete(dockingFileVersion);
			await tx.update(dockingFile).set({ disclosure: 'parties', asItIs: true });
		});
		const [file] = (await list(network.editor, reference)).files;
		expect(file).toMatchObject({ asItIs: false, versions: [{ number: 1 }], openings: [{ called: 'stranger' }] });
	});
});
