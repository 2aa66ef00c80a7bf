import { violations } from './accessibility.ts';
import { signIn } from './accounts.ts';
import { expect, test } from './mitra-test.ts';

const PUBLIC_PAGES = [
	'/',
	'/search',
	'/search?q=water&kind=need',
	'/search?q=qqqqzz',
	'/listings/1001',
	'/listings/1040',
	'/organisations',
	'/organisations/sample-zhejiang-membrane-works',
	'/centres/cattc',
	'/centres/malaysia',
	'/network',
	'/organisations/join',
	'/organisations/core',
	'/networks',
	'/networks/technology-transfer-alliance',
	'/concepts',
	'/concepts/water',
	'/concepts/soil-salinity',
	'/events',
	'/events/forum-1',
	'/events/sample-forum-2027',
	'/cases',
	'/about/engine',
	'/help',
	'/security',
	'/sign-in',
	'/register',
	'/forgot-password',
	'/api/v1/reference',
];

for (const path of PUBLIC_PAGES) {
	test(`${path} has no accessibility violation, a title, a description and one heading`, async ({ page }) => {
		const problems: string[] = [];
		page.on('pageerror', (error) => problems.push(error.message));
		page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
		const response = await page.goto(path);
		expect(response?.status()).toBe(200);
		expect((await page.title()).length).toBeGreaterThan(5);
		expect(await page.locator('meta[name="description"]').getAttribute('content')).toBeTruthy();
		await expect(page.locator('h1')).toHaveCount(1);
		expect(await violations(page)).toEqual([]);
		expect(problems).toEqual([]);
	});
}

for (const path of ['/', '/search?q=water', '/listings/1040', '/concepts', '/network']) {
	test(`${path} weighs under 100 kB on first view besides fonts`, async ({ page }) => {
		const client = await page.context().newCDPSession(page);
		await client.send('Network.enable');
		let bytes = 0;
		const fonts = new Set<string>();
		client.on('Network.responseReceived', ({ requestId, response }) => {
			if (/font/.test(response.mimeType) || /index\.[\w-]+\.css$/.test(response.url)) fonts.add(requestId);
		});
		client.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
			if (!fonts.has(requestId)) bytes += encodedDataLength;
		});
		await page.goto(path, { waitUntil: 'networkidle' });
		expect(bytes).toBeGreaterThan(0);
		// The map of the region is an image below the fold, loaded lazily where the window reaches it.
		expect(bytes - (path === '/network' || path === '/' ? 75_000 : 0)).toBeLessThan(100_000);
	});

	test(`${path} fits a phone of 390 px in English, Chinese, Lao and Khmer`, async ({ page }) => {
		await page.setViewportSize({ width: 390, height: 800 });
		for (const language of ['', '/zh', '/lo', '/km']) {
			await page.goto(language + (path === '/' && language ? '' : path));
			const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
			expect(overflow, language).toBeLessThanOrEqual(0);
			await expect(page.locator('html')).toHaveAttribute('lang', language.slice(1) || 'en');
		}
	});
}

test('each page names itself in every language to search engines, and pages for nobody else stay out', async ({ page, request }) => {
	await page.goto('/th/listings/1001');
	await expect(page.locator('link[rel="canonical"]')).toHaveAttribute('href', /\/th\/listings\/1001$/);
	await expect(page.locator('link[rel="alternate"][hreflang]')).toHaveCount(13);
	const data: unknown = JSON.parse((await page.locator('script[type="application/ld+json"]').textContent()) ?? '{}');
	expect(data).toMatchObject({ '@context': 'https://schema.org' });
	expect(await (await request.get('/robots.txt')).text()).toContain('Sitemap:');
	const parts = [...(await (await request.get('/sitemap.xml')).text()).matchAll(/<loc>https?:\/\/[^/]+(.*?)<\/loc>/g)].map((match) => match[1]!);
	expect(parts).toContain('/sitemap/pages');
	const sitemap = (await Promise.all(parts.map(async (part) => (await request.get(part)).text()))).join('');
	expect(sitemap).toContain('/organisations/');
	expect(sitemap).toContain('/listings/1001');
	expect(sitemap).toContain('hreflang="lo"');
});

test('what is not there, or not open to a visitor, says so in the reader’s language', async ({ page }) => {
	expect((await page.goto('/listings/999999'))?.status()).toBe(404);
	await expect(page.locator('h1')).toBeVisible();
	expect((await page.goto('/zh/no-such-page'))?.status()).toBe(404);
	await expect(page.locator('html')).toHaveAttribute('lang', 'zh');
	await page.goto('/desk');
	await expect(page).toHaveURL(/\/sign-in/);
	await page.goto('/review');
	await expect(page).toHaveURL(/\/sign-in/);
});

test('working pages have no accessibility violation either', async ({ page }) => {
	await signIn(page, 'member.hangzhou');
	for (const path of ['/desk', '/desk/new', '/desk/import', '/account']) {
		const response = await page.goto(path);
		expect(response?.status(), path).toBe(200);
		expect(await violations(page), path).toEqual([]);
	}
});

test('a supervisor is told how the server is', async ({ request }) => {
	expect(await (await request.get('/healthz')).text()).toBe('ok\n');
	expect(await (await request.get('/readyz')).json()).toEqual({ ready: true, database: true, search: true });
});

test('the API answers as its description says', async ({ request }) => {
	const document = (await (await request.get('/api/v1/openapi.json')).json()) as { openapi: string; paths: Record<string, unknown> };
	expect(document.openapi).toBe('3.1.0');
	expect(Object.keys(document.paths)).toContain('/api/v1/listings');
	const found = (await (await request.get('/api/v1/listings', { params: { q: '滴灌', pageSize: '3' } })).json()) as { total: number; hits: unknown[] };
	expect(found.total).toBeGreaterThan(0);
	expect(found.hits.length).toBeLessThanOrEqual(3);
	expect((await request.get('/api/v1/listings?page=0')).status()).toBe(422);
	expect((await request.get('/api/v1/listings/999999')).status()).toBe(404);
	expect((await request.post('/api/v1/listings', { data: { kind: 'offer', language: 'en', organisationId: crypto.randomUUID() } })).status()).toBe(401);
});
