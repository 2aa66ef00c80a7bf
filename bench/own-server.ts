import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
