import type { Browser, Page } from '@playwright/test';
import { confirmRegistration, linkFromOutbox, sampleAccount, signIn } from './accounts.ts';
import { editorListens, handIn, startOffer } from './listing-editor.ts';
import { expect, test } from './mitra-test.ts';

const newPage = async (browser: Browser, javaScriptEnabled = true) => (await browser.newContext({ javaScriptEnabled })).newPage();

const press = (page: Page) => page.locator('main form').first().locator('button').last().click();

async function tryToSignIn(page: Page, email: string, password: string): Promise<{ status: number; words: string }> {
	await page.goto('/sign-in');
	await page.locator('input[name="email"]').fill(email);
	await page.locator('input[name="password"]').fill(password);
	const answered = page.waitForResponse((response) => response.request().method() === 'POST');
	await press(page);
	const response = await answered;
	await expect(page.locator('#refused')).toBeVisible();
	return { status: response.status(), words: (await page.locator('main').textContent()) ?? '' };
}

for (const script of [true, false]) {
	const how = script ? 'with' : 'without';

	test(`a registration with mistakes keeps what was typed, ${how} JavaScript`, async ({ browser }) => {
		const page = await newPage(browser, script);
		await page.goto('/register');
		await page.locator('#name').fill('Đặng Thu <Thảo>');
		await page.locator('#email').fill('thao@');
		await page.locator('#password').fill('short');
		await page.locator('#language').selectOption('vi');
		await page.locator('#organisationName').fill('Xưởng “Sông Hồng”');
		await page.locator('#organisationKind').selectOption('university');
		await page.locator('#place').fill('Hải Phòng');
		await page.locator('main form').evaluate((form: HTMLFormElement) => (form.noValidate = true));
		await page.getByRole('button', { name: 'Create the account' }).click();

		const summary = page.getByRole('alert').filter({ hasText: 'Please check' });
		await expect(summary).toBeVisible();
		await expect(summary).toBeFocused();
		for (const field of ['email', 'password', 'country']) {
			await expect(page.locator(`#${field}`)).toHaveAttribute('aria-invalid', 'true');
			await expect(page.locator(`#${field}-error`)).toBeVisible();
			await expect(summary.locator(`a[href="#${field}"]`)).toBeVisible();
		}
		await expect(summary.getByRole('listitem')).toHaveCount(3);
		await expect(page.locator('#name')).toHaveValue('Đặng Thu <Thảo>');
		await expect(page.locator('#email')).toHaveValue('thao@');
		await expect(page.locator('#language')).toHaveValue('vi');
		await expect(page.locator('#organisationName')).toHaveValue('Xưởng “Sông Hồng”');
		await expect(page.locator('#organisationKind')).toHaveValue('university');
		await expect(page.locator('#place')).toHaveValue('Hải Phòng');
		expect(await page.content(), 'no password in a page').not.toContain('value="short"');

		const address = `thao.${Date.now()}@example.org`;
		await page.locator('#email').fill(address);
		await page.locator('#password').fill('thao1234');
		await page.locator('#country').selectOption('VN');
		await page.getByRole('button', { name: 'Create the account' }).click();
		await expect(page.locator('#password-error')).toBeVisible();
		await page.locator('#password').fill('sông dài nước chảy');
		await page.getByRole('button', { name: 'Create the account' }).click();
		await confirmRegistration(page, address, 'sông dài nước chảy');
		// The letter was in the language that was chosen, and so is the page that its link leads to.
		await expect(page).toHaveURL(/\/vi\/desk$/);
		await expect(page.locator('form[action="/vi/sign-out"]').first()).toBeAttached();
	});
}

test('a registration says the same whether the address has an account or not, and opens nothing without the letter', async ({ browser }) => {
	const page = await newPage(browser, false);
	const registered = async (email: string) => {
		await page.goto('/register');
		await page.locator('#name').fill('Somebody else');
		await page.locator('#email').fill(email);
		await page.locator('#password').fill('seven quiet lanterns');
		await page.locator('#organisationName').fill('Another workshop');
		await page.locator('#organisationKind').selectOption('company');
		await page.locator('#country').selectOption('VN');
		await page.locator('#place').fill('Huế');
		await page.getByRole('button', { name: 'Create the account' }).click();
		return ((await page.locator('main').textContent()) ?? '').replaceAll(email, 'ADDRESS');
	};
	const taken = sampleAccount('member.danang').email;
	const free = `nobody.${Date.now()}@example.org`;
	const words = await registered(taken);
	expect(words).toContain('Look at your mail');
	expect(await registered(free)).toBe(words);
	await expect(linkFromOutbox(browser, taken), 'the owner gets a letter without a link that makes an account').rejects.toThrow();
	expect((await tryToSignIn(page, free, 'seven quiet lanterns')).words).toContain('do not fit together');
	await page.goto('/desk');
	await expect(page).toHaveURL(/\/sign-in/);
	// The link is good with the password that was chosen, and only once.
	const link = await linkFromOutbox(browser, free);
	await page.goto(link);
	await page.locator('#password').fill('a stranger’s guess');
	await press(page);
	await expect(page.locator('#refused')).toBeVisible();
	await page.locator('#password').fill('seven quiet lanterns');
	await press(page);
	await expect(page).toHaveURL(/\/desk$/);
	await page.goto(link);
	await expect(page.getByRole('alert')).toContainText('has been used');
});

test('a refused sign-in says the same whether the address has an account or not', async ({ browser }) => {
	const page = await newPage(browser, false);
	const known = sampleAccount('member.chiangmai').email;
	const unknown = `nobody.${Date.now()}@mitra.example`;
	const wrong = await tryToSignIn(page, known, 'not the password');
	await expect(page.locator('input[name="email"]')).toHaveValue(known);
	await expect(page.locator('input[name="password"]')).toHaveValue('');
	const missing = await tryToSignIn(page, unknown, 'not the password');
	await expect(page.locator('input[name="email"]')).toHaveValue(unknown);
	expect(missing.status).toBe(wrong.status);
	expect(missing.words).toBe(wrong.words);
	expect(wrong.words).toContain('do not fit together');

	await page.goto('/forgot-password');
	const asked = async (email: string) => {
		await page.goto('/forgot-password');
		await page.locator('input[name="email"]').fill(email);
		await press(page);
		return ((await page.locator('main').textContent()) ?? '').replaceAll(email, 'ADDRESS');
	};
	const letter = await asked(known);
	expect(letter).toContain('If there is an account');
	expect(await asked(unknown)).toBe(letter);
});

test('signing in leads back to the page that asked for it, and never to another site', async ({ browser }) => {
	const page = await newPage(browser);
	const { email, password } = sampleAccount('member.singapore');
	await page.goto('/desk/new');
	await expect(page).toHaveURL(/\/sign-in\?next=%2Fdesk%2Fnew/);
	await page.locator('input[name="email"]').fill(email);
	await page.locator('input[name="password"]').fill(password);
	await page.locator('input[name="password"]').press('Enter');
	await expect(page).toHaveURL(/\/desk\/new$/);

	const elsewhere = await newPage(browser, false);
	await elsewhere.goto('/sign-in?next=%2F%2Felsewhere.example%2Fdesk');
	await elsewhere.locator('input[name="email"]').fill(email);
	await elsewhere.locator('input[name="password"]').fill(password);
	await press(elsewhere);
	await expect(elsewhere).toHaveURL(/^http:\/\/127\.0\.0\.1:\d+\/desk$/);
});

for (const script of [true, false])
	test(`signing out closes the desk, also for the cookie of before, ${script ? 'with' : 'without'} JavaScript`, async ({ browser }) => {
		const page = await newPage(browser, script);
		await signIn(page, 'member.singapore');
		await page.goto('/desk');
		const cookies = await page.context().cookies();
		await page.getByRole('button', { name: 'Sign out' }).first().click();
		await expect(page.getByRole('status').filter({ hasText: 'You are signed out.' })).toBeVisible();
		await page.goto('/desk');
		await expect(page).toHaveURL(/\/sign-in/);
		// Whoever kept a copy of the cookie gets nothing for it.
		await page.context().addCookies(cookies);
		await page.goto('/desk');
		await expect(page).toHaveURL(/\/sign-in/);
	});

for (const script of [true, false])
	test(`a session that ends before the listing is handed in loses no word, ${script ? 'with' : 'without'} JavaScript`, async ({ browser }) => {
		const { email, password } = sampleAccount('member.singapore');
		const page = await newPage(browser, script);
		await signIn(page, 'member.singapore');
		const path = await startOffer(page);
		if (script) await editorListens(page);
		const title = `Flood forecast from street cameras ${Date.now()}`;
		const description = 'First line, with “quotes” & <tags>.\n\nSecond paragraph: 洪水预报, ການພະຍາກອນນ້ຳຖ້ວມ.';
		await page.context().clearCookies();
		await page.locator('#title').fill(title);
		await page.locator('#description').fill(description);
		await page.locator('#trl').selectOption('7');
		await page.locator('input[name="cooperation"][value="joint-rd"]').check();
		await handIn(page);

		await expect(page.getByRole('heading', { name: 'Please sign in again' })).toBeVisible();
		await page.locator('input[name="again_email"]').fill(email);
		await page.locator('input[name="again_password"]').fill(password);
		await page.getByRole('button', { name: 'Sign in and go on' }).click();
		// It was handed in while something is missing: that is said now, with everything typed in its place.
		await expect(page.getByRole('alert').filter({ hasText: 'Before it can be handed in' })).toBeVisible();
		await expect(page.locator('#title')).toHaveValue(title);
		await page.goto(path);
		await expect(page.locator('#title')).toHaveValue(title);
		await expect(page.locator('#description')).toHaveValue(description);
		await expect(page.locator('#trl')).toHaveValue('7');
		await expect(page.locator('input[name="cooperation"][value="joint-rd"]')).toBeChecked();
	});

test('the language of the interface stays through registration errors, sign-in, the desk and sign-out', async ({ browser }) => {
	const page = await newPage(browser);
	const inThai = async (path: RegExp) => {
		await expect(page).toHaveURL(path);
		await expect(page.locator('html')).toHaveAttribute('lang', 'th');
	};
	await page.goto('/th/register');
	await press(page);
	await expect(page.getByRole('alert').first()).toBeVisible();
	await inThai(/\/th\/register$/);
	await page.locator('main a[href="/th/sign-in"]').first().click();
	await inThai(/\/th\/sign-in$/);
	const { email, password } = sampleAccount('member.chiangmai');
	await page.locator('input[name="email"]').fill(email);
	await page.locator('input[name="password"]').fill('not the password');
	await press(page);
	await expect(page.locator('#refused')).toBeVisible();
	await inThai(/\/th\/sign-in/);
	await page.locator('input[name="password"]').fill(password);
	await press(page);
	await inThai(/\/th\/desk$/);
	await page.locator('main a[href="/th/desk/new"]').first().click();
	await inThai(/\/th\/desk\/new$/);
	await page.locator('input[name="kind"][value="need"]').check();
	await press(page);
	await inThai(/\/th\/desk\/listings\/[0-9a-f-]{36}$/);
	await page.locator('header.site form[action="/th/sign-out"] button').first().click();
	await inThai(/\/th\/sign-in\?out/);
	// A page that asks to sign in asks in the language of its address, and leads back to it.
	await page.goto('/th/desk/import');
	await inThai(/\/th\/sign-in\?next=%2Fth%2Fdesk%2Fimport/);
});

test('a form of the account page waits for who must sign in again; a file must be chosen again, and the page says so', async ({ browser }) => {
	const page = await newPage(browser);
	const { email, password } = sampleAccount('member.nanning');
	await signIn(page, 'member.nanning');
	await page.goto('/account');
	await page.locator('#language').selectOption('vi');
	await page.context().clearCookies();
	await page.locator('form[action*="language"] button').click();
	await page.locator('input[name="again_email"]').fill(email);
	await page.locator('input[name="again_password"]').fill(password);
	await page.locator('section.again button').click();
	await expect(page.getByRole('status').first()).toContainText('Vietnamese');
	await page.locator('#language').selectOption('zh');
	await page.locator('form[action*="language"] button').click();

	await page.goto('/desk/import');
	await page.locator('#file').setInputFiles({ name: 'late.csv', mimeType: 'text/csv', buffer: Buffer.from('title\nPump\n') });
	await page.context().clearCookies();
	await page.getByRole('button', { name: 'Upload and go on' }).click();
	await expect(page).toHaveURL(/\/sign-in\?next=/);
	await page.locator('input[name="email"]').fill(email);
	await page.locator('input[name="password"]').fill(password);
	await press(page);
	await expect(page.getByRole('status')).toContainText('Choose the file again');
	await expect(page.getByRole('link', { name: 'late.csv' })).toHaveCount(0);
});
