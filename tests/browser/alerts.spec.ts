import type { Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unsubscribeToken } from '#lib/server/alerts/unsubscribe-token.ts';
import { violations } from './accessibility.ts';
import { signIn } from './accounts.ts';
import { expect, test } from './mitra-test.ts';

const withoutScript = { javaScriptEnabled: false };
async function save(page: Page, name: string, rhythm: string): Promise<string> {
	await page.goto('/search?q=irrigation&kind=offer');
	await page.getByText('Save this search', { exact: true }).first().click();
	await page.getByLabel('Name', { exact: true }).fill(name);
	await page.locator('select[name="rhythm"]').selectOption({ label: rhythm });
	await page.getByRole('button', { name: 'Save this search' }).click();
	await page.waitForURL(/\/desk\/searches\/[0-9a-f-]{36}\?saved/);
	return new URL(page.url()).pathname;
}

test('a search is saved where it was made, renamed, paused and deleted; it leads back to the same results', async ({ page }) => {
	const name = `Drip ${Date.now()}`;
	await signIn(page, 'member.vientiane');
	const path = await save(page, name, 'Monday mornings');
	await expect(page.getByRole('heading', { level: 1 })).toContainText(name);
	await expect(page.getByText('What is there now counts as known')).toBeVisible();
	await expect(page.locator('select[name="rhythm"]')).toHaveValue('weekly');
	await page.getByRole('link', { name: 'All results' }).click();
	await expect(page).toHaveURL(/\/search\?q=irrigation&kind=offer$/);

	await page.goto(path);
	await page.locator('#name').fill('');
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await expect(page.locator('#name-error')).toBeVisible();
	await page.locator('#name').fill(`${name} again`);
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await expect(page.getByRole('heading', { level: 1 })).toContainText(`${name} again`);
	await page.getByRole('button', { name: 'Pause the letters' }).click();
	await expect(page.getByRole('button', { name: 'Send letters again' })).toBeVisible();
	expect(await violations(page)).toEqual([]);

	await page.goto('/desk/searches');
	await expect(page.getByRole('row', { name: `${name} again` })).toContainText('paused');
	expect(await violations(page)).toEqual([]);
	await page.goto(path);
	await page.getByRole('button', { name: 'Delete this search' }).click();
	await expect(page).toHaveURL(/\/desk\/searches\?deleted/);
	await expect(page.getByRole('link', { name: `${name} again` })).toHaveCount(0);
});

test('typing a name is no search: nothing that was typed is lost, and the search that is shown is saved', async ({ page }) => {
	await signIn(page, 'member.vientiane');
	await page.goto('/search');
	await page.locator('input[type="search"]').first().fill('rice husk');
	await expect(page).toHaveURL(/q=rice/);
	await page.getByText('Save this search', { exact: true }).first().click();
	await page.getByLabel('Name', { exact: true }).press('Control+A');
	await page.getByLabel('Name', { exact: true }).pressSequentially('Husks and stalks', { delay: 40 });
	await page.getByRole('button', { name: 'Save this search' }).click();
	await page.waitForURL(/\?saved/);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Husks and stalks');
	await page.getByRole('link', { name: 'All results' }).click();
	await expect(page).toHaveURL(/\/search\?q=rice\+husk$/);
});

test('everything works without JavaScript, and nobody else opens the search', async ({ browser }) => {
	const owner = await (await browser.newContext(withoutScript)).newPage();
	await signIn(owner, 'member.vientiane');
	const path = await save(owner, 'Without script', 'Every morning');
	await owner.getByRole('button', { name: 'Pause the letters' }).click();
	await expect(owner.getByRole('button', { name: 'Send letters again' })).toBeVisible();

	const other = await (await browser.newContext(withoutScript)).newPage();
	await other.goto(path);
	await expect(other).toHaveURL(/\/sign-in/);
	await signIn(other, 'officer.laos');
	expect((await other.goto(path))?.status()).toBe(404);
	await other.goto('/desk/searches');
	await expect(other.getByText('Without script')).toHaveCount(0);
});

test('feeds are read by another program, stay at their address, and tell when nothing changed', async ({ page, request }) => {
	await page.goto('/search?q=irrigation');
	const address = await page.locator('link[type="application/atom+xml"]').getAttribute('href');
	expect(address).toBe('/feeds/search.atom?q=irrigation');
	const answer = await request.get(address!);
	expect(answer.headers()['content-type']).toContain('application/atom+xml');
	const read = await page.evaluate((source) => {
		const document = new DOMParser().parseFromString(source, 'application/xml');
		return { wrong: document.querySelector('parsererror')?.textContent ?? null, root: document.documentElement.namespaceURI, entries: document.querySelectorAll('entry').length };
	}, await answer.text());
	expect(read).toMatchObject({ wrong: null, root: 'http://www.w3.org/2005/Atom' });
	expect(read.entries).toBeGreaterThan(0);
	expect((await request.get(address!, { headers: { 'if-none-match': answer.headers().etag! } })).status()).toBe(304);
	expect((await request.get('/zh/feeds/search.rss?q=irrigation')).headers()['content-language']).toBe('zh');
	expect((await request.get('/feeds/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.atom')).status()).toBe(404);

	await signIn(page, 'member.vientiane');
	await save(page, 'Feed', 'None');
	const own = await page.getByRole('link', { name: 'Feed (Atom)' }).getAttribute('href');
	expect((await request.get(own!)).status()).toBe(200);
	await page.getByRole('button', { name: 'Give it a new address' }).click();
	await expect(page.getByRole('link', { name: 'Feed (Atom)' })).not.toHaveAttribute('href', own!);
	expect((await request.get(own!)).status()).toBe(404);
});

test('the link of a letter asks first; its button, or one click in a mail program, stops the letters without signing in', async ({ page, browser, request, installation }) => {
	await signIn(page, 'member.vientiane');
	const path = await save(page, 'Too many letters', 'At once');
	const secret = readFileSync(join(installation.folder, 'secret'), 'utf8').trim();
	const link = `/unsubscribe/${unsubscribeToken(secret, { kind: 'search', searchId: path.split('/').at(-1)! })}`;
	const paused = async () => {
		await page.goto(path);
		return page.getByRole('button', { name: 'Send letters again' }).isVisible();
	};
	const visitor = await (await browser.newContext(withoutScript)).newPage();
	await visitor.goto(link);
	await expect(visitor.getByText('“Too many letters”')).toBeVisible();
	expect(await paused()).toBe(false);
	await visitor.getByRole('button', { name: 'Stop these letters' }).click();
	await expect(visitor.getByRole('status')).toContainText('no more of these letters');
	expect(await paused()).toBe(true);
	await page.getByRole('button', { name: 'Send letters again' }).click();
	await expect(page.getByRole('button', { name: 'Pause the letters' })).toBeVisible();
	expect((await request.post(link, { form: { 'List-Unsubscribe': 'One-Click' } })).status()).toBe(200);
	expect(await paused()).toBe(true);
	expect((await request.post(link, { multipart: { 'List-Unsubscribe': 'One-Click' } })).status()).toBe(200);
	await page.goto(`/zh${link}`);
	expect(await violations(page)).toEqual([]);
});

test('a wrong link to stop letters is refused, and a form of another site too', async ({ page, request }) => {
	const wrong = '/unsubscribe/WyJtIiwieCJd.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
	expect((await page.goto(wrong))?.status()).toBe(404);
	const body = { form: { 'List-Unsubscribe': 'One-Click' } };
	// As a mail program sends it: no Origin, no cookie. It comes as far as the token, which is wrong.
	expect((await request.post(wrong, body)).status()).toBe(404);
	expect((await request.post(wrong, { ...body, headers: { origin: 'https://elsewhere.example' } })).status()).toBe(403);
	expect((await request.post('/desk/searches?/letters', body)).status()).toBe(403);
});
