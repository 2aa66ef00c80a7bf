import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createProgress } from '../../src/cli/progress.ts';
import { formatAccounts } from '../../src/cli/sample-network.ts';
import { eventually } from './eventually.ts';
import { ask, install, isGone, postgresPid, type Installation } from './installation.ts';

/** A command as others write them: it adds entries to the table of the pages' stand-in. */
const commandSource = `
export function register(program) {
	program.command('entries').argument('<first>').option('--hang').action(async (first, { hang }) => {
		const { withDatabase } = await import('../with-database.ts');
		await withDatabase('entries', async ({ pool }) => {
			await pool.query('create table if not exists entry (id integer primary key)');
			await pool.query('insert into entry values ($1)', [first]);
			if (hang) { process.stdout.write('hanging'); await new Promise((resolve) => setTimeout(resolve, 60_000)); }
			const { rows } = await pool.query('select count(*) as n from entry');
			process.stdout.write('entries: ' + rows[0].n + '\\n');
		});
	});
}
`;

let installation: Installation;

beforeAll(async () => {
	installation = await install();
	writeFileSync(join(installation.folder, 'src', 'cli', 'commands', 'entries.ts'), commandSource);
});
afterAll(() => installation?.remove());

describe('a command that needs the database', () => {
	test('starts it for as long as it takes, and uses the one that runs when there is one', async () => {
		const alone = installation.mitra('entries', '1');
		expect((await alone.exit).code).toBe(0);
		expect(alone.output()).toBe('entries: 1\n');

		const up = installation.up();
		await up.ready();
		const beside = installation.mitra('entries', '2');
		expect((await beside.exit).code).toBe(0);
		expect(beside.output()).toBe('entries: 2\n');
		expect((await ask(installation.port, '/count')).text).toBe('2');
		up.child.kill('SIGTERM');
		expect((await up.exit).code).toBe(0);
	});

	test('that is interrupted stops the server it started; another one meanwhile is told to wait', async () => {
		const first = installation.mitra('entries', '101', '--hang');
		await eventually(() => first.output().includes('hanging'));
		const database = postgresPid(installation.dataFolder);
		const second = installation.mitra('entries', '102');
		expect((await second.exit).code).toBe(1);
		expect(second.output()).toContain('mitra entries');
		first.child.kill('SIGTERM');
		expect((await first.exit).code).not.toBe(0);
		await isGone(database);
		const third = installation.mitra('entries', '102');
		expect((await third.exit).code).toBe(0);
	});
});

describe('exit codes', () => {
	test.each([
		[0, ['--help']],
		[0, ['up', '--help']],
		[2, ['no-such-command']],
		[2, ['up', '--port', 'http']],
		[2, ['entries']],
	])('%i for mitra %j', async (code, words) => {
		expect((await installation.mitra(...words).exit).code).toBe(code);
	});

	test('a wrong setting is an expected failure, told in one sentence', async () => {
		const running = installation.up({ environment: { PORT: 'web' } });
		expect((await running.exit).code).toBe(1);
		expect(running.output()).toContain('The environment variable PORT is "web"');
		expect(running.output()).not.toContain('    at ');
	});
});

test('doctor says what is wrong and what to do, and passes when nothing is', async () => {
	const ill = installation.mitra('doctor');
	expect((await ill.exit).code).toBe(1);
	expect(ill.output()).toMatch(/FAIL \] Lexicon: .*\n\s+Restore it/);
	mkdirSync(join(installation.folder, 'data', 'lexicon'), { recursive: true });
	writeFileSync(join(installation.folder, 'data', 'lexicon', 'lexicon.bin'), 'entries');
	const well = installation.mitra('doctor');
	expect((await well.exit).code, well.output()).toBe(0);
	expect(well.output()).toContain('ok  ] Lexicon');
});

describe('progress', () => {
	const show = (isTTY: boolean) => {
		let written = '';
		let now = 0;
		const progress = createProgress({ isTTY, columns: 60, write: (text) => void (written += text) }, () => now);
		const step = progress.step('[4/5] Sample network');
		for (let done = 0; done <= 100; done += 5) {
			now += 500;
			step.update({ done, total: 100 });
		}
		step.finish('loaded');
		return written;
	};

	test('off a terminal there are plain lines, one at each tenth at most', () => {
		const lines = show(false).trimEnd().split('\n');
		expect(lines[0]).toBe('[4/5] Sample network ...');
		expect(lines.at(-1)).toBe('[4/5] Sample network: loaded (10.5 s)');
		expect(lines.length).toBeGreaterThan(8);
		expect(lines.length).toBeLessThanOrEqual(12);
		expect(lines.join('')).not.toContain('\x1b');
	});

	test('on a terminal one line redraws itself and never wraps', () => {
		const frames = show(true).split('\r\x1b[2K');
		expect(frames.some((frame) => frame.includes('[============            ] 50 %'))).toBe(true);
		expect(Math.max(...frames.map((frame) => frame.trimEnd().length))).toBeLessThan(60);
		expect(frames.slice(0, -1).join('')).not.toContain('\n');
	});
});

test('sample accounts stand in columns', () => {
	const table = formatAccounts([
		{ email: 'a@sample.mitra', password: 'one', name: 'A', role: 'officer', organisation: 'Centre' },
		{ email: 'longer@sample.mitra', password: 'two', name: 'B', role: 'member', organisation: 'Institute' },
	]);
	const columns = table.split('\n').map((line) => line.search(/one|two|Password/));
	expect(new Set(columns).size).toBe(1);
});
