import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '#lib/server/platform/migrate.ts';
import { createEmptyDatabase, type TestDatabase } from '../database.ts';

/** What people said of events before there were surveys (0038) is kept by 0040 as surveys that name nobody. */

const all = join(import.meta.dirname, '..', '..', 'migrations');
let database: TestDatabase;
let before: string;
beforeAll(async () => {
	database = await createEmptyDatabase();
	before = await mkdtemp(join(tmpdir(), 'mitra-migrations-'));
	for (const name of await readdir(all)) if (name < '0040') await cp(join(all, name), join(before, name));
});
afterAll(async () => {
	await database.close();
	await rm(before, { recursive: true, force: true });
});

test('a rating and words of an event and of a session become answers to surveys that have closed', async () => {
	await migrate(database.pool, { folder: before });
	const query = async (text: string) => (await database.pool.query(text)).rows;
	await query(`insert into country (code) values ('LA')`);
	await query(`insert into "user" (id, name, email) values ('a', 'A', 'a@example.org'), ('b', 'B', 'b@example.org')`);
	await query(`insert into event (id, kind, names, starts_on, ends_on, country, source) values ('an-event', 'seminar', '[{"language": "en", "text": "E"}]', '2026-03-01', '2026-03-01', 'LA', 'test')`);
	await query(`insert into event_day (id, event_id, day) values ('00000000-0000-4000-8000-000000000001', 'an-event', '2026-03-01')`);
	await query(`insert into event_session (id, event_id, day_id, kind, titles, starts_at, ends_at) values ('00000000-0000-4000-8000-000000000002', 'an-event', '00000000-0000-4000-8000-000000000001', 'parallel', '[{"language": "en", "text": "S"}]', '2026-03-01T02:00Z', '2026-03-01T03:00Z')`);
	for (const [id, person] of [['00000000-0000-4000-8000-00000000000a', 'a'], ['00000000-0000-4000-8000-00000000000b', 'b']])
		await query(`insert into event_registration (id, event_id, person_id, state, category, names, country, languages, badge, created_at, updated_at) values ('${id}', 'an-event', '${person}', 'approved', 'delegate', '[{"language": "en", "text": "P"}]', 'LA', '{en}', 'ABCD000${person === 'a' ? 1 : 2}', now(), now())`);
	await query(`insert into event_feedback (event_id, registration_id, session_id, rating, words, language, given_at) values
		('an-event', '00000000-0000-4000-8000-00000000000a', null, 4, 'Good', 'en', '2026-03-02'), ('an-event', '00000000-0000-4000-8000-00000000000b', null, 2, '', 'zh', '2026-03-02'),
		('an-event', '00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-000000000002', 5, '', 'en', '2026-03-02')`);
	await migrate(database.pool, { folder: all });
	expect(await query(`select v.session_id is null as whole, v.anonymous, v.sealed_at is not null as sealed, q.kind, a.value from event_survey v join event_question q on q.survey_id = v.id join event_survey_answer a on a.question_id = q.id order by whole, q.position, a.value`)).toEqual([
		{ whole: false, anonymous: true, sealed: true, kind: 'rating', value: '5' },
		{ whole: true, anonymous: true, sealed: true, kind: 'rating', value: '2' },
		{ whole: true, anonymous: true, sealed: true, kind: 'rating', value: '4' },
		{ whole: true, anonymous: true, sealed: true, kind: 'long-text', value: 'Good' },
	]);
	expect(await query(`select count(*)::int as sheets, count(registration_id)::int as named, count(distinct language)::int as languages from event_survey_sheet`)).toEqual([{ sheets: 3, named: 0, languages: 2 }]);
	expect(await query(`select count(*)::int as asked from event_survey_asked`)).toEqual([{ asked: 3 }]);
	expect(await query(`select to_regclass('event_feedback') as gone`)).toEqual([{ gone: null }]);
});
