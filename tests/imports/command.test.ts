import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { need } from './rows.ts';

const project = join(import.meta.dirname, '..', '..');
const ROWS = 3000;
let database: TestDatabase;
let folder: string;
let file: string;

beforeAll(async () => {
	database = await createTestDatabase();
	folder = mkdtempSync(join(tmpdir(), 'mitra-import-'));
	file = join(folder, 'needs.jsonl');
	// Every hundredth row lacks its title.
	const rows = Array.from({ length: ROWS }, (_each, index) => need(String(index + 1), index % 100 === 99 ? { title: '' } : {}));
	writeFileSync(file, rows.map((row) => JSON.stringify(row)).join('\n'));
});
afterAll(async () => {
	await database.close();
	rmSync(folder, { recursive: true, force: true });
});

function mitra(...words: string[]): { child: ChildProcess; exit: Promise<{ code: number | null; output: string }> } {
	const child = spawn(process.execPath, [join(project, 'src', 'cli', 'main.ts'), ...words], {
		cwd: project,
		env: { ...process.env, DATABASE_URL: database.url, MITRA_DATA: folder },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let output = '';
	child.stdout.on('data', (chunk) => (output += chunk));
	child.stderr.on('data', (chunk) => (output += chunk));
	return { child, exit: new Promise((resolve) => child.once('close', (code) => resolve({ code, output }))) };
}

const load = () => mitra('import', file, '--organisation', 'killed', '--create-organisation', 'Killed and well', '--country', 'LA', '--publish', '--errors', join(folder, 'bad.csv'));
const number = async (query: string) => Number((await database.pool.query<{ n: string }>(`select count(*) as n from ${query}`)).rows[0]!.n);
const acknowledged = async () => Number((await database.pool.query<{ n: string }>('select coalesce(max(rows_done), 0) as n from import_batch')).rows[0]!.n);

/** Three imports of the whole file, each by a process of its own. */
const LONG = 300_000;

test('killed with -9 in the middle it has lost nothing it acknowledged; run again it finishes, without doubles', { timeout: LONG }, async () => {
	const first = load();
	while ((await acknowledged()) === 0) await wait(5);
	first.child.kill('SIGKILL');
	await first.exit;
	// What the server was doing for the dead process ends by itself.
	while ((await number("pg_stat_activity where application_name = 'mitra command' and datname = current_database()")) > 0) await wait(20);
	const done = await acknowledged();
	expect(done, 'the kill must come in the middle for this test to mean anything').toBeLessThan(ROWS);
	expect(await number('listing')).toBe(await number("import_row where outcome = 'created'"));
	expect(await number('import_row')).toBe(done);

	const second = await load().exit;
	expect(second.code, second.output).toBe(3);
	expect(second.output).toContain(`taken up behind row ${done}`);
	expect(await number('listing')).toBe(ROWS - ROWS / 100);
	expect(await number("listing where state = 'published'")).toBe(ROWS - ROWS / 100);
	expect(await number('import_batch')).toBe(1);
	expect(readFileSync(join(folder, 'bad.csv'), 'utf8').trimEnd().split('\r\n')).toHaveLength(1 + ROWS / 100);

	const third = await load().exit;
	expect(third.output).toContain(`0 new, 0 changed, ${ROWS - ROWS / 100} unchanged, ${ROWS / 100} bad`);
});

test('wrong use is told in a sentence, and stores nothing', async () => {
	const before = await number('import_batch');
	const wrong = await Promise.all([
		mitra('import', join(folder, 'absent.csv'), '--organisation', 'killed').exit,
		mitra('import', file, '--organisation', 'nobody').exit,
		mitra('import', file, '--organisation', 'killed', '--map', 'title=Titel').exit,
		mitra('import', file, '--organisation', 'killed', '--default', 'colour=red').exit,
		mitra('import', file).exit,
	]);
	expect(wrong.map(({ code }) => code)).toEqual([1, 1, 1, 1, 2]);
	expect(wrong[1]!.output).toContain('There is no organisation "nobody"');
	expect(wrong[2]!.output).toContain('There is no column "Titel"');
	expect(wrong[3]!.output).toContain('There is no field "colour"');
	for (const { output } of wrong) expect(output).not.toContain('    at ');
	expect(await number('import_batch')).toBe(before);
});

test('a dry run says what is wrong and stores nothing; a broken file is refused whole', async () => {
	const before = await number('listing');
	const dry = await mitra('import', file, '--organisation', 'anybody', '--dry-run').exit;
	expect(dry.code).toBe(3);
	expect(dry.output).toContain('nothing was stored');
	expect(dry.output).toMatch(/30 rows, first in line 100: title: This is needed/);
	const broken = join(folder, 'broken.csv');
	writeFileSync(broken, 'externalId,title\n1,Pump\n2,"Valve\n');
	const refused = await mitra('import', broken, '--organisation', 'killed', '--kind', 'need').exit;
	expect(refused.code).toBe(1);
	expect(refused.output).toContain('The quotation marks in line 3 do not fit');
	expect(await number('listing')).toBe(before);
});
