import { defineConfig } from '@playwright/test';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const port = Number(process.env.MITRA_TEST_PORT ?? 3199);
// Each run has a network of its own; workers of one run share it.
const dataFolder = (process.env.MITRA_TEST_DATA ??= mkdtempSync(join(tmpdir(), 'mitra-browser-')));

export default defineConfig({
	testDir: 'tests/browser',
	workers: 1,
	// A slow machine is no failure; a wrong page is.
	timeout: 60_000,
	expect: { timeout: 15_000 },
	use: {
		baseURL: `http://127.0.0.1:${port}`,
		launchOptions: {
			...(process.env.CHROMIUM_PATH ? { executablePath: process.env.CHROMIUM_PATH } : {}),
			args: ['--no-sandbox', '--disable-gpu'],
		},
		screenshot: 'only-on-failure',
	},
	webServer: {
		command: `node src/cli/main.ts up --no-build --port ${port}`,
		url: `http://127.0.0.1:${port}/readyz`,
		timeout: 180_000,
		env: { MITRA_DATA: dataFolder, HOST: '127.0.0.1' },
		gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 },
		stdout: 'pipe',
	},
});
