import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clashesOfAll } from '#lib/events/clashes.ts';
import { viewEvent } from '#lib/server/events/view-event.ts';
import { readPhoto } from '#lib/server/events/photos.ts';
import { placedSessions } from '#lib/server/events/save-session.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { openFileStore } from '#lib/server/platform/files.ts';
import { loadNetwork } from '#lib/server/network/load-network.ts';
import { organisation } from '#lib/server/network/tables.ts';
import { insertSampleEvents } from '#lib/server/sample/sample-events.ts';
import { insertSampleRegistrations } from '#lib/server/sample/sample-registrations.ts';
import { insertSampleExperts } from '#lib/server/sample/sample-experts.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';

let database: TestDatabase;
let folder: string;
const now = new Date('2026-11-21T12:00:00Z');
beforeAll(async () => {
	database = await createTestDatabase();
	folder = await mkdtemp(join(tmpdir(), 'mitra-sample-events-'));
	const { db } = database;
	await loadNetwork(db, { folder: 'data/network', samples: true });
	await db.insert(organisation).values({ slug: 'sample-zhejiang-membrane-works', kind: 'company', country: 'CN', centreId: 'zhejiang', names: [{ language: 'en', text: 'Sample works' }], about: [], areas: [] });
	// Without the accounts behind them: each is a profile of its own.
	await db.transaction((tx) => insertSampleExperts(tx, 'data/sample/experts.json', now));
	await db.transaction((tx) => insertSampleEvents(tx, 'data/sample/events', now, openFileStore(folder)));
	await db.transaction((tx) => insertSampleRegistrations(tx, 'data/sample', now, openFileStore(folder)));
});
afterAll(async () => {
	await database.close();
	await rm(folder, { recursive: true, force: true });
});

test('the programme of the sample Forum has every part in three languages, no clash, and only samples as people', async () => {
	const { db } = database;
	const view = await viewEvent({ db, clock: () => now }, { kind: 'visitor' }, 'sample-forum-2027');
	expect(view.sessions).toHaveLength(36);
	for (const texts of [view.event.names, view.event.theme, view.event.about, ...view.sessions.map(({ titles }) => titles), ...view.rooms.map(({ names }) => names), ...view.tracks.map(({ names }) => names), ...view.days.map(({ titles }) => titles)])
		expect(texts.map(({ language }) => language)).toEqual(['en', 'zh', 'vi']);
	expect(view.speakers.filter(({ isSample }) => !isSample)).toEqual([]);
	expect(view.speakers.filter(({ names }) => !names.some(({ text }) => /sample|example/i.test(text)))).toEqual([]);
	expect(new Set(view.sessions.map(({ kind }) => kind))).toEqual(new Set(['opening', 'main-forum', 'dialogue', 'parallel', 'signing', 'field-visit', 'exhibition', 'b2b', 'training', 'final', 'meeting', 'social']));
	const clashes = await asActor(db, operator('test'), async (tx) => clashesOfAll(await placedSessions(tx, 'sample-forum-2027'), view.days, 'Asia/Shanghai'));
	expect([...clashes]).toEqual([]);
	const { rows } = await asActor(db, operator('test'), (tx) => tx.execute<{ tables: number; lines: number }>(sql`select (select count(*)::int from event_table where event_id = 'sample-forum-2027') as tables, (select count(*)::int from event_budget_line where event_id = 'sample-forum-2027') as lines`));
	expect(rows).toEqual([{ tables: 60, lines: 5 }]);
	// The plan of the seats is the organisers' alone.
	expect(view.documents.map(({ name }) => name)).toEqual(['practical-information.pdf']);
	expect(view.photos.map(({ width, height }) => [width, height])).toEqual(Array(3).fill([1500, 1000]));
	expect(await openFileStore(folder).has((await readPhoto({ db, clock: () => now }, { kind: 'visitor' }, { eventId: 'sample-forum-2027', id: view.photos[0]!.id, size: 'small' })).sha256)).toBe(true);
});

test('posters that were handed in with a registration are there', async () => {
	const { rows } = await asActor(database.db, operator('test'), (tx) => tx.execute<{ sha256: string; name: string }>(sql`select sha256, value ->> 'name' as name from event_answer where sha256 is not null order by 2`));
	expect(rows.map(({ name }) => name)).toEqual(['membranes.pdf', 'pulses.pdf']);
	for (const { sha256 } of rows) expect(await openFileStore(folder).has(sha256)).toBe(true);
});
