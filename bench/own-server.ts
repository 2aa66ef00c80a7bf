import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { loadNetwork } from '#lib/server/network/load-network.ts';
import { prepareWalls } from '#lib/server/platform/application-role.ts';
import { openDatabase, type OpenDatabase } from '#lib/server/platform/database.ts';
import { startEmbeddedPostgres } from '#lib/server/platform/embedded-postgres.ts';
import { migrate } from '#lib/server/platform/migrate.ts';
import { projectFolder } from './eval/shipped-reader.ts';

/** Does something with a data folder of a benchmark's own in the system's temporary folder, and removes it. */
export async function inOwnFolder(name: string, work: (dataFolder: string) => Promise<void>): Promise<void> {
	const dataFolder = mkdtempSync(join(tmpdir(), `mitra-bench-${name}-`));
	// Entered by the account that PostgreSQL runs as.
	chmodSync(dataFolder, 0o755);
	try {
		await work(dataFolder);
	} finally {
		rmSync(dataFolder, { recursive: true, force: true });
	}
}

/** Fills a data folder through SQL: the tables and the centres are there, no samples. `durable`: as people run it; else quicker to fill. */
export async function filled<T>(dataFolder: string, durable: boolean, fill: (client: pg.Client, database: OpenDatabase) => Promise<T>): Promise<T> {
	const server = await startEmbeddedPostgres({ dataFolder, projectFolder, durable });
	const database = openDatabase(server.url, { connections: 2, statementTimeout: 0 });
	const client = new pg.Client({ connectionString: server.url });
	try {
		await migrate(database.pool, { folder: join(projectFolder, 'migrations') });
		await prepareWalls(database.pool);
		await loadNetwork(database.db, { folder: join(projectFolder, 'data', 'network'), samples: false });
		await client.connect();
		return await fill(client, database);
	} finally {
		await client.end();
		await database.close();
		await server.stop();
	}
}

/** Does something while Mitra, as it is built, serves a data folder without the sample network. Throws when it is not ready within four minutes. */
export async function whileServed(dataFolder: string, port: string, work: (base: string) => Promise<void>, environment: Record<string, string> = {}): Promise<void> {
	const base = `http://127.0.0.1:${port}`;
	const up = spawn(process.execPath, ['src/cli/main.ts', 'up', '--no-build', '--no-sample', '--port', port], { cwd: projectFolder, env: { ...process.env, MITRA_DATA: dataFolder, HOST: '127.0.0.1', ...environment }, stdio: ['ignore', 'ignore', 'inherit'] });
	const ended = new Promise((resolve) => up.once('close', resolve));
	try {
		for (const deadline = performance.now() + 240_000; ; await new Promise((resolve) => setTimeout(resolve, 500))) {
			if (up.exitCode !== null || performance.now() > deadline) throw new Error('The server did not start.');
			if (await fetch(`${base}/readyz`).then(({ ok }) => ok, () => false)) break;
		}
		await work(base);
	} finally {
		up.kill('SIGTERM');
		await ended;
	}
}
