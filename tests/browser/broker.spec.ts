import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, Page } from '@playwright/test';
import { violations } from './accessibility.ts';
import { sampleAccount, signIn } from './accounts.ts';
import { expect, test } from './mitra-test.ts';

const PAIR = /\/broker\/[0-9a-f-]{36}/;
const count = async (page: Page) => Number((await page.locator('.views [aria-current] .count').textContent())!.replace(/\D/g, ''));
const pathOf = (page: Page) => new URL(page.url()).pathname;
/** Keys are heard once the page is alive; the bulk select then offers one decision only. */
const alive = (page: Page) => expect(page.locator('#bulk select')).toHaveCount(1);

/** The pairs are what the engine finds among the samples; the first start computes them in the background. */
test.beforeAll(async ({ installation }) => {
	const main = join(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts');
	// Where another pass is running, that one does it.
	await promisify(execFile)(process.execPath, [main, 'match', '--all'], { env: { ...process.env, MITRA_DATA: installation.folder } }).catch(() => undefined);
});

async function openQueue(page: Page, address = '/broker'): Promise<void> {
	await page.goto(address);
	await expect(async () => {
		await page.reload();
		expect(await count(page)).toBeGreaterThan(20);
	}).toPass({ timeout: 50_000 });
	await alive(page);
}

/** Presses a key that decides, and waits for the next pair. */
async function decide(page: Page, ...keys: string[]): Promise<void> {
	const before = pathOf(page);
	for (const key of keys) await page.keyboard.press(key);
	await page.waitForURL((url) => url.pathname !== before && PAIR.test(url.pathname));
	await expect(page.locator('tr.here')).toBeVisible();
}

test('an officer judges ten pairs by keyboard, and takes one back', async ({ page }) => {
	await signIn(page, 'secretariat');
	await openQueue(page);
	const open = await count(page);
	const rejected = Number((await page.locator('.views a[href*="rejected"] .count').textContent())!);
	await page.keyboard.press('j');
	await page.waitForURL(PAIR);
	await expect(page.getByRole('button', { name: /Introduce/ })).toBeVisible();
	await decide(page, 'i');
	await expect(page.locator('.told')).toContainText('letters to both owners leave in a minute');
	await decide(page, 'r', '1', 'Enter');
	await expect(page.locator('.told')).toContainText('Rejected');
	await decide(page, 'r', '2', 'n', 'o', 't', 'Enter');
	await decide(page, 'l', '2', 'Enter');
	await expect(page.locator('.told')).toContainText('Put off');
	await decide(page, 'l', '1', 'Enter');
	await decide(page, 'i');
	await decide(page, 'r', '6', 'Enter');
	await decide(page, 'i');
	await decide(page, 'r', '9', 'Enter');
	const asked = pathOf(page);
	await page.keyboard.press('o');
	await page.keyboard.type('Which dialect of the standard do you hold?');
	await decide(page, 'Control+Enter');
	await expect.poll(() => count(page)).toBe(open - 10);
	await page.keyboard.press('u');
	await page.waitForURL((url) => url.pathname === asked);
	await expect(page.locator('.told')).toContainText('Taken back');
	await expect.poll(() => count(page)).toBe(open - 9);
	await page.keyboard.press('k');
	await page.keyboard.press('?');
	await expect(page.getByRole('dialog')).toContainText('next pair');
	await page.keyboard.press('Escape');
	await page.goto('/broker?view=rejected');
	await expect(page.getByRole('row').filter({ hasText: 'rejected it' })).toHaveCount(rejected + 4);
	await page.getByRole('row').filter({ hasText: 'rejected it' }).nth(2).getByRole('link').click();
	await page.waitForURL(PAIR);
	await expect(page.getByText('Not ripe enough')).toBeVisible();
});

test('a reason that is pointed at lights its words on both sides', async ({ page }) => {
	await signIn(page, 'secretariat');
	await openQueue(page);
	await page.keyboard.press('j');
	await page.waitForURL(PAIR);
	const reason = page.locator('button[data-pair="0"]');
	const marks = page.locator('mark[data-pairs~="0"]');
	await expect(marks).toHaveCount(2);
	const before = await marks.first().evaluate((mark) => getComputedStyle(mark).backgroundColor);
	await reason.focus();
	for (const mark of await marks.all()) expect(await mark.evaluate((each) => getComputedStyle(each).backgroundColor)).not.toBe(before);
	await expect(page.locator('table[aria-label] .verdict').first()).toContainText(/Match|Gap|Unknown/);
});

test('everything is a plain form without JavaScript: decide, take back, note, assign, filter', async ({ browser }) => {
	const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
	await signInPlainly(page, 'officer.thailand');
	await page.goto('/broker');
	const open = await count(page);
	await page.locator('td.pair a').first().click();
	const decided = pathOf(page);
	await page.getByText('Reject', { exact: false }).and(page.locator('summary')).click();
	await page.locator('details[open] input[value="region"]').check();
	await page.locator('details[open] input[name="words"]').fill('Only in the north');
	await page.locator('details[open] form button').click();
	await expect(page.locator('.told')).toContainText('Rejected');
	expect(pathOf(page)).not.toBe(decided);
	expect(await count(page)).toBe(open - 1);
	await page.getByRole('button', { name: /Undo/ }).click();
	expect(pathOf(page)).toBe(decided);
	expect(await count(page)).toBe(open);
	await page.locator('#note').fill('Called the owner <b>twice</b>');
	await page.getByRole('button', { name: 'Save the note' }).click();
	await expect(page.getByText('Called the owner <b>twice</b>')).toBeVisible();
	await page.getByRole('button', { name: /Assign to me/ }).click();
	await expect(page.locator('h2.line')).toContainText('@');
	await page.goto('/broker');
	await page.locator('select[name="assigned"]').selectOption('me');
	await page.getByRole('button', { name: 'Filter' }).click();
	expect(await count(page)).toBe(1);
	await page.getByRole('checkbox').nth(1).check();
	await page.locator('#bulk select[name="what"]').selectOption('later');
	await page.getByRole('button', { name: 'Do it' }).click();
	await expect(page.getByRole('status')).toContainText('Done for 1 pairs');
});

test('the second of two officers is told what the first decided, and keeps what was typed', async ({ page, browser }) => {
	await signIn(page, 'officer.vietnam');
	await page.goto('/broker');
	await page.locator('td.pair a').first().click();
	await page.waitForURL(PAIR);
	await alive(page);
	const other = await signedIn(browser, 'secretariat');
	await other.goto(pathOf(page));
	await alive(other);
	const shared = pathOf(other);
	await other.keyboard.press('i');
	await other.waitForURL((url) => url.pathname !== shared);
	await page.keyboard.press('r');
	await page.keyboard.press('4');
	await page.keyboard.type('Too small a plant');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('alert')).toContainText('introduced the two sides');
	await expect(page.locator('.kept')).toContainText('Too small a plant');
	await expect(page.locator('h2.line')).toContainText('Introduced');
	await page.goto('/broker?view=introduced');
	await expect(page.getByRole('table')).toContainText('introduced the two sides');
	await expect(page.locator('.news').first()).toContainText('of the other centre introduced');
});

test('other counterparts are searched by hand, and one of them made a pair', async ({ page }) => {
	await signIn(page, 'officer.nanning');
	await openQueue(page);
	await page.keyboard.press('j');
	await page.waitForURL(PAIR);
	// For one's own side, everything that is found can be made a pair of.
	const own = (await page.locator('article.need .own').count()) > 0 ? 'need' : 'offer';
	await page.goto(`${pathOf(page)}/others?for=${own}`);
	await page.locator('#q').fill('water purification membrane');
	await page.locator('#q').press('Enter');
	await page.waitForURL(/q=/);
	await page.getByRole('button', { name: 'Make a pair' }).first().click();
	await page.waitForURL((url) => PAIR.test(url.pathname) && !url.pathname.includes('others'));
	await expect(page.locator('h2.line')).toContainText('Made by hand by');
	await expect(page.locator('h2.line')).toContainText('@');
});

test('measures stand as charts with tables, and leave as CSV and SVG', async ({ page }) => {
	await signIn(page, 'officer.laos');
	await page.goto('/broker/measures');
	await expect(page.getByRole('heading', { name: /Which centres/ })).toBeVisible();
	await expect(page.getByRole('table').first()).toContainText('Laos');
	const csv = await page.request.get('/broker/measures/between.csv');
	expect(await csv.text()).toMatch(/^\uFEFF"Need → offer","Open"/);
	const svg = await page.request.get('/broker/measures/area.svg');
	expect(svg.headers()['content-type']).toContain('image/svg+xml');
	expect(await svg.text()).toContain('<rect');
	expect((await page.request.get('/broker/measures/passwords.csv')).status()).toBe(404);
});

test('visitors are sent to sign in; members are refused', async ({ page, request }) => {
	const answer = await request.get('/broker', { maxRedirects: 0 });
	expect(answer.status()).toBe(303);
	expect(answer.headers()['location']).toContain('/sign-in');
	expect((await request.get('/broker/measures/centre.csv')).status()).toBe(403);
	await signIn(page, 'member.vientiane');
	for (const path of ['/broker', '/broker/measures']) expect((await page.goto(path))!.status()).toBe(403);
	await page.goto('/desk/introductions');
	await expect(page.getByRole('heading', { name: 'Introductions and questions' })).toBeVisible();
});

test('the desk fits a phone and a tablet, and passes the accessibility rules', async ({ page }) => {
	await signIn(page, 'secretariat');
	for (const width of [390, 820, 1440]) {
		await page.setViewportSize({ width, height: 900 });
		await page.goto('/broker');
		await expect(page.locator('td.pair a').first()).toBeVisible();
		expect(await page.evaluate(() => document.documentElement.scrollWidth), `queue at ${width}`).toBeLessThanOrEqual(width);
		if (width !== 820) expect(await violations(page)).toEqual([]);
		await page.locator('td.pair a').first().click();
		await page.waitForURL(PAIR);
		await expect(page.locator('h3').first()).toBeVisible();
		expect(await page.evaluate(() => document.documentElement.scrollWidth), `pair at ${width}`).toBeLessThanOrEqual(width);
		if (width !== 820) expect(await violations(page)).toEqual([]);
		for (const button of await page.locator('.bar > form > button, .bar summary').all()) {
			if (await button.isVisible()) expect((await button.boundingBox())!.height).toBeGreaterThanOrEqual(24);
		}
	}
});

/** Signs in by the form alone, as it works without JavaScript. */
async function signInPlainly(page: Page, name: string): Promise<void> {
	const account = sampleAccount(name);
	await page.goto('/sign-in');
	await page.locator('input[name="email"]').fill(account.email);
	await page.locator('input[name="password"]').fill(account.password);
	await page.locator('input[name="password"]').press('Enter');
	await page.waitForURL((url) => !url.pathname.includes('sign-in'));
}

async function signedIn(browser: Browser, name: string): Promise<Page> {
	const page = await (await browser.newContext()).newPage();
	await signIn(page, name);
	return page;
}
