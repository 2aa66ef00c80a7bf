import type { Browser, Page } from '@playwright/test';
import { violations } from './accessibility.ts';
import { signIn } from './accounts.ts';
import { expect, test } from './mitra-test.ts';

const withoutScript = { javaScriptEnabled: false };
const as = async (browser: Browser, name: string, options = {}) => {
	const page = await (await browser.newContext(options)).newPage();
	await signIn(page, name);
	return page;
};
const card = (page: Page, heading: string) => page.locator('.card', { has: page.getByRole('heading', { name: heading }) });

test('an officer keeps the hours of the centre; what was typed wrong stays; a visitor writes to it without seeing an address', async ({ browser, page }) => {
	await page.goto('/centres/laos');
	await expect(page.getByText('Mon–Fri').first()).toBeVisible();
	await expect(page.getByText('Signed; the source gives no date')).toBeVisible();
	expect(await page.content()).not.toMatch(/[\w.]+@[\w.]+\.example/);
	expect(await violations(page)).toEqual([]);

	const officer = await as(browser, 'officer.laos');
	await officer.goto('/review');
	await officer.getByRole('link', { name: 'Working hours' }).click();
	await expect(officer).toHaveURL(/\/centres\/laos\/edit#hours$/);
	await officer.locator('input[name="span_2_to"]').fill('11:00');
	await officer.locator('input[name="span_2_from"]').fill('9 am');
	await officer.locator('input[name="span_2_days"][value="6"]').check();
	await card(officer, 'Working hours').getByRole('button', { name: 'Save' }).click();
	await expect(officer.locator('#span_2 .field-error')).toBeVisible();
	await expect(officer.locator('input[name="span_2_from"]')).toHaveValue('9 am');
	await officer.locator('input[name="span_2_from"]').fill('09:00');
	await card(officer, 'Working hours').getByRole('button', { name: 'Save' }).click();
	await expect(officer.getByRole('status')).toBeVisible();
	expect(await violations(officer)).toEqual([]);
	await page.reload();
	await expect(page.getByText('09:00–11:00')).toBeVisible();

	const visitor = await (await browser.newContext(withoutScript)).newPage();
	await visitor.goto('/centres/laos/contact');
	await visitor.locator('#name').fill('A Visitor');
	await visitor.locator('#words').fill('How does a co-operative join?');
	await visitor.getByRole('button', { name: 'Send' }).click();
	await expect(visitor.locator('#email-error')).toBeVisible();
	await expect(visitor.locator('#words')).toHaveValue('How does a co-operative join?');
	await visitor.locator('#email').fill('visitor@example.net');
	// People do not send a form within two seconds; programs do, and are not told that nothing was sent.
	await visitor.waitForTimeout(2100);
	await visitor.getByRole('button', { name: 'Send' }).click();
	await expect(visitor.getByRole('status')).toContainText('on its way');
	await officer.goto('/centres/laos/edit/messages');
	await expect(officer.getByText('How does a co-operative join?')).toBeVisible();
	await officer.getByRole('button', { name: 'Mark as answered' }).click();
	await expect(officer.getByText('Answered on')).toBeVisible();
	// On a page with many forms, what is wrong leads to the field of the form that was sent.
	await officer.goto('/centres/laos/edit/partners');
	await officer.locator('summary', { hasText: 'Record an agreement' }).click();
	await officer.locator('form[action="?/addAgreement"] button').last().click();
	await officer.getByRole('alert').getByRole('link').first().click();
	await expect(officer.locator('form[action="?/addAgreement"] :focus, form[action="?/addAgreement"] :target')).toHaveCount(1);
	const other = await as(browser, 'officer.thailand');
	for (const path of ['/centres/laos/edit', '/centres/laos/edit/messages', '/working-groups/laos/2026/edit']) expect((await other.goto(path))?.status()).toBe(404);
});

test('a year of a working group: meeting, minutes that both sides agree on, and nothing of them outside before', async ({ browser, page }) => {
	const laos = await as(browser, 'officer.laos');
	const nanning = await as(browser, 'officer.nanning', withoutScript);
	await laos.goto('/working-groups/laos');
	await laos.locator('input[name="year"]').fill('2024');
	await laos.getByRole('button', { name: 'Plan the meeting' }).click();
	await expect(laos).toHaveURL(/\/working-groups\/laos\/2024\/edit$/);
	await laos.locator('#state').selectOption('held');
	await laos.locator('#held_on').fill('2024-05-20');
	await card(laos, 'Yearly meeting').getByRole('button', { name: 'Save' }).click();
	await expect(laos.getByRole('status')).toBeVisible();
	await laos.locator('#agenda_en').fill('Saline soils');
	await laos.locator('#agenda_zh').fill('盐碱地');
	await laos.getByRole('button', { name: 'Add to the agenda' }).click();
	await expect(laos.locator('summary', { hasText: 'Saline soils' })).toBeVisible();
	await laos.locator('#minutes_en').fill('Only those inside read this.');
	await laos.getByRole('button', { name: 'Save the draft' }).click();
	// The draft must be stored before a side can agree on it.
	await expect(async () => {
		await laos.getByRole('button', { name: 'Agree on these minutes' }).click();
		await expect(laos.locator('#minutes_zh-error')).toBeVisible({ timeout: 3000 });
	}).toPass({ timeout: 30_000 });
	await laos.locator('#minutes_zh').fill('仅供内部阅读。');
	await laos.getByRole('button', { name: 'Save the draft' }).click();
	await expect(laos.getByRole('status')).toContainText('Saved');
	await laos.getByRole('button', { name: 'Agree on these minutes' }).click();
	await expect(laos.getByRole('status')).toContainText('agreed');
	await page.goto('/working-groups/laos/2024');
	await expect(page.getByText('Saline soils')).toBeVisible();
	await expect(page.getByText('Only those inside')).toHaveCount(0);

	// The other side, without JavaScript.
	await nanning.goto('/working-groups/laos/2024/edit');
	await nanning.getByRole('button', { name: 'Agree on these minutes' }).click();
	await nanning.getByRole('button', { name: 'Publish them' }).click();
	await expect(nanning.getByText('Your side wants to publish them.')).toBeVisible();
	await page.reload();
	await expect(page.getByText('Only those inside')).toHaveCount(0);
	await laos.reload();
	await laos.getByRole('button', { name: 'Publish them' }).click();
	await expect(async () => {
		await laos.reload();
		await expect(laos.getByText('Published', { exact: true })).toBeVisible({ timeout: 3000 });
	}).toPass({ timeout: 30_000 });
	await page.reload();
	await expect(page.getByText('Only those inside')).toBeVisible();
	expect(await violations(page)).toEqual([]);

	await laos.goto('/working-groups/laos/2026/edit');
	const action = laos.locator('li', { hasText: 'Book the venue' });
	await action.locator('summary').click();
	await action.locator('textarea').fill('Booked.');
	await action.getByRole('button', { name: 'It is done' }).click();
	await expect(async () => {
		await page.goto('/working-groups/laos/2026');
		await expect(page.getByRole('row', { name: 'Book the venue' })).toContainText('Done', { timeout: 2000 });
	}).toPass({ timeout: 30_000 });
});

test('a centre that closes keeps its page with a note, and leads on', async ({ browser, page }) => {
	const secretariat = await as(browser, 'secretariat');
	await secretariat.goto('/centres/brunei/edit/close');
	await secretariat.locator('#into').selectOption('malaysia');
	await secretariat.locator('#note_en').fill('Served from Kuala Lumpur.');
	await secretariat.getByRole('button', { name: 'Close the centre' }).click();
	await expect(secretariat.locator('#sure-error')).toBeVisible();
	await expect(secretariat.locator('#note_en')).toHaveValue('Served from Kuala Lumpur.');
	await secretariat.locator('input[name="sure"]').check();
	await secretariat.getByRole('button', { name: 'Close the centre' }).click();
	await expect(secretariat).toHaveURL(/\/centres\/brunei$/);
	await page.goto('/centres/brunei');
	await expect(page.getByText('Served from Kuala Lumpur.')).toBeVisible();
	expect((await page.goto('/centres/brunei/contact'))?.status()).toBe(404);
	await page.goBack();
	await page.getByRole('link', { name: 'China-Malaysia' }).first().click();
	await expect(page).toHaveURL(/\/centres\/malaysia$/);
	// And is opened again.
	await secretariat.getByRole('link', { name: 'Edit this page' }).click();
	await expect(secretariat.getByRole('heading', { name: 'Open the centre again' })).toBeVisible();
	await secretariat.locator('input[name="sure"]').check();
	await secretariat.getByRole('button', { name: 'Open the centre' }).click();
	await expect(secretariat).toHaveURL(/\/centres\/brunei$/);
	expect((await page.goto('/centres/brunei/contact'))?.status()).toBe(200);
});
