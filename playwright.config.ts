import { defineConfig } from '@playwright/test';

// What takes longest begins first, so that no worker has it to itself at the end.
const LONGEST = ['every-page', 'forum', 'import-killed', 'routes', 'thesaurus'].map((name) => `${name}.spec.ts`);

export default defineConfig({
	testDir: 'tests/browser',
	projects: [
		{ name: 'longest', testMatch: LONGEST },
		{ name: 'others', testIgnore: LONGEST },
	],
	globalSetup: './tests/browser/prepare.ts',
	// Spec files run side by side, each on an installation of its own (tests/browser/mitra-test.ts).
	workers: Number(process.env.MITRA_TEST_WORKERS ?? 3),
	// A slow machine is no failure; a wrong page is. What fails and then passes on a fresh installation is named at the end of
	// `npm test`: somebody should find out why.
	retries: 1,
	timeout: 60_000,
	expect: { timeout: 15_000 },
	use: {
		launchOptions: {
			...(process.env.CHROMIUM_PATH ? { executablePath: process.env.CHROMIUM_PATH } : {}),
			args: ['--no-sandbox', '--disable-gpu'],
		},
		// A step that can never be done is told as that, before the whole test runs out of time.
		actionTimeout: 30_000,
		screenshot: 'only-on-failure',
	},
});
