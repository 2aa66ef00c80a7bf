import type { Browser } from '@playwright/test';
import { sampleAccount, signIn } from './accounts.ts';
import { holdScripts } from './hold-scripts.ts';
import { expect, test } from './mitra-test.ts';

const as = async (browser: Browser, name: string, options = {}) => {
	const page = await (await browser.newContext(options)).newPage();
	await signIn(page, name);
	return page;
};
const FORUM = '/events/sample-forum-2027';
const paper = { name: 'paper.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\nA paper.') };

test('a file chosen in a form that comes back is kept, with and without scripts, and over a session that ends; the organisers’ figures follow by themselves', async ({ browser }) => {
	test.slow();
	const organiser = await as(browser, 'officer.nanning');
	const arrive = await holdScripts(organiser);
	await organiser.goto(`/desk${FORUM}/form`);
	await organiser.getByText('Opening, places and what is asked').click();
	await organiser.locator('#state-frame').selectOption('open');
	const approves = organiser.getByLabel('Organisers approve each registration');
	await expect(approves).toBeChecked();
	await approves.setChecked(false);
	await arrive();
	// What was chosen and ticked before the scripts came stays so.
	await expect(organiser.locator('#state-frame')).toHaveValue('open');
	await expect(approves).not.toBeChecked();
	await organiser.locator('#places-frame').fill('500');
	await organiser.getByRole('button', { name: 'Save' }).first().click();
	await expect(organiser.getByRole('status').first()).toContainText('Saved.');
	await organiser.getByText('Add a question').first().click();
	await organiser.locator('#kind-question-new').selectOption('file');
	await organiser.locator('#label_en-question-new').fill('Your paper');
	await organiser.locator('#label_zh-question-new').fill('您的论文');
	await organiser.getByLabel('must be answered').last().check();
	await organiser.getByRole('button', { name: 'Add a question' }).click();
	await expect(organiser.locator('summary').filter({ hasText: 'Your paper' })).toBeVisible();
	await organiser.goto(`/desk${FORUM}/registrations`);
	const places = organiser.locator('.counts div', { hasText: '/ 500' }).locator('dd');
	const before = Number.parseInt((await places.textContent())!, 10);

	for (const [name, options] of [['member.vientiane', { javaScriptEnabled: false }], ['member.chiangmai', {}]] as const) {
		const page = await as(browser, name, options);
		await page.goto(`${FORUM}/register`);
		await page.locator('#name').fill('王');
		await page.locator('#country').selectOption('CN');
		await page.getByLabel('Your paper').setInputFiles(paper);
		await page.getByRole('button', { name: 'Register', exact: true }).click();
		await expect(page.getByRole('alert')).toContainText('Name in Latin letters');
		// With scripts the file stands chosen in the field still, until the page is opened anew.
		if (name === 'member.chiangmai') await page.reload();
		const kept = page.getByRole('checkbox', { name: 'Take paper.pdf' });
		await expect(kept).toBeChecked();
		await page.locator('#name').fill('Test Person');
		await page.locator('#country').selectOption('CN');
		await page.getByRole('button', { name: 'Register', exact: true }).click();
		await expect(page.getByRole('status')).toContainText('You are registered and have a place.');
		await page.goto(`${FORUM}/register`);
		await expect(page.getByRole('link', { name: 'paper.pdf' })).toBeVisible();
		await expect(kept).toHaveCount(0);
		await page.context().close();
	}

	// Where the session has ended, the browser sends the file once more; without scripts it cannot, and the page says so.
	const { email, password } = sampleAccount('member.danang');
	for (const scripts of [false, true]) {
		const page = await as(browser, 'member.danang', { javaScriptEnabled: scripts });
		await page.goto(`${FORUM}/register`);
		await page.locator('#name').fill('Test Person');
		await page.locator('#country').selectOption('VN');
		await page.getByLabel('Your paper').setInputFiles(paper);
		await page.context().clearCookies();
		await page.getByRole('button', { name: 'Register', exact: true }).click();
		const again = page.getByRole('region', { name: 'Please sign in again' });
		await expect(again).toContainText(scripts ? 'are sent with it: paper.pdf' : 'cannot be kept here: paper.pdf');
		for (const typed of ['not the password', password]) {
			await again.locator('[name="again_email"]').fill(email);
			await again.locator('[name="again_password"]').fill(typed);
			await again.getByRole('button', { name: 'Sign in and go on' }).click();
			if (typed !== password) await expect(again.getByRole('alert')).toContainText('do not fit');
		}
		await expect(scripts ? page.getByRole('status') : page.getByRole('alert')).toContainText(scripts ? 'You are registered and have a place.' : 'Your paper');
		await page.goto(`${FORUM}/register`);
		await expect(page.getByRole('link', { name: 'paper.pdf' })).toHaveCount(scripts ? 1 : 0);
		await page.context().close();
	}
	await expect.poll(async () => Number.parseInt((await places.textContent())!, 10), { timeout: 25_000 }).toBe(before + 3);
});
