import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureSampleNetwork } from '../../src/cli/sample-network.ts';
import { migrate } from '#lib/server/platform/migrate.ts';
import { createEmptyDatabase, type TestDatabase } from '../database.ts';

const LAST_OF_OLD = '0011';
const networks = JSON.parse(readFileSync('data/network/networks.json', 'utf8')) as { id: string; events?: string[] }[];

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
	database = await createEmptyDatabase();
	folder = mkdtempSync(join(tmpdir(), 'mitra-older-'));
	for (const name of readdirSync('migrations').filter((each) => each.slice(0, 4) <= LAST_OF_OLD)) cpSync(join('migrations', name), join(folder, name));
	await migrate(database.pool, { folder });
	// As an installation of that time was: centres, an organisation with its people, a listing; no alliance, fewer events.
	await database.pool.query(`
		insert into country (code) values ('CN'), ('LA');
		insert into centre (id, kind, country, place, names, source) values
			('cattc', 'headquarters', 'CN', '[]', '[{"language": "en", "text": "CATTC"}]', 'charter'), ('laos', 'bilateral', 'LA', '[]', '[{"language": "en", "text": "Laos"}]', 'charter');
		insert into counterpart_agency (centre_id, role, names, source) values ('laos', 'guiding', '[{"language": "en", "text": "An agency"}]', 'charter');
		insert into organisation (id, slug, kind, country, names, centre_id) values ('11111111-1111-4111-8111-111111111111', 'old-mill', 'company', 'LA', '[{"language": "en", "text": "Old Mill"}]', 'laos');
		insert into "user" (id, name, email) values ('u-1', 'Noy', 'noy@example.org');
		insert into membership (user_id, organisation_id, role) values ('u-1', '11111111-1111-4111-8111-111111111111', 'owner');
		insert into listing (kind, organisation_id, centre_id) values ('offer', '11111111-1111-4111-8111-111111111111', 'laos');
		insert into listing_version (listing_id, number, language, title, summary, description, sought, disclosure)
			select id, 1, 'en', 'Old offer', 'In short', 'for members only', 'open to all', '{"description": "network"}' from listing;
	`);
});
afterAll(async () => {
	await database.close();
	rmSync(folder, { recursive: true });
});

const start = async () => {
	const notes: (string | undefined)[] = [];
	await ensureSampleNetwork(database.pool, { update: () => undefined, finish: (note) => void notes.push(note), fail: (note) => void notes.push(note) });
	return notes;
};
const count = async (table: string) => Number((await database.pool.query<{ count: string }>(`select count(*) from ${table}`)).rows[0]!.count);

test('the start brings alliances, agreements and working groups to a network of an earlier version, and leaves its people and listings', async () => {
	await migrate(database.pool, { folder: 'migrations' });
	expect(await count('thematic_network')).toBe(0);
	expect(await start()).toEqual(['the network is there already']);
	const { rows } = await database.pool.query<{ id: string }>('select id from thematic_network order by id');
	expect(rows.map(({ id }) => id)).toEqual(networks.map(({ id }) => id).sort());
	expect(await count('network_event')).toBe(networks.flatMap(({ events }) => events ?? []).length);
	expect(await count('working_group')).toBeGreaterThan(0);
	expect(await count('founding_agreement')).toBeGreaterThan(0);
	expect(await count('centre')).toBeGreaterThan(2);
	// What was for the network went behind the wall, whole.
	expect((await database.pool.query('select description, sought, guarded from listing_version')).rows).toEqual([{ description: '', sought: 'open to all', guarded: ['description'] }]);
	expect((await database.pool.query('select disclosure, content from listing_guarded_section')).rows).toEqual([{ disclosure: 'network', content: { description: 'for members only' } }]);
	// What was there is there, once: no sample came along.
	expect((await database.pool.query('select slug, state, centre_id from organisation')).rows).toEqual([{ slug: 'old-mill', state: 'admitted', centre_id: 'laos' }]);
	expect((await database.pool.query('select user_id, role from membership')).rows).toEqual([{ user_id: 'u-1', role: 'owner' }]);
	expect([await count('listing'), await count('"user"'), await count('event where is_sample')]).toEqual([1, 1, 0]);
});

test('the next start doubles nothing and leaves what people have written since', async () => {
	await database.pool.query(`update thematic_network set names = '[{"language": "en", "text": "Renamed here"}]' where id = $1`, [networks[0]!.id]);
	await database.pool.query(`update centre set about = '[{"language": "en", "text": "Written by its officers"}]', version = 2 where id = 'laos'`);
	const before = [await count('thematic_network'), await count('network_event'), await count('working_group'), await count('founding_agreement'), await count('counterpart_agency')];
	await start();
	expect([await count('thematic_network'), await count('network_event'), await count('working_group'), await count('founding_agreement'), await count('counterpart_agency')]).toEqual(before);
	expect((await database.pool.query<{ text: string }>("select names->0->>'text' as text from thematic_network where id = $1", [networks[0]!.id])).rows[0]!.text).toBe('Renamed here');
	// Where a later version names more again, the centre's own words stay.
	await database.pool.query('delete from working_group');
	await start();
	expect((await database.pool.query<{ text: string }>("select about->0->>'text' as text from centre where id = 'laos'")).rows[0]!.text).toBe('Written by its officers');
});
