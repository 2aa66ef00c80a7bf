import type { Page } from '@playwright/test';

/** Holds a page's scripts back, as a slow line does, until they are released; what comes after that has arrived when it ends. */
export async function holdScripts(page: Page): Promise<() => Promise<void>> {
	let release = () => {};
	const released = new Promise<void>((resolve) => (release = resolve));
	const scripts = '**/_app/**/*.js';
	await page.route(scripts, async (route) => {
		await released;
		await route.continue();
	});
	return async () => {
		release();
		await page.waitForLoadState('networkidle');
		await page.unroute(scripts);
	};
}
