import type { Browser } from '@playwright/test';
import { violations } from './accessibility.ts';
import { signIn } from './accounts.ts';
import { expect, test } from './mitra-test.ts';

const as = async (browser: Browser, name: string, options = {}) => {
	const page = await (await browser.newContext(options)).newPage();
	await signIn(page, name);
	return page;
};
const FORUM = '/events/sample-forum-2027';
const desk = `/desk${FORUM}`;

test('an organiser adds a session, is told what it collides with, moves it after seeing whom that concerns, and they are told', async ({ browser, page }) => {
	const visitor = await (await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1440, height: 900 } })).newPage();
	await visitor.goto('/events?kind=forum&year=2027');
	await visitor.getByRole('link', { name: /Innovation 2027 \(sample\)/ }).click();
	await expect(visitor.getByRole('columnheader', { name: 'Health and food' }).first()).toBeVisible();
	await page.goto(FORUM);
	expect(await violations(page)).toEqual([]);
	await visitor.locator('#zone').selectOption('Asia/Yangon');
	await visitor.getByRole('button', { name: 'Show' }).click();
	await expect(visitor.getByText('07:30–08:10 your time').first()).toBeVisible();

	const organiser = await as(browser, 'officer.nanning');
	await organiser.goto(`/desk/events/new?copy=sample-forum-2027`);
	expect(await violations(organiser)).toEqual([]);
	await organiser.goto(`${desk}/programme`);
	await organiser.getByRole('link', { name: 'Add a session' }).nth(1).click();
	await organiser.locator('#title_en').fill('Seeds that wait');
	await organiser.locator('#title_zh').fill('会等待的种子');
	await organiser.locator('#starts').fill('09:30');
	await organiser.locator('#ends').fill('10:15');
	await organiser.locator('#room').selectOption({ label: 'Lotus Room, Sample Convention Centre' });
	await organiser.getByRole('button', { name: 'Save' }).click();
	await expect(organiser.locator('#room-error')).toContainText('Satellites over rice');
	await expect(organiser.locator('#title_zh')).toHaveValue('会等待的种子');
	await organiser.locator('#room').selectOption({ label: 'Garden Terrace, Sample Convention Centre' });
	await organiser.getByRole('button', { name: 'Save' }).click();
	await expect(organiser).toHaveURL(/\/programme$/);

	const member = await as(browser, 'member.nanning', { javaScriptEnabled: false });
	await member.goto(FORUM);
	await member.locator('table').getByRole('link', { name: 'Seeds that wait' }).or(member.locator('.alongside').getByRole('link', { name: 'Seeds that wait' })).click();
	await member.getByRole('button', { name: 'Add to my programme' }).click();
	await expect(member.getByRole('button', { name: 'In my programme: remove' })).toBeVisible();
	const calendar = await member.request.get(`${FORUM}/calendar.ics?mine`);
	expect((await calendar.text()).match(/BEGIN:VEVENT/g)).toHaveLength(1);

	await organiser.getByRole('link', { name: 'Seeds that wait' }).click();
	await organiser.locator('#starts').fill('17:30');
	await organiser.locator('#ends').fill('18:15');
	await organiser.getByRole('button', { name: 'Save' }).click();
	await expect(organiser.getByRole('alert')).toContainText('Have it in their own programme: 1');
	await organiser.locator('#words_en').fill('The terrace is needed in the morning.');
	await organiser.getByRole('button', { name: 'Yes, move it and tell them' }).click();
	await expect(organiser.getByRole('status')).toContainText('People told: 1');
	await visitor.goto(FORUM);
	await expect(visitor.getByText('The terrace is needed in the morning.')).toBeVisible();

	// What is wrong with a file is said at its field, and what was typed beside it stays.
	await organiser.goto(`${desk}/files`);
	await organiser.getByText('Add pictures').click();
	await organiser.locator('#caption_en-photo').fill('The hall');
	await organiser.locator('#file-photo').setInputFiles({ name: 'hall.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
	await organiser.getByRole('button', { name: 'Add', exact: true }).click();
	await expect(organiser.locator('#file-photo-error')).toHaveText('“hall.png” cannot be read as a picture. JPEG, PNG and WebP can.');
	await expect(organiser.locator('#caption_en-photo')).toHaveValue('The hall');

	await member.goto(`${desk}/programme`);
	await expect(member.getByText('Add a session')).toHaveCount(0);
	const stranger = await as(browser, 'officer.thailand');
	for (const path of ['', '/programme', '/people', '/money', '/files', '/places']) expect((await stranger.goto(`${desk}${path}`))?.status()).toBe(404);
});
