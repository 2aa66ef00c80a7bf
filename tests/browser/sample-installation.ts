import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { readHolder } from '#lib/server/platform/data-folder-lock.ts';

/** A running installation with the sample network. */
export interface Installation {
	address: string;
	/** Its data folder. */
	folder: string;
}

/** Where the prepared data folder stands, told to the workers by the global set-up. */
const PREPARED = 'MITRA_TEST_NETWORK';

/**
 * Loads the sample network once, lets the jobs of a first start end, and stops: what every spec file gets a copy of.
 *
 * @returns removes it
 */
export async function prepareNetwork(): Promise<() => void> {
	const folder = newFolder('network');
	const up = await startOn(folder);
	await waitForJobs(folder);
	await stop(up.server);
	process.env[PREPARED] = folder;
	return () => remove(folder);
}

/** Starts an installation on a copy of the prepared network. */
export async function startInstallation(): Promise<{ installation: Installation; end: () => Promise<void> }> {
	const folder = newFolder('browser');
	// With owners and rights: a server that runs as another account keeps its files.
	execFileSync('cp', ['-a', `${process.env[PREPARED]}/.`, folder]);
	const { server, address } = await startOn(folder);
	return {
		installation: { address, folder },
		async end() {
			await stop(server);
			remove(folder);
		},
	};
}

/** A port that nothing listens on. */
export async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as { port: number };
	await new Promise((resolve) => server.close(resolve));
	return port;
}

function newFolder(name: string): string {
	const folder = mkdtempSync(join(tmpdir(), `mitra-${name}-`));
	// The account of the database server must enter it.
	chmodSync(folder, 0o755);
	return folder;
}

function remove(folder: string): void {
	rmSync(folder, { recursive: true, force: true });
}

async function startOn(folder: string): Promise<{ server: ChildProcess; address: string }> {
	const port = await freePort();
	const server = spawn(process.execPath, ['src/cli/main.ts', 'up', '--no-build', '--port', String(port)], {
		env: { ...process.env, MITRA_DATA: folder, HOST: '127.0.0.1' },
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	const address = `http://127.0.0.1:${port}`;
	for (;;) {
		if (server.exitCode !== null) throw new Error(`The server ended with exit code ${server.exitCode} before it was ready.`);
		if (await fetch(`${address}/readyz`).then(({ ok }) => ok, () => false)) return { server, address };
		await wait(100);
	}
}

async function stop(server: ChildProcess): Promise<void> {
	if (server.exitCode !== null || server.signalCode !== null) return;
	const ended = new Promise((resolve) => server.once('close', resolve));
	server.kill('SIGTERM');
	await ended;
}

/**
 * Until no job that is due waits or runs. What a server does some seconds after its start (words of the directory, of rooms) is
 * due at once, or every copy would do it again.
 */
async function waitForJobs(folder: string): Promise<void> {
	const client = new pg.Client({ connectionString: readHolder(folder)!.databaseUrl! });
	await client.connect();
	try {
		await client.query(`update pgboss.job set start_after = now() where state = 'created' and singleton_key = 'start' and start_after < now() + interval '30 seconds'`);
		for (;;) {
			const open = await client.query(`select 1 from pgboss.job where state in ('created', 'retry', 'active') and start_after <= now() limit 1`);
			if (open.rowCount === 0) return;
			await wait(200);
		}
	} finally {
		await client.end();
	}
}
