import type { Browser, Page } from '@playwright/test';
import { confirmRegistration, sampleAccount, signIn } from './accounts.ts';
import { expect, test } from './mitra-test.ts';

/** Signs in by the form alone, as it works without JavaScript and in any interface language. */
async function signInPlainly(page: Page, name: string): Promise<void> {
	const account = sampleAccount(name);
	await page.goto('/sign-in');
	await page.locator('input[name="email"]').fill(account.email);
	await page.locator('input[name="password"]').fill(account.password);
	await page.locator('input[name="password"]').press('Enter');
	await page.waitForURL((url) => !url.pathname.includes('sign-in'));
}

async function startOffer(page: Page, language = 'en'): Promise<string> {
	await page.goto('/desk/new');
	await page.locator('input[name="kind"][value="offer"]').check();
	await page.locator('select[name="language"]').selectOption(language);
	await page.getByRole('button', { name: 'Start writing' }).click();
	await page.waitForURL(/\/desk\/listings\/[0-9a-f-]{36}/);
	return new URL(page.url()).pathname;
}

async function fillOffer(page: Page, title: string): Promise<void> {
	await page.locator('#title').fill(title);
	await page.locator('#summary').fill('Drip lines under mulch keep salt below the roots of mango trees on coastal soil.');
	await page.locator('#description').fill('Subsurface drip irrigation with pulse leaching. <b>Proven</b> on 40 ha of saline soil over three dry seasons.');
	await page.locator('#benefitInFigures').fill('45 % less water, 22 % more yield');
	await page.locator('#advantages').fill('Salt stays below the root zone without flooding the field.');
	await page.locator('#trl').selectOption('8');
	await page.locator('#ip-status').selectOption('granted');
	await page.locator('input[name="cooperation"][value="licence"]').check();
	await page.locator('input[name="partner.kinds"][value="company-11-49"]').check();
	await page.locator('input[name="exportControl"][value="checked-none"]').check();
}

const withoutScript = async (browser: Browser) => (await browser.newContext({ javaScriptEnabled: false })).newPage();
const saved = (page: Page) => page.locator('.save[data-state="saved"]');

test('an offer is written, returned with a remark, revised, published and found at once', async ({ page, browser }) => {
	const title = `Drip irrigation for saline mango orchards ${Date.now()}`;
	await signIn(page, 'member.vientiane');
	const path = await startOffer(page);
	await fillOffer(page, title);
	await page.getByRole('combobox', { name: 'Search areas' }).fill('盐碱');
	await page.getByRole('listbox', { name: 'Areas' }).getByRole('option').first().click();
	await expect(saved(page)).toBeVisible();
	await page.reload();
	await expect(page.locator('#title')).toHaveValue(title);
	await expect(page.locator('#description')).toHaveValue(/<b>Proven<\/b>/);
	await page.locator('#file').setInputFiles({ name: 'field.png', mimeType: 'image/png', buffer: Buffer.from('\x89PNG\r\n\x1a\nfield', 'latin1') });
	await page.getByRole('button', { name: 'Attach' }).click();
	await expect(page.getByRole('link', { name: 'field.png' })).toBeVisible();
	await page.locator('#file').setInputFiles({ name: 'page.png', mimeType: 'image/png', buffer: Buffer.from('<html><script>alert(1)</script>') });
	await page.getByRole('button', { name: 'Attach' }).click();
	await expect(page.locator('#file-error')).toContainText('not accepted');
	await page.getByRole('button', { name: 'Hand in for review' }).click();
	await expect(page).toHaveURL(/\/desk\?submitted/);
	await expect(page.getByRole('row', { name: title })).toContainText('In review');

	const officer = await (await browser.newContext()).newPage();
	await signIn(officer, 'officer.laos');
	await officer.goto('/review');
	await expect(async () => {
		await officer.keyboard.press('j');
		await expect(officer).toHaveURL(/\/review\/[0-9a-f-]{36}/, { timeout: 1000 });
	}).toPass();
	await officer.goto(path.replace('/desk/listings/', '/review/'));
	await expect(officer.getByText('<b>Proven</b>')).toBeVisible();
	await officer.getByRole('button', { name: 'Return with the remark' }).click();
	await expect(officer.locator('#remark-error')).toContainText('needed');
	await officer.locator('#remark').fill('Please say how salty the water was.');
	await officer.getByRole('button', { name: 'Return with the remark' }).click();
	await expect(officer.getByText(/^Returned: /)).toBeVisible();

	await page.goto(path);
	await expect(page.getByText('Please say how salty the water was.')).toBeVisible();
	await page.locator('#comparedWith').fill('furrow irrigation with water of 3 dS/m');
	await expect(saved(page)).toBeVisible();
	await page.getByRole('button', { name: 'Hand in for review' }).click();
	await expect(page).toHaveURL(/\/desk\?submitted/);

	await officer.goto(path.replace('/desk/listings/', '/review/'));
	await officer.getByRole('button', { name: 'Publish' }).click();
	await expect(officer.getByText(/^Published: /)).toBeVisible();
	await officer.goto(`/search?q=${encodeURIComponent(title)}`);
	await expect(officer.locator('article.listing').first()).toContainText(title);
});

test('what is missing is summed at the top with links, and nothing typed is lost', async ({ page }) => {
	await signIn(page, 'member.vientiane');
	await startOffer(page);
	await page.locator('#title').fill('Half a listing');
	await page.getByRole('button', { name: 'Hand in for review' }).click();
	const summary = page.getByRole('alert').filter({ hasText: 'Before it can be handed in' });
	await expect(summary).toBeFocused();
	await summary.getByRole('link', { name: 'Summary' }).click();
	await expect(page.locator('#summary')).toHaveAttribute('aria-invalid', 'true');
	await expect(page.locator('#title')).toHaveValue('Half a listing');
});

test('the editor works without JavaScript and gives back what was wrong as it was typed', async ({ browser }) => {
	const page = await withoutScript(browser);
	await signInPlainly(page, 'member.vientiane');
	await startOffer(page);
	await fillOffer(page, 'x'.repeat(300));
	await page.locator('select[name="areas"]').first().selectOption('agriculture');
	await page.locator('aside .send').getByRole('button', { name: 'Save' }).click();
	await expect(page.locator('#title')).toHaveValue('x'.repeat(300));
	await expect(page.locator('#title-error')).toContainText('256');
	await expect(page.locator('input[name="cooperation"][value="licence"]')).toBeChecked();
	const title = `Short enough ${Date.now()}`;
	await page.locator('#title').fill(title);
	await page.getByRole('button', { name: 'Hand in for review' }).click();
	await expect(page).toHaveURL(/\/desk\?submitted/);
	await expect(page.getByRole('row', { name: title })).toContainText('In review');
});

for (const script of [true, false])
	test(`a session that ends in the middle of the form costs no word, ${script ? 'with' : 'without'} JavaScript`, async ({ browser }) => {
		const page = script ? await (await browser.newContext()).newPage() : await withoutScript(browser);
		await signInPlainly(page, 'member.vientiane');
		const path = await startOffer(page);
		await page.context().clearCookies();
		await page.locator('#title').fill('Typed before the session ended');
		await page.locator('#description').fill('First line\nsecond line with "quotes" & <tags>');
		if (script) await expect(page.locator('.save')).toContainText('Your session has ended');
		await page.locator('aside .send').getByRole('button', { name: 'Save' }).click();
		await expect(page.getByRole('heading', { name: 'Please sign in again' })).toBeVisible();
		await page.locator('input[name="again_email"]').fill(sampleAccount('member.vientiane').email);
		await page.locator('input[name="again_password"]').fill('not the password');
		await page.getByRole('button', { name: 'Sign in and go on' }).click();
		await expect(page.getByRole('alert')).toContainText('do not fit');
		await page.locator('input[name="again_email"]').fill(sampleAccount('member.vientiane').email);
		await page.locator('input[name="again_password"]').fill(sampleAccount('member.vientiane').password);
		await page.getByRole('button', { name: 'Sign in and go on' }).click();
		await expect(page.locator('#title')).toHaveValue('Typed before the session ended');
		await page.goto(path);
		await expect(page.locator('#title')).toHaveValue('Typed before the session ended');
		await expect(page.locator('#description')).toHaveValue('First line\nsecond line with "quotes" & <tags>');
	});

test('a lost connection keeps the text on the device and saves it when it is back', async ({ page, context }) => {
	await signIn(page, 'member.vientiane');
	const path = await startOffer(page);
	await expect(page.locator('form[data-ready]')).toBeAttached();
	await context.setOffline(true);
	await page.locator('#title').fill('Typed on a train');
	await expect(page.locator('.save')).toContainText('No connection');
	await context.setOffline(false);
	await expect(saved(page)).toBeVisible();
	await page.goto(path);
	await expect(page.locator('#title')).toHaveValue('Typed on a train');
});

test('what is typed and chosen before the script arrives is kept and saved', async ({ page }) => {
	await signIn(page, 'member.vientiane');
	const path = await startOffer(page);
	await page.route('**/*.{js,ts,svelte}*', async (route) => {
		await new Promise((resolve) => setTimeout(resolve, 300));
		await route.continue();
	});
	await page.goto(path, { waitUntil: 'commit' });
	await page.locator('#title').fill('Typed early');
	await page.locator('#trl').selectOption('7');
	await page.locator('input[name="cooperation"][value="training"]').check();
	await expect(page.locator('form[data-ready]')).toBeAttached({ timeout: 45_000 });
	await page.unroute('**/*.{js,ts,svelte}*');
	await expect(page.locator('#title')).toHaveValue('Typed early');
	await page.waitForResponse((response) => response.url().endsWith('/save') && response.ok());
	await page.reload();
	await expect(page.locator('#title')).toHaveValue('Typed early');
	await expect(page.locator('#trl')).toHaveValue('7');
	await expect(page.locator('input[name="cooperation"][value="training"]')).toBeChecked();
});

test('two windows on one draft: the second is told, keeps its text and decides', async ({ page, context }) => {
	await signIn(page, 'member.vientiane');
	const path = await startOffer(page);
	const other = await context.newPage();
	await other.goto(path);
	await expect(other.locator('form[data-ready]')).toBeAttached();
	await page.locator('#title').fill('From the first window');
	await expect(saved(page)).toBeVisible();
	await other.locator('#title').fill('From the second window');
	await expect(other.getByText('Somebody else saved this listing while you were writing')).toBeVisible();
	await expect(other.locator('#title')).toHaveValue('From the second window');
	await other.getByRole('button', { name: 'Save mine over it' }).click();
	await expect(saved(other)).toBeVisible();
	await page.goto(path);
	await expect(page.locator('#title')).toHaveValue('From the second window');
});

test('wrong values posted by hand are named at their field', async ({ page }) => {
	await signIn(page, 'member.vientiane');
	const path = await startOffer(page);
	const answer = await page.request.post(`${path}/save`, {
		multipart: { expected: '1', language: 'tlh', title: 'a\u0000b', trl: '12', cooperation: 'theft', display: 'open', 'price.min': 'much', 'price.currency': 'CNY' },
		headers: { origin: new URL(page.url()).origin },
	});
	expect(answer.status()).toBe(422);
	const { errors } = (await answer.json()) as { errors: { field: string; code: string }[] };
	expect(errors.map(({ field }) => field).sort()).toEqual(['cooperation', 'language', 'price.basis', 'price.kind', 'price.min', 'trl']);
});

test('pages of others are closed: the desk to visitors, the queue to members, a draft to strangers', async ({ page, browser }) => {
	await signIn(page, 'member.vientiane');
	const path = await startOffer(page);
	expect((await page.goto('/review'))?.status()).toBe(403);
	expect((await page.goto('/outbox'))?.status()).toBe(403);
	const stranger = await (await browser.newContext()).newPage();
	await stranger.goto('/desk');
	await expect(stranger).toHaveURL(/\/sign-in\?next=%2Fdesk/);
	await signIn(stranger, 'member.danang');
	expect((await stranger.goto(path))?.status()).toBe(404);
	expect((await stranger.goto('/desk/listings/not-an-id'))?.status()).toBe(404);
	const posted = await stranger.request.post(`${path}/save`, { multipart: { title: 'x', language: 'en' }, headers: { origin: new URL(stranger.url()).origin } });
	expect(posted.status()).toBe(404);
});

test('a new member registers with an organisation and starts writing', async ({ browser }) => {
	const page = await withoutScript(browser);
	await page.goto('/register');
	await page.getByRole('button', { name: 'Create the account' }).click();
	await expect(page.getByRole('alert')).toContainText('Please check what is marked (7)');
	await page.locator('#name').fill('Dao');
	const address = `dao.${Date.now()}@example.org`;
	await page.locator('#email').fill(address);
	await page.locator('#password').fill('seven quiet lanterns');
	await page.locator('#organisationName').fill('Dao’s workshop');
	await page.locator('#organisationKind').selectOption('company');
	await page.locator('#country').selectOption('LA');
	await page.locator('#place').fill('Luang Prabang');
	await page.getByRole('button', { name: 'Create the account' }).click();
	await confirmRegistration(page, address, 'seven quiet lanterns');
	await expect(page).toHaveURL(/\/desk$/);
	await page.getByRole('link', { name: 'New listing' }).first().click();
	await startOffer(page);
	await expect(page.locator('h1')).toHaveText('Untitled');
});
