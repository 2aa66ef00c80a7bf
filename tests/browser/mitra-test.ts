import { expect, test as base } from '@playwright/test';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A running installation: the sample network in a database of its own. */
export interface Installation {
	address: string;
	/** Its data folder. */
	folder: string;
}

/**
 * Each worker has an installation of its own, which its tests share: so that spec files run side by side without seeing one
 * another's listings, sessions and limits.
 */
export const test = base.extend<object, { installation: Installation }>({
	installation: [
		// oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of fixtures from this pattern.
		async ({}, use) => {
			const folder = mkdtempSync(join(tmpdir(), 'mitra-browser-'));
			const port = await freePort();
			const up = spawn(process.execPath, ['src/cli/main.ts', 'up', '--no-build', '--port', String(port)], {
				env: { ...process.env, MITRA_DATA: folder, HOST: '127.0.0.1' },
				stdio: ['ignore', 'ignore', 'inherit'],
			});
			const ended = new Promise((resolve) => up.once('close', resolve));
			const address = `http://127.0.0.1:${port}`;
			const isReady = () => fetch(`${address}/readyz`).then(({ ok }) => ok, () => up.exitCode !== null);
			await expect.poll(isReady, { timeout: 170_000 }).toBe(true);
			await use({ address, folder });
			up.kill('SIGTERM');
			await ended;
			rmSync(folder, { recursive: true, force: true });
		},
		{ scope: 'worker', timeout: 180_000 },
	],
	baseURL: async ({ installation }, use) => use(installation.address),
});

export { expect };

/** A port that nothing listens on. */
export async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as { port: number };
	await new Promise((resolve) => server.close(resolve));
	return port;
}
