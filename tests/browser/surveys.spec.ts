import type { Browser, Page } from '@playwright/test';
import { violations } from './accessibility.ts';
import { signIn } from './accounts.ts';
import { expect, test } from './mitra-test.ts';

const as = async (browser: Browser, name: string, options = {}) => {
	const page = await (await browser.newContext(options)).newPage();
	await signIn(page, name);
	return page;
};
const dayFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** An event that began yesterday, with a session that is over; answers its address. */
async function heldEvent(organiser: Page): Promise<string> {
	await organiser.goto('/desk/events/new');
	await organiser.locator('#name_en').fill('Salt and rice seminar');
	await organiser.locator('#name_zh').fill('盐与稻研讨会');
	await organiser.locator('#starts_on').fill(dayFromNow(-1));
	await organiser.locator('#ends_on').fill(dayFromNow(1));
	await organiser.getByRole('button', { name: 'Begin' }).click();
	await organiser.waitForURL(/\/desk\/events\/[^/]*salt-and-rice[^/]*/);
	const event = new URL(organiser.url()).pathname.replace('/desk', '');
	await organiser.goto(`/desk${event}/programme`);
	await organiser.getByRole('link', { name: 'Add a session' }).first().click();
	await organiser.locator('#title_en').fill('Salt in the soil');
	await organiser.locator('#starts').fill('09:00');
	await organiser.locator('#ends').fill('10:00');
	await organiser.getByRole('button', { name: 'Save' }).click();
	await expect(organiser).toHaveURL(/\/programme$/);
	await organiser.goto(`/desk${event}`);
	await organiser.getByRole('button', { name: 'Publish' }).click();
	await expect(organiser.getByRole('status')).toContainText('public');
	await organiser.goto(`/desk${event}/form`);
	await organiser.locator('#state-frame').selectOption('open');
	await organiser.getByLabel('Organisers approve each registration').uncheck();
	await organiser.getByRole('button', { name: 'Save' }).first().click();
	await expect(organiser.getByRole('status').first()).toContainText('Saved.');
	return event;
}

async function register(page: Page, event: string): Promise<void> {
	await page.goto(`${event}/register`);
	await page.locator('#name').fill('Test Person');
	await page.locator('#country').selectOption('DE');
	await page.getByRole('button', { name: 'Register', exact: true }).click();
	await expect(page.getByRole('status')).toContainText('You are registered and have a place.');
}

test('organisers write a survey with a condition, who was there answers and changes it, with and without scripts, and figures stay hidden while they are few', async ({ browser }) => {
	test.slow();
	const organiser = await as(browser, 'officer.nanning');
	const event = await heldEvent(organiser);
	const plain = await as(browser, 'member.danang', { javaScriptEnabled: false });
	await register(plain, event);
	const member = await as(browser, 'member.vientiane');
	await member.setViewportSize({ width: 390, height: 844 });
	await register(member, event);

	await organiser.goto(`/desk${event}/surveys`);
	await organiser.locator('#of-create').selectOption({ label: 'Salt in the soil' });
	await organiser.getByRole('button', { name: 'Write a survey' }).click();
	await expect(organiser.getByRole('heading', { name: 'Salt in the soil' })).toBeVisible();
	await expect(organiser.locator('summary').filter({ hasText: 'How was it?' })).toBeVisible();
	await organiser.getByText('Add a question').first().click();
	await organiser.locator('#kind-question-new').selectOption('choice');
	await organiser.locator('#label_en-question-new').fill('What went wrong?');
	await organiser.locator('#choices_en-question-new').fill('Too long');
	await organiser.getByLabel('1 Poor').last().check();
	await organiser.getByRole('button', { name: 'Add a question' }).click();
	await expect(organiser.locator('#choices_en-question-new-error')).toBeVisible();
	await expect(organiser.locator('#label_en-question-new')).toHaveValue('What went wrong?');
	await organiser.locator('#choices_en-question-new').fill('Too long\nToo loud');
	await organiser.getByRole('button', { name: 'Add a question' }).click();
	await expect(organiser.locator('summary').filter({ hasText: 'What went wrong?' })).toBeVisible();
	expect(await violations(organiser)).toEqual([]);

	// Nobody is asked before the organisers open it.
	await member.goto(event);
	await expect(member.getByText('The organisers would like to know how it was')).toHaveCount(0);
	await organiser.getByRole('button', { name: 'Open the survey' }).click();
	await expect(organiser.getByRole('status')).toContainText('Whoever was there is asked once it is over.');

	await member.goto(event);
	await expect(member.getByText('The organisers would like to know how it was')).toBeVisible();
	await member.goto(`${event}/register`);
	await member.getByRole('link', { name: 'Salt in the soil' }).click();
	await expect(member.getByText('Your answers are kept without your name')).toBeVisible();
	await expect(member.getByText('What went wrong?')).toHaveCount(0);
	await member.getByRole('button', { name: 'Send my answers' }).click();
	await expect(member.getByRole('alert')).toContainText('How was it?');
	await member.getByLabel('1 Poor').check();
	await member.getByLabel('Too loud').check();
	await member.getByLabel('What should stay, and what should change?').fill('ກິນເຂົ້າແຊບ');
	expect(await violations(member)).toEqual([]);
	await member.getByRole('button', { name: 'Send my answers' }).click();
	await expect(member.getByRole('status')).toContainText('Thank you.');
	await member.reload();
	await expect(member.getByText('You have answered. You can change it here.')).toBeVisible();
	await expect(member.getByLabel('Too loud')).toBeChecked();
	await member.getByLabel('5 Excellent').check();
	await expect(member.getByText('What went wrong?')).toHaveCount(0);
	await member.getByRole('button', { name: 'Change my answers' }).click();
	await expect(member.getByRole('status')).toContainText('Thank you.');

	await plain.goto(`${event}/register`);
	await plain.getByRole('link', { name: 'Salt in the soil' }).click();
	await plain.getByLabel('1 Poor').check();
	await plain.getByRole('button', { name: 'Send my answers' }).click();
	await expect(plain.getByText('Your answers lead to this question.').first()).toBeVisible();
	await expect(plain.getByLabel('1 Poor')).toBeChecked();
	await plain.getByLabel('Too long').check();
	await plain.getByRole('button', { name: 'Send my answers' }).click();
	await expect(plain.getByRole('status')).toContainText('Thank you.');

	await organiser.reload();
	await expect(organiser.getByRole('heading', { name: /^2 of \d+ have answered$/ })).toBeVisible();
	await expect(organiser.getByText('Fewer than five people have answered this.').first()).toBeVisible();
	await expect(organiser.getByText('ກິນເຂົ້າແຊບ')).toHaveCount(0);
	const csv = await organiser.request.get(`${new URL(organiser.url()).pathname}/answers.csv`);
	expect(await csv.text()).not.toContain('ກິນເຂົ້າແຊບ');
	await organiser.getByRole('button', { name: 'Close it now' }).click();
	await expect(organiser.getByRole('status')).toContainText('Closed.');
	await member.reload();
	await expect(member.getByText('This survey has closed.')).toBeVisible();

	const survey = new URL(organiser.url()).pathname;
	const stranger = await as(browser, 'officer.thailand');
	for (const path of [survey, survey.replace('/desk', ''), `${survey}/answers.csv`]) expect((await stranger.request.get(path)).status()).toBe(404);
});
