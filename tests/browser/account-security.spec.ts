import type { Browser, Page } from '@playwright/test';
import { codeAt, fromBase32 } from '../accounts/authenticator.ts';
import { violations } from './accessibility.ts';
import { confirmRegistration, sampleAccount, signIn } from './accounts.ts';
import { expect, test } from './mitra-test.ts';

const PASSWORD = 'seven quiet lanterns';
const press = (page: Page, name: string) => page.getByRole('button', { name }).first().click();

async function newPage(browser: Browser, options: { script: boolean }): Promise<Page> {
	return (await browser.newContext({ javaScriptEnabled: options.script })).newPage();
}

/** A person of one's own, so that what changes here changes nobody else's sign-in. */
async function registered(browser: Browser, name: string): Promise<{ page: Page; email: string }> {
	const page = await newPage(browser, { script: false });
	const email = `${name}.${Date.now()}@example.org`;
	await page.goto('/register');
	await page.locator('#name').fill(name);
	await page.locator('#email').fill(email);
	await page.locator('#password').fill(PASSWORD);
	await page.locator('#organisationName').fill(`Workshop of ${name}`);
	await page.locator('#organisationKind').selectOption('company');
	await page.locator('#country').selectOption('LA');
	await page.locator('#place').fill('Pakse');
	await press(page, 'Create the account');
	await confirmRegistration(page, email, PASSWORD);
	await expect(page).toHaveURL(/\/desk$/);
	return { page, email };
}

async function typePassword(page: Page, email: string): Promise<void> {
	await page.goto('/sign-in');
	await page.locator('#email').fill(email);
	await page.locator('#password').fill(PASSWORD);
	await press(page, 'Sign in');
}

test('a second step: set up, asked for at sign-in and in the middle of a form, passed by recovery code, all without JavaScript', async ({ browser }) => {
	const { page, email } = await registered(browser, 'keo');
	await page.goto('/account/second-step');
	await page.locator('#currentPassword').fill('not my password');
	await press(page, 'Set up the second step');
	await expect(page.locator('#currentPassword-error')).toBeVisible();
	await page.locator('#currentPassword').fill(PASSWORD);
	await press(page, 'Set up the second step');
	await expect(page.getByRole('img', { name: 'QR code' })).toBeVisible();
	const secret = fromBase32((await page.locator('code.secret').textContent()) ?? '');
	const recovery = (await page.locator('.codes code').first().textContent()) ?? '';
	await page.locator('#code').fill('000000');
	await press(page, 'Switch on');
	await expect(page.locator('#refused')).toBeVisible();
	await page.locator('#code').fill(codeAt(secret));
	await press(page, 'Switch on');
	await expect(page.getByRole('status')).toContainText('switched on');

	// In the middle of a form: first the password, then the code; what was typed is kept all the while.
	await page.goto('/account');
	await page.locator('#name').fill('Keo of Pakse');
	await page.context().clearCookies();
	await page.locator('form[action="?/name"] button').click();
	await page.locator('input[name="again_email"]').fill(email);
	await page.locator('input[name="again_password"]').fill(PASSWORD);
	await press(page, 'Sign in and go on');
	await page.locator('input[name="again_code"]').fill('000000');
	await press(page, 'Sign in and go on');
	await expect(page.getByRole('alert')).toContainText('does not count');
	await page.locator('input[name="again_code"]').fill(codeAt(secret, 1));
	await press(page, 'Sign in and go on');
	await expect(page.getByRole('status').first()).toContainText('Saved');
	await expect(page.locator('#name')).toHaveValue('Keo of Pakse');

	// At the sign-in page, with a recovery code, which counts once.
	const other = await newPage(browser, { script: false });
	await typePassword(other, email);
	await expect(other).toHaveURL(/\/sign-in\/second$/);
	await other.locator('#code').fill(recovery);
	await press(other, 'Sign in');
	await expect(other).toHaveURL(/\/desk$/);
	await other.context().clearCookies();
	await typePassword(other, email);
	await other.locator('#code').fill(recovery);
	await press(other, 'Sign in');
	await expect(other.locator('#refused')).toBeVisible();

	// The device that was signed in is seen, and ended from here.
	await page.goto('/account/sessions');
	await expect(page.getByRole('listitem').filter({ hasText: 'this device' })).toHaveCount(1);
	await press(page, 'End all others');
	await expect(page.locator('main').getByRole('listitem')).toHaveCount(1);
	await page.goto('/account/second-step');
	await page.locator('#offPassword').fill(PASSWORD);
	await press(page, 'Switch off the second step');
	await expect(page.getByRole('status')).toContainText('switched off');
});

test('a passkey is added, signs in without a password, and is removed', async ({ browser, installation }) => {
	const { email } = await registered(browser, 'noi');
	const page = await newPage(browser, { script: true });
	const site = installation.address.replace('127.0.0.1', 'localhost');
	const device = await page.context().newCDPSession(page);
	await device.send('WebAuthn.enable');
	const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } as const;
	const { authenticatorId } = await device.send('WebAuthn.addVirtualAuthenticator', { options });

	await page.goto(`${installation.address}/sign-in`);
	await page.goto(`${site}/sign-in?next=%2Faccount%2Fpasskeys`);
	await page.locator('#email').fill(email);
	await page.locator('#password').fill(PASSWORD);
	await press(page, 'Sign in');
	await expect(page).toHaveURL(/\/account\/passkeys$/);
	await page.locator('#name').fill('Telephone');
	await page.locator('#currentPassword').fill('not my password');
	await press(page, 'Add a passkey');
	await expect(page.locator('[data-problem="password_wrong"]')).toBeVisible();
	await page.locator('#currentPassword').fill(PASSWORD);
	await press(page, 'Add a passkey');
	await expect(page.getByRole('status')).toContainText('is added');
	await expect(page.getByRole('heading', { name: 'Telephone' })).toBeVisible();
	expect(await violations(page)).toEqual([]);
	expect((await device.send('WebAuthn.getCredentials', { authenticatorId })).credentials).toHaveLength(1);

	await page.context().clearCookies();
	await page.goto(`${site}/sign-in`);
	await press(page, 'Sign in with a passkey');
	await expect(page).toHaveURL(/\/desk$/);

	// A device whose lock was not opened signs nothing that counts.
	await page.context().clearCookies();
	await device.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
	await page.goto(`${site}/sign-in`);
	await press(page, 'Sign in with a passkey');
	await expect(page.getByRole('alert').filter({ hasText: 'did not work' })).toBeVisible();
	await device.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true });
	await press(page, 'Sign in with a passkey');
	await expect(page).toHaveURL(/\/desk$/);

	await page.goto(`${site}/account/passkeys`);
	await page.locator('summary').filter({ hasText: 'Remove' }).click();
	await page.locator('form[action="?/remove"] input[type="password"]').fill(PASSWORD);
	await page.locator('form[action="?/remove"] button').click();
	await expect(page.getByRole('status')).toContainText('is removed');
	await page.context().clearCookies();
	await page.goto(`${site}/sign-in`);
	await press(page, 'Sign in with a passkey');
	await expect(page.getByRole('alert').filter({ hasText: 'did not work' })).toBeVisible();
});

test('passkeys say that they need JavaScript and a name; everything else of the account is there without', async ({ browser }) => {
	const page = await newPage(browser, { script: false });
	await signIn(page, 'member.nanning');
	await page.goto('/account/passkeys');
	await expect(page.locator('main')).toContainText('cannot be bound to an address that is a number');
	await page.goto('/sign-in');
	await expect(page.getByRole('button', { name: 'Sign in with a passkey' })).toBeHidden();
});

test('a key of the API is shown once, does what it may, and ends', async ({ browser, playwright, installation }) => {
	const page = await newPage(browser, { script: true });
	await signIn(page, 'member.nanning');
	await page.goto('/account/keys');
	await page.locator('#name').fill('Our catalogue');
	await page.locator('input[value="listings.read"]').check();
	await press(page, 'Make the key');
	await expect(page.locator('#currentPassword-error')).toBeVisible();
	await expect(page.locator('#name')).toHaveValue('Our catalogue');
	await page.locator('#currentPassword').fill(sampleAccount('member.nanning').password);
	await press(page, 'Make the key');
	const key = (await page.locator('#key').textContent()) ?? '';
	expect(key).toMatch(/^mitra_[\w-]{43}$/);
	expect(await violations(page)).toEqual([]);
	await page.goto('/account/keys');
	expect(await page.content()).not.toContain(key);
	const program = await playwright.request.newContext({ baseURL: installation.address, extraHTTPHeaders: { authorization: `Bearer ${key}` } });
	expect((await program.get('/api/v1/centres')).status()).toBe(200);
	expect((await program.get('/api/v1/audit')).status()).toBe(403);
	expect((await program.post('/api/v1/listings', { data: {} })).status()).toBe(403);
	await page.getByRole('listitem').filter({ hasText: 'Our catalogue' }).getByRole('button', { name: 'End' }).click();
	await expect(page.getByRole('status')).toContainText('ended');
	expect((await program.get('/api/v1/centres')).status()).toBe(401);
	await program.dispose();
});

test('the secretariat helps with the person’s consent: a banner everywhere, nothing dangerous, and it ends when taken back', async ({ browser }) => {
	const { page } = await registered(browser, 'mali');
	const helper = await newPage(browser, { script: false });
	await signIn(helper, 'secretariat');
	await helper.goto('/account/support');
	await expect(helper.getByRole('button', { name: 'as mali' })).toHaveCount(0);
	await page.goto('/account/support');
	await press(page, 'Allow support');
	await expect(page.getByRole('status')).toContainText('You allow support until');

	await helper.goto('/account/support');
	const row = helper.locator('form', { hasText: 'mali' });
	await row.getByRole('button').click();
	await expect(row.locator('.field-error')).toBeVisible();
	await row.getByRole('textbox').fill('The draft does not open');
	await row.getByRole('button').click();
	await expect(helper).toHaveURL(/\/desk$/);
	for (const path of ['/desk', '/search', '/account']) {
		await helper.goto(path);
		await expect(helper.locator('aside.support')).toContainText('You see the site as mali does');
	}
	await helper.locator('form[action="?/name"] button').click();
	await expect(helper.getByRole('alert')).toContainText('Only the person may do this');
	await helper.goto('/account/keys');
	expect((await helper.goto('/audit'))?.status(), 'no rights of the helper’s own').toBe(403);

	await page.goto('/account/support');
	await expect(page.locator('main')).toContainText('The draft does not open');
	await press(page, 'Take it back');
	await helper.goto('/desk');
	await expect(helper.locator('aside.support')).toHaveCount(0);
});
