import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { migrate, pendingMigrations } from '#lib/server/platform/migrate.ts';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../database.ts';

let database: TestDatabase;
let folder: string;

beforeEach(async () => {
	database = await createEmptyDatabase();
	folder = mkdtempSync(join(tmpdir(), 'mitra-migrations-'));
	write('0001_one.sql', 'create table one (id integer primary key);\n');
	write('0002_two.sql', 'create table two (id integer primary key);\n');
});

afterEach(async () => {
	await database.close();
	rmSync(folder, { recursive: true });
});

const write = (name: string, sql: string) => writeFileSync(join(folder, name), sql);
const run = () => migrate(database.pool, { folder });
const hasTable = async (name: string) =>
	(await database.pool.query('select to_regclass($1) is not null as there', [name])).rows[0].there as boolean;

describe('migrate', () => {
	test('applies what is new, in order, and reports how far it is', async () => {
		const seen: string[] = [];
		await migrate(database.pool, { folder, progress: ({ done, total, name }) => seen.push(`${done}/${total} ${name}`) });
		expect(seen).toEqual(['0/2 0001_one.sql', '1/2 0002_two.sql', '2/2 ']);
		write('0003_three.sql', 'create table three (id integer references two);');
		expect(await pendingMigrations(database.pool, folder)).toEqual(['0003_three.sql']);
		expect(await run()).toEqual(['0003_three.sql']);
		expect(await run()).toEqual([]);
		expect(await hasTable('three')).toBe(true);
	});

	test('a file with other line endings is the same file', async () => {
		await run();
		write('0001_one.sql', 'create table one (id integer primary key);\r\n');
		expect(await run()).toEqual([]);
	});

	test('an edited file is refused by name, and nothing is applied', async () => {
		await run();
		write('0001_one.sql', 'create table one (id bigint primary key);\n');
		write('0003_three.sql', 'create table three (id integer);');
		await expect(run()).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('0001_one.sql') });
		expect(await hasTable('three')).toBe(false);
	});

	test('a database of a newer version is refused by name', async () => {
		await run();
		rmSync(join(folder, '0002_two.sql'));
		await expect(run()).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('newer') });
	});

	test('a number that comes late is refused, for others have gone on without it', async () => {
		rmSync(join(folder, '0001_one.sql'));
		await run();
		write('0001_one.sql', 'create table one (id integer primary key);\n');
		await expect(run()).rejects.toThrow('higher number');
	});

	test('two files of one number are refused', async () => {
		write('0002_another.sql', 'select 1;');
		await expect(run()).rejects.toThrow('0002_another.sql and 0002_two.sql');
	});

	test('a file that fails halfway leaves nothing of itself, keeps those before it, and names the line', async () => {
		write('0003_three.sql', 'create table three (id integer);\n\ncreate tabel four (id integer);\n');
		await expect(run()).rejects.toThrow(/0003_three\.sql failed: .*line 3/);
		expect([await hasTable('two'), await hasTable('three')]).toEqual([true, false]);
		write('0003_three.sql', 'create table three (id integer);');
		expect(await run()).toEqual(['0003_three.sql']);
	});

	test('two processes at once apply every file once', async () => {
		const applied = await Promise.all([run(), run(), run()]);
		expect(applied.flat().sort()).toEqual(['0001_one.sql', '0002_two.sql']);
	});
});

test('a test database has the real tables and nobody else sees it', async () => {
	const [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()]);
	try {
		await first.pool.query(`insert into mail (language, to_address, subject, body_text) values ('en', 'a@b.c', 's', 't')`);
		expect((await first.pool.query('select count(*) as n from mail')).rows[0].n).toBe(1);
		expect((await second.pool.query('select count(*) as n from mail')).rows[0].n).toBe(0);
	} finally {
		await Promise.all([first.close(), second.close()]);
	}
});
