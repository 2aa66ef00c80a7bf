import { Readable } from 'node:stream';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/server/accounts/actor.ts';
import type { DockingRow } from '#lib/server/docking/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { enqueueFileReading, forgetFileText, pagesOf, readFile } from '#lib/server/rooms/search/read-file.ts';
import { readRoomQuery, tsqueryOf } from '#lib/server/rooms/search/room-terms.ts';
import { searchRooms } from '#lib/server/rooms/search/search-rooms.ts';
import { docx, pdf } from '../extraction/documents.ts';
import { idleJobs } from '../small-network.ts';
import { createRoomsNetwork, type RoomsNetwork } from './rooms-network.ts';

let network: RoomsNetwork;
let docking: DockingRow;
let other: DockingRow;
beforeAll(async () => {
	network = await createRoomsNetwork();
	docking = await network.room();
	// Another docking, in which the institute's owner is and its editor is not.
	other = await network.room({ offering: [network.owner] });
	await network.say(network.stranger, docking.reference, '我们可以在三周内交货，价格包括滴灌设备的安装和培训。', 'zh', '交货期');
	await network.say(network.editor, docking.reference, 'The warranty covers the drip irrigation lines of type XR-200 for five years.', 'en', 'Warranty');
	await network.say(network.owner, other.reference, 'Secret warranty of another docking, also for XR-200.', 'en', 'Other');
});
afterAll(() => network.close());

const search = async (actor: Actor, text: string, more: { reference?: string; below?: number } = {}) => searchRooms(network.rooms, actor, { text, ...more });
const found = async (actor: Actor, text: string, more?: { reference?: string }) => (await search(actor, text, more))?.hits.map(({ excerpt }) => excerpt.slice(0, 24));

/** A version of a file in a docking, as the part that keeps files stores it. */
async function version(of: DockingRow, disclosure: 'own' | 'parties' = 'parties', kind: 'pdf' | 'docx' = 'pdf'): Promise<string> {
	return asActor(network.database.db, operator('test'), async (tx) => {
		const file = await tx.execute<{ id: string }>(sql`
			insert into docking_file (docking_id, side, organisation_id, name, disclosure, called, created_at, touched_at)
			values (${of.id}, 'offering', ${network.institute}, 'Data sheet', ${disclosure}, 'editor', now(), now()) returning id`);
		const { rows } = await tx.execute<{ id: string }>(sql`
			insert into docking_file_version (file_id, docking_id, number, sha256, bytes, media_type, name, called, created_at)
			values (${file.rows[0]!.id}, ${of.id}, 1, ${'a'.repeat(64)}, 10, ${`application/${kind}`}, ${`a.${kind}`}, 'editor', now()) returning id`);
		return rows[0]!.id;
	});
}
async function read(of: DockingRow, fileId: string, bytes: Uint8Array, kind: 'pdf' | 'docx') {
	const file = { fileId, dockingId: of.id, sha256: 'a'.repeat(64), kind };
	await asActor(network.database.db, operator('test'), (tx) => enqueueFileReading(tx, idleJobs, file));
	await readFile({ db: network.database.db, clock: network.rooms.clock, reader: network.rooms.reader, files: { open: async () => ({ size: bytes.length, stream: Readable.from([Buffer.from(bytes)]) }) } }, file);
}

describe('one’s own rooms', () => {
	test('are found in whichever language a message is written', async () => {
		for (const words of ['drip irrigation installation', '滴灌 安装', 'tưới nhỏ giọt lắp đặt']) expect(await found(network.editor, words), words).toEqual([expect.stringContaining('滴灌')]);
		expect(await found(network.stranger, '滴灌')).toHaveLength(2);
		expect(await found(network.editor, 'XR-200')).toEqual([expect.stringContaining('warranty')]);
		expect(await found(network.editor, 'drip tractor')).toEqual([]);
	});

	test('and no others: who is not in a docking finds nothing of it, whatever is asked', async () => {
		expect(await found(network.editor, 'warranty')).toEqual([expect.stringContaining('The warranty')]);
		expect(await found(network.owner, 'warranty')).toEqual([expect.stringContaining('Secret warranty')]);
		expect(await found(network.stranger, 'warranty')).toHaveLength(2);
		expect(await found(network.officer, 'warranty')).toHaveLength(2);
		for (const actor of [network.reader, network.secretariat, network.reviewer, network.authority]) expect(await found(actor, 'warranty')).toEqual([]);
		expect(await search(network.visitor, 'warranty')).toBeUndefined();
		expect(await found(network.editor, 'warranty', { reference: other.reference })).toEqual([]);
		expect(await found(network.stranger, 'warranty', { reference: other.reference })).toHaveLength(1);
		// The function of the database itself knows who asks.
		const rows = async (actor: Actor) => (await asActor(network.database.db, actor, (tx) => tx.execute(sql`select * from search_own_rooms('''p:warranti'''::tsquery, null, 50, null)`))).rowCount;
		expect([await rows(network.editor), await rows(network.stranger), await rows(network.reader), await rows(network.visitor)]).toEqual([1, 2, 0, 0]);
	});

	test('are found by who advises more than a thousand of them, too, and what another centre advises is not', async () => {
		const elsewhere = await network.room();
		await network.say(network.editor, elsewhere.reference, 'The warranty of a docking that other centres advise.');
		await network.database.asOwner(async (client) => {
			await client.query(`update docking_party set centre_id = case side when 'offering' then 'vietnam' else 'cambodia' end where docking_id = $1`, [elsewhere.id]);
			await client.query(
				`with made as (
					insert into docking (reference, offer_listing_id, title, title_language, state, state_since, ball, ball_since, next_step, opened_at, touched_at)
					select 'D-2019-' || lpad(n::text, 4, '0'), offer_listing_id, title, title_language, state, state_since, ball, ball_since, next_step, opened_at, touched_at
					from docking cross join generate_series(1, 1100) n where id = $1 returning id)
				insert into docking_party (docking_id, side, organisation_id, called, country, centre_id, state, furthest, ball, ball_since, opened_at, touched_at)
				select made.id, side, organisation_id, called, country, centre_id, state, furthest, ball, ball_since, opened_at, touched_at from made cross join docking_party p where p.docking_id = $1`,
				[docking.id],
			);
		});
		const both = [expect.stringContaining('Secret warranty'), expect.stringContaining('The warranty covers')];
		for (const actor of [network.officer, network.thaiOfficer]) expect(await found(actor, 'warranty')).toEqual(both);
		expect(await found(network.officer, 'warranty', { reference: docking.reference })).toEqual(both.slice(1));
		const [newest] = (await search(network.officer, 'warranty'))!.hits;
		expect((await search(network.officer, 'warranty', { below: newest!.id }))!.hits).toHaveLength(1);
		expect(await found(network.officer, 'warranty drip')).toHaveLength(1);
		expect(await found(network.officer, 'tractor')).toEqual([]);
		expect(await found(network.secretariat, 'warranty')).toEqual([]);
		await network.database.asOwner((client) => client.query(`delete from docking where reference like 'D-2019-%' or id = $1`, [elsewhere.id]));
	});

	test('answer with the words that were found, and where they stand', async () => {
		const [hit] = (await search(network.editor, 'installation'))!.hits;
		expect(hit).toMatchObject({ docking: { reference: docking.reference }, thread: { subject: '交货期' }, language: 'zh', called: 'stranger', file: null });
		expect(hit!.spans.map(({ start, end }) => hit!.excerpt.slice(start, end))).toContain('安装');
	});

	test('take what people type as words, not as a language of queries', async () => {
		for (const typed of ["warranty' | 'x", 'warranty & (', "p:warranti' \\", '"warranty"', '| warranty !']) await expect(search(network.editor, typed)).resolves.toBeDefined();
		for (const nothing of ['', '  ', '?!', 'the of and']) expect(await search(network.editor, nothing), nothing).toBeUndefined();
		expect(tsqueryOf({ language: 'en', words: [["p:it's", 'p:a\\b'], ['c:x']] })).toBe("('p:it''s' | 'p:a\\\\b') & ('c:x')");
		expect(readRoomQuery('drip irrigation', network.rooms.reader)?.words.every((terms) => terms.some((term) => term.startsWith('c:')))).toBe(true);
	});

	test('come page by page, newest first', async () => {
		const room = await network.room();
		for (let number = 0; number < 25; number++) await network.say(network.editor, room.reference, `Pump station number ${number} in Savannakhet`);
		const first = (await search(network.stranger, 'pump', { reference: room.reference }))!;
		const second = (await search(network.stranger, 'pump', { reference: room.reference, below: first.below! }))!;
		expect([first.hits.length, second.hits.length, second.below]).toEqual([20, 5, null]);
		expect(first.hits[0]!.excerpt).toContain('number 24');
		expect(new Set([...first.hits, ...second.hits].map(({ id }) => id)).size).toBe(25);
	});
});

describe('the text of files', () => {
	test('is found with its page, by those who may open the file', async () => {
		const id = await version(docking);
		await read(docking, id, await pdf(['Cover', 'Evaporation ponds and brackish groundwater']), 'pdf');
		expect((await search(network.stranger, 'brackish groundwater'))!.hits).toMatchObject([{ file: { name: 'a.pdf', page: 2 }, thread: null }]);
		expect((await search(network.owner, 'brackish groundwater'))!.hits).toEqual([]);
		await asActor(network.database.db, operator('test'), (tx) => tx.execute(sql`update docking_file set removed_at = now() where id = (select file_id from docking_file_version where id = ${id})`));
		expect((await search(network.stranger, 'brackish groundwater'))!.hits).toEqual([]);
	});

	test('of one side’s own file is found by that side alone', async () => {
		const id = await version(docking, 'own', 'docx');
		await read(docking, id, await docx(['内部备忘：供应商名单。']), 'docx');
		// A Word document has no pages that a reader could look up.
		expect((await search(network.editor, '供应商名单'))!.hits).toMatchObject([{ file: { name: 'a.docx', page: null } }]);
		expect((await search(network.stranger, '供应商名单'))!.hits).toEqual([]);
	});

	test('is read anew without doubling, and goes with its version', async () => {
		const id = await version(docking);
		for (let time = 0; time < 2; time++) await read(docking, id, await pdf(['Ultrafiltration membranes']), 'pdf');
		expect((await search(network.editor, 'ultrafiltration'))!.hits).toHaveLength(1);
		await asActor(network.database.db, operator('test'), (tx) => forgetFileText(tx, id));
		expect((await search(network.editor, 'ultrafiltration'))!.hits).toEqual([]);
		// What was taken back while it was read does not come again.
		await readFile({ db: network.database.db, clock: network.rooms.clock, reader: network.rooms.reader, files: { open: async () => ({ size: 1, stream: Readable.from([Buffer.from(await pdf(['Ultrafiltration']))]) }) } }, { fileId: id, dockingId: docking.id, sha256: 'a'.repeat(64), kind: 'pdf' });
		expect((await search(network.editor, 'ultrafiltration'))!.hits).toEqual([]);
	});

	test('that cannot be read says why, and a long text without pages is cut at its lines', async () => {
		const id = await version(docking);
		await read(docking, id, new Uint8Array(300).fill(7), 'pdf');
		expect((await asActor(network.database.db, network.editor, (tx) => tx.execute(sql`select state from room_file_reading where file_id = ${id}`))).rows).toEqual([{ state: 'broken' }]);
		const line = 'word '.repeat(500).trim();
		const pages = pagesOf({ state: 'read', pages: [Array.from({ length: 8 }, () => line).join('\n')], cut: false });
		expect(pages.length).toBeGreaterThan(2);
		expect(pages.map(({ text }) => text).join('\n')).toBe(Array.from({ length: 8 }, () => line).join('\n'));
	});
});
