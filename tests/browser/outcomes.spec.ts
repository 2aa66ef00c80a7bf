import type { Page } from '@playwright/test';
import { violations } from './accessibility.ts';
import { signIn } from './accounts.ts';
import { expect, test } from './mitra-test.ts';

test('a project under a signed agreement, a milestone of both sides, the outcome of a year, and a story that a consent takes off again', async ({ page: offering, browser }) => {
	const open = async (name: string, options = {}) => {
		const page = await (await browser.newContext(options)).newPage();
		await signIn(page, name);
		return page;
	};
	await signIn(offering, 'member.singapore');
	await offering.goto('/outcomes/mine');
	await offering.getByRole('link', { name: 'Flood maps for Da Nang' }).click();
	await expect(offering.getByRole('heading', { level: 1, name: 'Implementation and outcome' })).toBeVisible();
	const record = new URL(offering.url()).pathname;
	expect(await violations(offering)).toEqual([]);

	await offering.getByRole('link', { name: 'Open a project' }).click();
	await offering.getByRole('button', { name: 'Open a project' }).click();
	await expect(offering.locator('#title-error')).toBeVisible();
	await offering.locator('[name="title"]').fill('Training of rescuers');
	await offering.locator('[name="milestone_0"]').fill('First course held');
	await offering.getByRole('button', { name: 'Open a project' }).click();
	await offering.waitForURL(/\/projects\/2$/);
	await offering.getByRole('button', { name: 'Report it reached' }).click();
	await expect(offering.getByText('Waits for the other side')).toBeVisible();

	// The other side works without JavaScript.
	const seeking = await open('member.danang', { javaScriptEnabled: false });
	await seeking.goto(`${record}/projects/2`);
	await seeking.getByRole('button', { name: /^(Confirm|确认)/ }).first().click();
	await expect(seeking.locator('ol .chip', { hasText: 'Confirmed' })).toBeVisible();
	await offering.reload();
	expect(await violations(offering)).toEqual([]);

	await offering.goto(`${record}?year=${new Date().getUTCFullYear()}#answer`);
	await offering.getByLabel('It has stopped').check();
	await offering.getByRole('button', { name: 'Send the answer' }).click();
	await expect(offering.locator('#reason-error')).toBeVisible();
	await expect(offering.getByLabel('It has stopped')).toBeChecked();
	await offering.getByLabel('It is running').check();
	await offering.getByLabel('Jobs that depend on it').fill('7');
	await offering.getByRole('button', { name: 'Send the answer' }).click();
	await expect(offering.getByText('Done.')).toBeVisible();

	const visitor = await (await browser.newContext()).newPage();
	await visitor.goto('/cases');
	await expect(visitor.getByRole('heading', { name: /Flood maps for Da Nang/ })).toBeVisible();
	expect(await violations(visitor)).toEqual([]);
	await visitor.goto('/outcomes');
	await expect(visitor.getByText('2 yearly reports by parties')).toBeVisible();
	// The table that is saved says no more than the page: numbers of two reports are not for everybody.
	const [download] = await Promise.all([visitor.waitForEvent('download'), visitor.getByRole('link', { name: 'Table (CSV)' }).click()]);
	expect(download.suggestedFilename()).toBe('outcomes.csv');
	const table = async (page: Page) => (await page.request.get('/outcomes/figures.csv')).text();
	expect(await table(visitor)).toMatch(/^pair,[A-Z-]+,2,\d,\d,\d,\d,,,/m);
	expect(await table(await open('secretariat'))).toMatch(/^pair,[A-Z-]+,2,\d,\d,\d,\d,\d+,\d+,\d+/m);
	expect((await visitor.goto('/outcomes/answer/not-a-link'))?.status()).toBe(404);
	// Who is not in the agreement learns not even that it is there.
	const stranger = await open('member.nanning');
	for (const path of ['', '/story', '/projects/1', '/projects/2', '/projects/new']) expect((await stranger.goto(`${record}${path}`))?.status(), path).toBe(404);

	await seeking.goto(`${record}/story`);
	await seeking.getByRole('button', { name: 'Take the consent back' }).click();
	await visitor.goto('/cases');
	await expect(visitor.getByRole('heading', { name: /Flood maps for Da Nang/ })).toHaveCount(0);
});
