import { expect, test } from './mitra-test.ts';

test.use({ onlyReads: true });

/** "Drip irrigation, saline soil" as people of the region write it. */
const DRIP_IRRIGATION = [
	['lo', 'ລະບົບນ້ຳຢອດ ດິນເຄັມ'],
	['th', 'ระบบน้ำหยด ดินเค็ม'],
	['km', 'ប្រព័ន្ធស្រោចស្រពដំណក់ ដីប្រៃ'],
	['my', 'အစက်ချရေသွင်းစနစ် ဆားငန်မြေ'],
	['vi', 'tưới nhỏ giọt đất mặn'],
	['vi without diacritics', 'tuoi nho giot dat man'],
	['id', 'irigasi tetes tanah salin'],
	['ms', 'pengairan titisan tanah masin'],
	['fil', 'patak-patak na irigasyon maalat na lupa'],
	['ta', 'சொட்டு நீர்ப்பாசனம் உவர் நிலம்'],
	['zh simplified', '盐碱地滴灌'],
	['zh traditional', '鹽鹼地滴灌'],
	['en', 'drip irrigation for saline soil'],
	['pt', 'rega gota a gota solo salino'],
] as const;

test('the front page counts the network and offers one big search box', async ({ page }) => {
	await page.goto('/');
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
	await expect(page.getByRole('searchbox')).toBeVisible();
	const offers = await page.locator('.figures strong').first().textContent();
	expect(Number(offers?.replace(/\D/g, ''))).toBeGreaterThanOrEqual(160);
	await expect(page.getByRole('group', { name: 'Map of the centres' }).getByRole('link')).toHaveCount(16);
});

for (const [language, text] of DRIP_IRRIGATION) {
	test(`a need typed in ${language} finds the Chinese offer of drip irrigation for saline soil`, async ({ page }) => {
		await page.goto(`/search?q=${encodeURIComponent(text)}`);
		const first = page.locator('article.listing').filter({ has: page.locator('a[lang="zh"]') }).first();
		await expect(first).toContainText('滴灌');
		const titles = await page.locator('article.listing .title').allTextContents();
		const place = titles.findIndex((title) => title.includes('滴灌'));
		expect(place, titles.slice(0, 5).join(' | ')).toBeGreaterThanOrEqual(0);
		expect(place, titles.slice(0, 5).join(' | ')).toBeLessThan(5);
	});
}

test('hits in several languages say why they fit and mark the words', async ({ page }) => {
	await page.goto(`/lo/search?q=${encodeURIComponent('ລະບົບນ້ຳຢອດ ດິນເຄັມ')}`);
	const languages = await page
		.locator('article.listing .title a')
		.evaluateAll((links) => [...new Set(links.slice(0, 10).map((link) => link.getAttribute('lang')))]);
	expect(languages.length).toBeGreaterThanOrEqual(3);
	const chinese = page.locator('article.listing').filter({ has: page.locator('a[lang="zh"]') }).first();
	await expect(chinese.locator('mark').first()).toBeVisible();
	await expect(chinese.locator('.reasons li').first()).toContainText('→');
});

test('results follow the typing, a prefix is enough, and a typing mistake is forgiven', async ({ page }) => {
	await page.goto('/search');
	await page.getByRole('searchbox').pressSequentially('irrig', { delay: 40 });
	await expect(page).toHaveURL(/q=irrig/);
	await expect(page.locator('article.listing').first()).toContainText(/irrig|灌/i);
	await page.goto('/search?q=drip%20irigation%20');
	await expect(page.locator('article.listing').first()).toBeVisible();
	await expect(page.locator('.mean')).toContainText('irrig');
});

test('facets narrow the results and their counts agree with what is shown', async ({ page }) => {
	await page.goto('/search?q=water');
	const all = Number((await page.locator('#count strong').textContent())?.replace(/\D/g, ''));
	await page.goto('/search?q=water&kind=need');
	const needs = Number((await page.locator('#count strong').textContent())?.replace(/\D/g, ''));
	expect(needs).toBeGreaterThan(0);
	expect(needs).toBeLessThan(all);
	const shown = await page.locator('article.listing .chip-offer').count();
	expect(shown).toBe(0);
});

test('search works without JavaScript', async ({ browser }) => {
	const context = await browser.newContext({ javaScriptEnabled: false });
	const page = await context.newPage();
	await page.goto('/');
	await page.getByRole('searchbox').fill('landslide early warning');
	await page.getByRole('button', { name: 'Search' }).click();
	await expect(page.locator('article.listing').first()).toBeVisible();
	await context.close();
});
