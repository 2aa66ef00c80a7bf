import pg from 'pg';
import { readHolder } from '#lib/server/platform/data-folder-lock.ts';
import { violations } from './accessibility.ts';
import { signIn } from './accounts.ts';
import { expect, test } from './mitra-test.ts';

const OWN = 'sample-vientiane-public-health-institute';

/** Guards the description of a published listing of the Vientiane institute, as its owner would; answers its reference. */
async function guardListing(folder: string): Promise<number> {
	const client = new pg.Client({ connectionString: readHolder(folder)!.databaseUrl! });
	await client.connect();
	try {
		const { rows } = await client.query<{ reference: number }>(
			`update listing_version v set disclosure = v.disclosure || '{"description": "confidential"}' from listing l join organisation o on o.id = l.organisation_id
			where v.id = l.published_version_id and o.slug = $1 and l.state = 'published' and v.description <> '' returning l.reference`,
			[OWN],
		);
		return rows[0]!.reference;
	} finally {
		await client.end();
	}
}

test('who opened guarded material is asked from the listing, and answered to its owner, its centre and the secretariat only', async ({ page, browser, installation }) => {
	test.setTimeout(120_000);
	const reference = await guardListing(installation.folder);
	await page.goto(`/listings/${reference}`);
	await expect(page.getByRole('link', { name: 'Who opened its guarded sections and files' })).toHaveCount(0);

	await signIn(page, 'officer.laos');
	await page.goto(`/listings/${reference}`);
	await page.getByRole('link', { name: 'Who opened its guarded sections and files' }).click();
	await expect(page.getByRole('heading', { name: 'Audit log' })).toBeVisible();
	await expect(page.getByText(`Only listing ${reference} with its files`)).toBeVisible();
	await expect(page.locator('.entries > li').first()).toContainText('opened guarded sections');
	await expect(page.locator('.entries > li').first()).toContainText('description');

	const member = await (await browser.newContext({ baseURL: installation.address, javaScriptEnabled: false })).newPage();
	await signIn(member, 'member.vientiane');
	await member.goto(`/listings/${reference}`);
	await member.getByRole('link', { name: 'Who opened its guarded sections and files' }).click();
	await expect(member.getByRole('heading', { name: 'Who saw our material' })).toBeVisible();
	const officer = member.locator('.entries > li', { hasText: 'opened guarded sections' });
	await expect(officer).toHaveCount(2);
	await expect(officer.nth(1)).not.toContainText('/24');
	await member.goto('/desk/audit?from=2020-01-01&to=2020-12-31');
	await expect(member.getByText('No entry answers this.')).toBeVisible();

	const secretariat = await (await browser.newContext({ baseURL: installation.address })).newPage();
	await signIn(secretariat, 'secretariat');
	await secretariat.goto('/audit');
	await secretariat.getByLabel('Action').selectOption({ label: 'Opening of guarded material' });
	await secretariat.getByRole('button', { name: 'Show' }).click();
	await expect(secretariat.locator('.entries > li').first()).toContainText('127.0.0.0/24');
	expect(await violations(secretariat)).toEqual([]);
	const csv = await (await secretariat.request.get('/audit/entries.csv?action=read')).text();
	expect(csv).toContain('listing.read-guarded');
	expect(csv.split('\r\n')[0]).toContain('number,at,actor');
	const lines = (await (await secretariat.request.get('/audit/entries.json')).text()).trim().split('\n').map((line) => JSON.parse(line) as { action: string });
	expect(lines[0]!.action).toBe('audit.export');

	const stranger = await (await browser.newContext({ baseURL: installation.address })).newPage();
	await signIn(stranger, 'member.danang');
	await stranger.goto(`/listings/${reference}`);
	await expect(stranger.getByRole('link', { name: 'Who opened its guarded sections and files' })).toHaveCount(0);
	expect((await stranger.goto('/audit'))!.status()).toBe(403);
	await stranger.goto('/desk/audit');
	await expect(stranger.getByText('No entry answers this.')).toBeVisible();
});

test('every answer carries the safe headers, and no page needs a hole in its policy', async ({ page, request, installation }) => {
	const violations: string[] = [];
	page.on('console', (message) => /Content Security Policy|Refused to/.test(message.text()) && violations.push(`${page.url()}: ${message.text()}`));
	await signIn(page, 'officer.laos');
	for (const path of ['/', '/search?q=water', '/concepts', '/network', '/broker', '/review', '/thesaurus', '/audit', '/security', '/nowhere']) await page.goto(path, { waitUntil: 'networkidle' });
	expect(violations).toEqual([]);

	const html = await request.get('/');
	const policy = html.headers()['content-security-policy'] ?? '';
	expect(policy).not.toContain('unsafe-inline');
	expect(policy).not.toContain('unsafe-eval');
	for (const directive of ["default-src 'self'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'self'", "form-action 'self'", "object-src 'none'"]) expect(policy).toContain(directive);
	for (const path of ['/', '/nowhere', '/api/v1/listings', '/feeds/search.atom', '/robots.txt', '/desk', '/concepts.csv', '/auth/get-session']) {
		const headers = (await request.get(path, { maxRedirects: 0 })).headers();
		expect(headers, path).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'strict-origin-when-cross-origin', 'cross-origin-opener-policy': 'same-origin' });
		expect(headers['content-security-policy'], path).toBeTruthy();
		expect(headers['permissions-policy'], path).toContain('microphone=()');
		// Over HTTP a browser must not be told to use HTTPS only.
		expect(headers['strict-transport-security'], path).toBeUndefined();
	}
	const cookie = (await page.context().cookies()).find(({ name }) => name.includes('session_token'))!;
	expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
	// A key of the API opens no page, and an unknown one nothing at all.
	const withKey = { headers: { authorization: `Bearer mitra_${'a'.repeat(43)}` }, maxRedirects: 0 };
	expect((await request.get('/desk', withKey)).status()).toBe(303);
	expect(installation.address).toContain('127.0.0.1');
});
