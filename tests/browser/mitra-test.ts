import { expect, test as base } from '@playwright/test';
import { startInstallation, type Installation } from './sample-installation.ts';

export { freePort } from './sample-installation.ts';
export type { Installation };

/** The installation of one spec file at a time. */
interface Current {
	of(file: string, onlyReads: boolean): Promise<Installation>;
}

interface Options {
	/** The file's tests change nothing: the next file may have their installation, which is as good as new. */
	onlyReads: boolean;
}

/**
 * Each spec file has an installation of its own, a fresh copy of the sample network that its tests share, or one that files before
 * it have only read: what one file writes, no other ever sees, in whatever order and beside whichever they run.
 */
export const test = base.extend<Options & { installation: Installation; nothingStaysOpen: void }, { current: Current }>({
	onlyReads: [false, { option: true }],
	current: [
		// oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of fixtures from this pattern.
		async ({}, use) => {
			let running: { file: string; isUntouched: boolean; started: ReturnType<typeof startInstallation> } | undefined;
			const end = async () => (await running?.started)?.end();
			await use({
				async of(file, onlyReads) {
					if (!running || (running.file !== file && !running.isUntouched)) {
						await end();
						running = { file, isUntouched: true, started: startInstallation() };
					}
					running.file = file;
					running.isUntouched &&= onlyReads;
					return (await running.started).installation;
				},
			});
			await end();
		},
		{ scope: 'worker', timeout: 180_000 },
	],
	installation: [async ({ current, onlyReads }, use, { file }) => use(await current.of(file, onlyReads)), { timeout: 180_000 }],
	baseURL: async ({ installation }, use) => use(installation.address),
	// Pages of other people that a test opened would go on asking and following beside the tests after it.
	nothingStaysOpen: [
		async ({ browser }, use) => {
			await use();
			for (const context of browser.contexts()) await context.close();
		},
		{ auto: true },
	],
});

export { expect };
