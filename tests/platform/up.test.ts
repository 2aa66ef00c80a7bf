import { cpSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createEmptyDatabase } from '../database.ts';
import { eventually } from './eventually.ts';
import { ask, install, isGone, postgresPid, type Installation, type Running } from './installation.ts';

let installation: Installation | undefined;
const started: Running[] = [];

afterEach(async () => {
	for (const running of started.splice(0)) {
		running.child.kill('SIGTERM');
		await running.exit;
	}
	installation?.remove();
	installation = undefined;
});

async function upAndReady(options?: Parameters<Installation['up']>[0]): Promise<Running> {
	const running = installation!.up(options);
	started.push(running);
	await running.ready();
	return running;
}

describe('mitra up', () => {
	test('SIGTERM stops the web server, the database and the starter, and running requests end', async () => {
		installation = await install();
		const running = await upAndReady({ through: 'start.mjs' });
		const { port, dataFolder } = installation;
		const web = Number((await ask(port, '/pid')).text);
		const database = postgresPid(dataFolder);
		const slow = ask(port, '/slow');
		await ask(port, '/readyz');
		running.child.kill('SIGTERM');
		expect(await slow).toMatchObject({ status: 200, text: 'ok' });
		expect(await running.exit).toEqual({ code: 0, signal: null });
		await isGone(web);
		await isGone(database);
		expect(existsSync(join(dataFolder, 'running.json'))).toBe(false);
		expect(existsSync(join(dataFolder, 'db', 'postmaster.pid'))).toBe(false);
		for (const step of ['[1/5]', '[2/5]', '[3/5]', '[4/5]', '[5/5]']) expect(running.output()).toContain(step);
	});

	test.skipIf(process.platform === 'win32')('a signal to npm stops it, though npm\'s shell keeps it to itself', async () => {
		installation = await install();
		const running = await upAndReady({ through: 'npm' });
		const { port, dataFolder } = installation;
		const web = Number((await ask(port, '/pid')).text);
		const database = postgresPid(dataFolder);
		running.child.kill('SIGTERM');
		await isGone(web);
		await isGone(database);
		await eventually(() => running.output().includes('Mitra has stopped.'));
	});

	test('a start while the one before is stopping waits for its end', async () => {
		installation = await install();
		const first = await upAndReady();
		const slow = ask(installation.port, '/slow');
		await ask(installation.port, '/readyz');
		first.child.kill('SIGTERM');
		await upAndReady();
		expect((await slow).text).toBe('ok');
		expect((await first.exit).code).toBe(0);
	});

	test('a second start on the same folder is refused and names the first; the first serves on', async () => {
		installation = await install();
		const first = await upAndReady();
		const second = installation.up({ parameters: ['--port', String(installation.port + 1)] });
		expect((await second.exit).code).toBe(1);
		expect(second.output()).toContain(`process ${first.child.pid}`);
		expect(second.output()).not.toContain('    at ');
		expect((await ask(installation.port, '/readyz')).status).toBe(200);
	});

	test('two starts at the same moment: exactly one gets the folder', async () => {
		installation = await install();
		const both = [installation.up(), installation.up()];
		started.push(...both);
		await Promise.any(both.map((one) => one.ready()));
		const loser = await Promise.race(both.map(async (one) => ((await one.exit), one)));
		expect((await loser.exit).code).toBe(1);
		expect(loser.output()).toContain('is in use by');
		expect((await ask(installation.port, '/readyz')).status).toBe(200);
	});

	test('a port that another program has gives a clear error, and nothing stays running', async () => {
		installation = await install();
		const other = createServer();
		await new Promise<void>((resolve) => other.listen(installation!.port, '127.0.0.1', resolve));
		try {
			const running = installation.up();
			expect((await running.exit).code).toBe(1);
			expect(running.output()).toContain(`Port ${installation.port} on 127.0.0.1 is taken`);
			expect(existsSync(join(installation.dataFolder, 'db', 'postmaster.pid'))).toBe(false);
		} finally {
			other.close();
		}
	});

	test('a web server that crashes is started again', async () => {
		installation = await install();
		await upAndReady();
		const { port } = installation;
		const before = (await ask(port, '/pid')).text;
		await ask(port, '/crash').catch(() => undefined);
		await eventually(async () => {
			const now = await ask(port, '/pid').catch(() => undefined);
			return now !== undefined && now.text !== before;
		});
	});

	test('a build made while it serves is taken at the next start, not under the running server', async () => {
		installation = await install();
		const first = await upAndReady();
		const { folder, port } = installation;
		cpSync(join(folder, 'build', 'small'), join(folder, 'build', 'newer'), { recursive: true });
		const handler = join(folder, 'build', 'newer', 'handler.js');
		writeFileSync(handler, readFileSync(handler, 'utf8').replace('String(process.pid)', "'newer'"));
		writeFileSync(join(folder, 'build', 'current'), 'newer\n');
		const before = (await ask(port, '/pid')).text;
		await ask(port, '/crash').catch(() => undefined);
		await eventually(async () => {
			const now = await ask(port, '/pid').catch(() => undefined);
			return now !== undefined && now.text !== before;
		});
		expect((await ask(port, '/pid')).text).toMatch(/^\d+$/);
		first.child.kill('SIGTERM');
		await first.exit;
		await upAndReady();
		expect((await ask(port, '/pid')).text).toBe('newer');
	});

	test('without a set address the site answers under the name that was asked for', async () => {
		installation = await install();
		await upAndReady();
		const { port } = installation;
		expect((await ask(port, '/origin')).text).toBe(`http://127.0.0.1:${port}`);
		const forged = await fetch(`http://127.0.0.1:${port}/origin`, {
			headers: { 'x-mitra-host': 'evil.example', 'x-mitra-protocol': 'https' },
		});
		expect(await forged.text()).toBe(`http://127.0.0.1:${port}`);
	});

	test('with DATABASE_URL your own server is used, and no other is started', async () => {
		installation = await install();
		const own = await createEmptyDatabase();
		try {
			await upAndReady({ environment: { DATABASE_URL: own.url } });
			await ask(installation.port, '/write?id=1');
			const rows = await own.pool.query('select id from entry');
			expect(rows.rows).toEqual([{ id: 1 }]);
			expect((await own.pool.query('select count(*) as n from schema_migration')).rows[0].n).toBeGreaterThan(0);
			expect(existsSync(join(installation.dataFolder, 'db'))).toBe(false);
		} finally {
			for (const running of started) running.child.kill('SIGTERM');
			await Promise.all(started.map((running) => running.exit));
			await own.close();
		}
	});

	test('a DATABASE_URL that nobody answers at is told, without its password', async () => {
		installation = await install();
		const running = installation.up({
			environment: { DATABASE_URL: 'postgresql://someone:sekrit@127.0.0.1:9/nothing' },
		});
		expect((await running.exit).code).toBe(1);
		expect(running.output()).toContain('Check DATABASE_URL');
		expect(running.output()).not.toContain('sekrit');
		expect(running.output()).not.toContain('    at ');
	});
});

describe('after a kill -9', () => {
	test('of the supervisor: its children do not stay alone, and the next start has every acknowledged write', async () => {
		installation = await install();
		const running = await upAndReady();
		const { port, dataFolder } = installation;
		const database = postgresPid(dataFolder);
		const web = Number((await ask(port, '/pid')).text);
		let acknowledged = 0;
		const writing = (async () => {
			for (let id = 1; id < 100_000; id++) {
				if ((await ask(port, `/write?id=${id}`)).status === 200) acknowledged = id;
			}
		})().catch(() => undefined);
		await eventually(() => acknowledged > 50);
		running.child.kill('SIGKILL');
		await running.exit;
		await writing;
		await isGone(web);
		await upAndReady();
		expect(Number((await ask(port, '/count')).text)).toBeGreaterThanOrEqual(acknowledged);
		expect(postgresPid(dataFolder)).not.toBe(database);
		await isGone(database);
	});

	test('of the database: it recovers, is started again, and has every acknowledged write', async () => {
		installation = await install();
		await upAndReady();
		const { port, dataFolder } = installation;
		for (let id = 1; id <= 50; id++) expect((await ask(port, `/write?id=${id}`)).status).toBe(200);
		const killed = postgresPid(dataFolder);
		process.kill(killed, 'SIGKILL');
		await isGone(killed);
		await eventually(async () => (await ask(port, '/count').catch(() => undefined))?.status === 200);
		expect((await ask(port, '/count')).text).toBe('50');
		expect(postgresPid(dataFolder)).not.toBe(killed);
	});

	test('of everything at once: the next start is clean', async () => {
		installation = await install();
		const running = await upAndReady();
		const { port, dataFolder } = installation;
		for (let id = 1; id <= 20; id++) expect((await ask(port, `/write?id=${id}`)).status).toBe(200);
		const web = Number((await ask(port, '/pid')).text);
		const database = postgresPid(dataFolder);
		for (const pid of [running.child.pid!, web, database]) process.kill(pid, 'SIGKILL');
		await running.exit;
		await isGone(database);
		await upAndReady();
		expect((await ask(port, '/count')).text).toBe('20');
	});

	test('a process number that another program has by now does not keep the database from starting', async () => {
		installation = await install();
		const running = await upAndReady();
		const { port, dataFolder } = installation;
		await ask(port, '/write?id=1');
		const database = postgresPid(dataFolder);
		for (const pid of [running.child.pid!, database]) process.kill(pid, 'SIGKILL');
		await running.exit;
		await isGone(database);
		const pidFile = join(dataFolder, 'db', 'postmaster.pid');
		const lines = readFileSync(pidFile, 'utf8').split('\n');
		// This test's own process stands for the other program.
		writeFileSync(pidFile, [String(process.pid), ...lines.slice(1)].join('\n'));
		await upAndReady();
		expect((await ask(port, '/count')).text).toBe('1');
	});
});

describe('where the installation is', () => {
	test('a long path with spaces, quotes, commas and letters of several scripts', async () => {
		const long = `Nguyễn 中老 ລາວ, "dự án" it's ${'x'.repeat(60)}`;
		installation = await install({ name: join(long, 'ຕົວຢ່າງ') });
		expect(Buffer.byteLength(installation.dataFolder)).toBeGreaterThan(150);
		await upAndReady();
		expect((await ask(installation.port, '/write?id=1')).status).toBe(200);
	});

	test.skipIf(process.getuid?.() !== 0)('a clone under /root, which the account of PostgreSQL cannot enter', async () => {
		installation = await install({ parent: mkdtempSync('/root/mitra-test-'), ownPostgres: true });
		const running = await upAndReady();
		const { port, dataFolder } = installation;
		await ask(port, '/write?id=1');
		running.child.kill('SIGTERM');
		await running.exit;
		await upAndReady();
		expect((await ask(port, '/count')).text).toBe('1');
		expect(readFileSync(`/proc/${postgresPid(dataFolder)}/status`, 'utf8')).not.toMatch(/^Uid:\s+0\b/m);
	});
});
