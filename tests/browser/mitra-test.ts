import { expect, test as base } from '@playwright/test';
import { startInstallation, type Installation } from './sample-installation.ts';

export { freePort } from './sample-installation.ts';
export type { Installation };

/** The installation of one spec file at a time. */
interface Current {
	of(file: string): Promise<Installation>;
}

/**
 * Each spec file has an installation of its own, a fresh copy of the sample network that its tests share: what one file
 * writes, no other ever sees, in whatever order and beside whichever they run.
 */
export const test = base.extend<{ installation: Installation; nothingStaysOpen: void }, { current: Current }>({
	current: [
		// oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of fixtures from this pattern.
		async ({}, use) => {
			let running: { file: string; started: ReturnType<typeof startInstallation> } | undefined;
			const end = async () => (await running?.started)?.end();
			await use({
				async of(file) {
					if (running?.file !== file) {
						await end();
						running = { file, started: startInstallation() };
					}
					return (await running.started).installation;
				},
			});
			await end();
		},
		{ scope: 'worker', timeout: 180_000 },
	],
	installation: [async ({ current }, use, { file }) => use(await current.of(file)), { timeout: 180_000 }],
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
