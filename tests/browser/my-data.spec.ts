import { unzipSync } from 'fflate';
import { violations } from './accessibility.ts';
import { signIn } from './accounts.ts';
import { expect, test } from './mitra-test.ts';

test('an owner takes a copy of everything, which nobody else can fetch; withdraws a listing; asks to be erased and thinks better of it', async ({ page, browser }) => {
	// Three people sign in, and a job makes the copy.
	test.setTimeout(120_000);
	await signIn(page, 'member.singapore');
	await page.goto('/desk/my-data');
	expect(await violations(page)).toEqual([]);
	await page.getByRole('button', { name: /Copy of the data of/ }).click();
	const fetchLink = page.getByRole('link', { name: /Fetch the ZIP/ });
	await expect(fetchLink).toBeVisible({ timeout: 30_000 });
	const address = (await fetchLink.getAttribute('href'))!;
	const answer = await page.request.get(address);
	expect(answer.headers()['content-disposition']).toMatch(/attachment; filename="mitra-organisation-/);
	const files = unzipSync(await answer.body());
	expect(Buffer.from(files['README.txt']!).toString()).toContain('Everything that the network holds about');
	expect(JSON.parse(Buffer.from(files['listings/listings.json']!).toString())).not.toHaveLength(0);

	const stranger = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
	expect((await stranger.request.get(address, { maxRedirects: 0 })).status()).toBe(303);
	await signIn(stranger, 'member.danang');
	expect((await stranger.request.get(address)).status()).toBe(404);

	// Withdrawn without a script, as on an old phone.
	const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
	await signIn(plain, 'member.singapore');
	await plain.goto('/desk/my-data');
	await plain.getByText(/Offers and needs \(/).click();
	const line = plain.locator('li').filter({ has: plain.getByRole('button', { name: 'Withdraw', exact: true }) }).first();
	const reference = (await line.locator('.muted').first().innerText()).trim();
	await line.getByRole('checkbox').check();
	await line.getByRole('button', { name: 'Withdraw', exact: true }).click();
	await expect(plain.getByText('Withdrawn. It is yours alone now.')).toBeVisible();
	await stranger.goto(`/listings/${reference}`);
	await expect(stranger).toHaveURL(new RegExp(`/withdrawn/${reference}$`));
	await expect(stranger.getByText('Withdrawn by its owner')).toBeVisible();

	await page.goto('/desk/my-data');
	await page.getByRole('region', { name: 'Erase my account' }).getByRole('checkbox').check();
	await page.getByRole('button', { name: 'Erase my account' }).click();
	await expect(page.getByText('The waiting period has begun')).toBeVisible();
	await page.goto('/');
	await page.getByRole('link', { name: 'See and keep it' }).click();
	await page.getByRole('button', { name: 'Keep it' }).click();
	await expect(page.getByText('Nothing will be erased.')).toBeVisible();
});

test('the directory finds an organisation in a script that is not its own, filters and pages; the network shows who meets whom', async ({ page }) => {
	await page.goto('/organisations?country=LA');
	await expect(page).toHaveURL(/\/directory\?country=LA$/);
	await expect(page.locator('select[name="country"]')).toHaveValue('LA');
	// A first start computes the words of all names in the background.
	await expect(async () => {
		await page.goto('/directory');
		await page.getByLabel('Name or place').fill('老挝 万象 研究所');
		await page.getByLabel('Name or place').press('Enter');
		await expect(page.locator('main h2').first()).toContainText('Vientiane', { timeout: 2000 });
	}).toPass({ timeout: 45_000 });
	expect(await violations(page)).toEqual([]);
	await page.goto('/directory');
	const first = await page.locator('main h2 a').first().getAttribute('href');
	await page.getByRole('link', { name: 'Next' }).click();
	expect(await page.locator('main h2 a').first().getAttribute('href')).not.toBe(first);
	await page.getByRole('link', { name: 'Back to the beginning' }).click();
	await page.locator('main').getByRole('link', { name: 'Experts', exact: true }).click();
	await expect(page).toHaveURL(/\/directory\?show=experts$/);
	await page.getByRole('searchbox').fill('ດິນເຄັມ');
	await page.getByLabel('Country').selectOption('CN');
	await page.getByRole('button', { name: 'Search experts' }).click();
	await expect(page).toHaveURL(/\/directory\?show=experts&/);
	await expect(page.locator('main h2 a').first()).toHaveAttribute('href', /\/experts\//);
	await page.goto('/directory');
	await page.getByRole('link', { name: 'Centres', exact: true }).click();
	await expect(page.getByRole('link', { name: 'China-Laos Technology Transfer Center' })).toBeVisible();

	await page.goto('/network');
	await expect(page.getByRole('heading', { name: 'Which countries meet in the network?' })).toBeVisible();
	const csv = await page.request.get('/network/flows.csv');
	expect(await csv.text()).toMatch(/^offer_country,need_country,pairs/);
	expect(await violations(page)).toEqual([]);
});
