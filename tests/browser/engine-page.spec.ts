import type { Page } from '@playwright/test';
import { violations } from './accessibility.ts';
import { expect, test } from './mitra-test.ts';

test.use({ onlyReads: true });

/** The page that explains search and matching: what it shows is worked out by the engine itself, while one looks. */

const addressOf = (text: string, language = '') => `/about/engine?q=${encodeURIComponent(text)}${language ? `&language=${language}` : ''}`;
const reading = (page: Page) => page.locator('#reading');

test('a Lao text is read word by word, and leads to listings of other languages', async ({ page }) => {
	await page.goto('/about/engine');
	await expect(reading(page).getByText(/^Read as Lao/)).toBeVisible();
	const table = reading(page).getByRole('table');
	await expect(table.getByText('irrig', { exact: true }).first()).toBeVisible();
	await expect(table.getByRole('link', { name: 'drip irrigation' }).first()).toHaveAttribute('href', '/concepts/drip-irrigation');
	const first = reading(page).getByRole('article').first();
	await expect(first.locator('mark').first()).toBeVisible();
	const languages = await reading(page).locator('article h3 a').evaluateAll((links) => links.map((link) => link.getAttribute('lang')));
	expect(languages.length).toBeGreaterThan(0);
	expect(languages.some((language) => language !== 'lo')).toBe(true);
	// The sums of the parts are the order of the results.
	const totals = await page.locator('#order ol > li > p').filter({ hasText: 'of the question answered' }).allTextContents();
	const scores = totals.map((text) => Number(text.split('=').at(-1)));
	expect(scores).toEqual([...scores].sort((a, b) => b - a));
	expect(scores[0]).toBeGreaterThan(0);
});

test('a person reads a text of his own, in the language he says, without JavaScript', async ({ browser }) => {
	const context = await browser.newContext({ javaScriptEnabled: false });
	const page = await context.newPage();
	await page.goto('/about/engine');
	await page.getByLabel('A text in any of the twelve languages').fill('pengering padi');
	await page.locator('#language').selectOption('id');
	await page.getByRole('button', { name: 'Show how it is read' }).click();
	await expect(page).toHaveURL(/q=pengering\+padi&language=id#reading$/);
	await expect(reading(page).getByText(/^Read as Indonesian, as you chose/)).toBeVisible();
	await expect(reading(page).getByRole('table').getByText('rice', { exact: true }).first()).toBeVisible();
	await expect(page.locator('meta[name="robots"]')).toHaveAttribute('content', 'noindex');
	await context.close();
});

test('a pair across two languages is judged by ten rules, with the words of both', async ({ page }) => {
	await page.goto('/about/engine');
	const pair = page.locator('#pair');
	await expect(pair.locator('.rules > li')).toHaveCount(10);
	const [need, offer] = await pair.locator('.two article h3 a').evaluateAll((links) => links.map((link) => ({ language: link.getAttribute('lang'), path: link.getAttribute('href') })));
	expect(need!.language).not.toBe(offer!.language);
	await expect(pair.locator('.evidence mark').first()).toBeVisible();
	await expect(pair.locator('.rules .verdict.match').first()).toBeVisible();

	// The same two, asked for by their numbers.
	const number = (path: string | null) => path!.split('/').at(-1)!;
	await page.goto(`/about/engine?need=${number(need!.path)}&offer=${number(offer!.path)}`);
	await expect(pair.getByText('The two listings that you chose')).toBeVisible();
	// An offer is no need, and what is not published is shown to nobody.
	for (const asked of [`need=${number(offer!.path)}&offer=${number(need!.path)}`, 'need=999999&offer=1001', 'need=%27or%271&offer=__proto__', 'need=1e3&offer=-1']) {
		expect((await page.goto(`/about/engine?${asked}`))!.status(), asked).toBe(200);
		await expect(pair.getByText('There is no published need and offer with these numbers')).toBeVisible();
		await expect(pair.locator('.evidence')).toHaveCount(0);
	}
});

test('what stands behind each language is counted, and the data card can be read', async ({ page, request }) => {
	await page.goto('/about/engine');
	const rows = page.locator('#figures tbody tr');
	await expect(rows).toHaveCount(12);
	const row = page.locator('#figures tbody tr', { has: page.getByRole('rowheader', { name: 'Lao', exact: true }) });
	const [, keys, labels] = await row.locator('.value').allTextContents();
	expect(Number(keys!.replaceAll(',', ''))).toBeGreaterThan(1000);
	expect(Number(labels!.replaceAll(',', ''))).toBeGreaterThan(1000);
	const card = await request.get((await page.getByRole('link', { name: /Data card of the lexicon/ }).getAttribute('href'))!);
	expect(card.status()).toBe(200);
	expect(await card.text()).toContain('# The translation lexicon');
});

test('what is no text gets a clear answer', async ({ page }) => {
	for (const text of ['', '   ', '🌾💧🚜', '\u0007\u0001\u202e', '!!! ??? …', '的 了'])
		await test.step(JSON.stringify(text), async () => {
			expect((await page.goto(addressOf(text)))!.status()).toBe(200);
			await expect(reading(page).getByText('There is no word in this text that could be looked up')).toBeVisible();
		});
	for (const text of ['水'.repeat(900), 'a'.repeat(9000), 'ການ'.repeat(500), `ປາ ${'နို'.repeat(200)} சூரிய solar 太阳能`, '<script>alert(1)</script>', '"never closed -', 'country:__proto__ water']) {
		const began = Date.now();
		expect((await page.goto(addressOf(text)))!.status(), text.slice(0, 20)).toBe(200);
		// Generous: what grows with the square of a text would take minutes.
		expect(Date.now() - began).toBeLessThan(30_000);
	}
	expect((await page.goto(addressOf('water', 'klingon')))!.status()).toBe(200);
});

for (const [width, language] of [[390, ''], [1440, '/zh'], [390, '/ta']] as const)
	test(`fits ${width} px in ${language || 'English'}, and anyone can use it`, async ({ page }) => {
		await page.setViewportSize({ width, height: 900 });
		await page.goto(`${language}/about/engine`);
		expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
		await expect(page.locator('h1')).toHaveCount(1);
		expect(await violations(page)).toEqual([]);
	});

test('help, search and the foot of every page lead to it, search with what was asked', async ({ page }) => {
	await page.goto('/help');
	await expect(page.locator('main').getByRole('link', { name: 'How search and matching work' })).toBeVisible();
	await expect(page.locator('footer').getByRole('link', { name: 'How search and matching work' })).toBeVisible();
	await page.goto('/search?q=drip%20irrigation');
	await page.locator('main').getByRole('link', { name: 'How search and matching work' }).click();
	await expect(page).toHaveURL(/\/about\/engine\?q=drip%20irrigation$/);
	await expect(reading(page).getByText(/^Read as English/)).toBeVisible();
});
