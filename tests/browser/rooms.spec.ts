import type { Browser, Page } from '@playwright/test';
import { readCalendar } from '../rooms/read-calendar.ts';
import { violations } from './accessibility.ts';
import { signIn } from './accounts.ts';
import { holdScripts } from './hold-scripts.ts';
import { expect, test } from './mitra-test.ts';

/** The room of the sample docking between Vientiane and Nanning. */
const ROOM = '/docking/D-2026-0001/room';

async function member(browser: Browser, name: string, javaScriptEnabled = true): Promise<Page> {
	const page = await (await browser.newContext({ javaScriptEnabled, acceptDownloads: true })).newPage();
	await signIn(page, name);
	return page;
}

test('two sides talk, meet and search in two languages, and a third sees nothing of it', async ({ page: vientiane, browser }) => {
	await signIn(vientiane, 'member.vientiane');
	const room = await roomOf(vientiane);
	const nanning = await member(browser, 'member.nanning');
	await nanning.goto(`/zh${room}`);
	await nanning.locator('#subject').fill('合同草案');
	await nanning.locator('#text').fill('请在两周内寄送合同。价格包括检测试剂盒的运输。');
	await nanning.getByRole('button', { name: '发送消息' }).click();
	await expect(nanning.getByRole('heading', { level: 1 })).toHaveText('合同草案');
	const thread = new URL(nanning.url()).pathname.replace('/zh', '');

	await vientiane.goto(room);
	await expect(vientiane.getByRole('listitem').filter({ hasText: '合同草案' })).toContainText('1 new');
	expect(await violations(vientiane)).toEqual([]);
	await vientiane.getByRole('link', { name: '合同草案' }).click();
	// Terms of the thesaurus are marked in the original; the word list says that it is no translation.
	await expect(vientiane.locator('a.term').first()).toBeVisible();
	await vientiane.getByRole('link', { name: 'Word list' }).click();
	await expect(vientiane.getByRole('heading', { name: 'Word list (not a translation)' })).toBeVisible();
	await expect(vientiane.getByRole('row').filter({ hasText: '合同' })).toContainText('contract');
	expect(await violations(vientiane)).toEqual([]);
	await vientiane.getByText('Write a translation').click();
	await vientiane.getByLabel('Translation into English').fill('Please send the contract within two weeks.');
	await vientiane.getByRole('button', { name: 'Save translation' }).click();
	await expect(vientiane.getByText('Please send the contract within two weeks.')).toBeVisible();
	await vientiane.getByText('Show the original (Chinese)').click();
	await expect(vientiane.getByText('请在两周内寄送合同。')).toBeVisible();
	await vientiane.locator('#write #text').fill('We send it on Monday.');
	await vientiane.getByRole('button', { name: 'Send message' }).click();
	await expect(vientiane.getByText('We send it on Monday.')).toBeVisible();

	// Found by its meaning, in the other language.
	await nanning.goto(`/zh/docking/search?q=${encodeURIComponent('星期一 寄')}`);
	await expect(nanning.getByRole('link', { name: /合同草案/ }).first()).toBeVisible();

	const stranger = await member(browser, 'member.hangzhou', false);
	for (const path of [room, thread]) expect((await stranger.goto(path))?.status()).toBe(404);
	await stranger.goto(`/docking/search?q=${encodeURIComponent('合同')}`);
	await expect(stranger.getByText('Nothing was found')).toBeVisible();
});

test('a meeting is proposed on one’s own clocks, answered, fixed and put into the calendar, without scripts too', async ({ page: nanning, browser }) => {
	await signIn(nanning, 'member.nanning');
	const room = await roomOf(nanning);
	await nanning.goto(room);
	await nanning.getByText('Propose a meeting').click();
	await nanning.getByLabel('What it is about').fill('Training in Nanning');
	await nanning.getByLabel('On the clocks of').selectOption('Asia/Shanghai');
	await nanning.getByLabel('Time 1').fill('2020-01-01T10:00');
	await nanning.getByRole('button', { name: 'Propose', exact: true }).click();
	await expect(nanning.locator('#slot_0-error')).toHaveText('This time is past.');
	await nanning.getByLabel('Time 1').fill('2031-03-04T10:00');
	await nanning.getByRole('button', { name: 'Propose', exact: true }).click();
	await expect(nanning.getByRole('heading', { level: 1 })).toHaveText('Training in Nanning');

	const vientiane = await member(browser, 'member.vientiane', false);
	await vientiane.goto(new URL(nanning.url()).pathname);
	await expect(vientiane.getByText('09:00 GMT+7').first()).toBeVisible();
	await vientiane.getByLabel('Your answer').selectOption('yes');
	await vientiane.getByRole('button', { name: 'Save answers' }).click();
	await expect(vientiane.getByText('Done.')).toBeVisible();
	await expect(vientiane.getByRole('button', { name: /Fix at this time/ })).toHaveCount(0);

	await nanning.reload();
	expect(await violations(nanning)).toEqual([]);
	await nanning.getByRole('button', { name: /Fix at this time/ }).click();
	await expect(nanning.getByText('Fixed', { exact: true })).toBeVisible();
	const [download] = await Promise.all([nanning.waitForEvent('download'), nanning.getByRole('link', { name: 'For your calendar (.ics)' }).click()]);
	const parts: Buffer[] = [];
	for await (const part of await download.createReadStream()) parts.push(part as Buffer);
	expect(readCalendar(Buffer.concat(parts).toString('utf8'))).toMatchObject({ method: 'REQUEST', starts: '2031-03-04T02:00:00.000Z' });

	const stranger = await member(browser, 'member.danang', false);
	expect((await stranger.goto(new URL(nanning.url()).pathname))?.status()).toBe(404);
});

test('what is opened, typed and chosen before the scripts arrive is kept', async ({ page: nanning, browser }) => {
	await signIn(nanning, 'member.nanning');
	const room = await roomOf(nanning);
	const arrive = await holdScripts(nanning);
	await nanning.goto(room, { waitUntil: 'commit' });
	await nanning.getByText('Propose a meeting').click();
	await nanning.getByLabel('What it is about').fill('Early');
	await nanning.getByLabel('On the clocks of').selectOption('Asia/Bangkok');
	await nanning.getByLabel('Length').selectOption('90');
	await nanning.getByLabel('Time 1').fill('2031-03-05T09:00');
	await arrive();
	// The characters are counted by the scripts.
	await expect(nanning.getByText('5 / 200')).toBeVisible();
	await nanning.getByRole('button', { name: 'Propose', exact: true }).click();
	await expect(nanning.getByRole('heading', { level: 1 })).toHaveText('Early');
	await expect(nanning.getByText('90 minutes')).toBeVisible();
	await expect(nanning.getByText('10:00 GMT+8').first()).toBeVisible();

	const vientiane = await member(browser, 'member.vientiane');
	const here = await holdScripts(vientiane);
	await vientiane.goto(new URL(nanning.url()).pathname, { waitUntil: 'commit' });
	await vientiane.getByLabel('Your answer').selectOption('if-needed');
	await here();
	await vientiane.getByRole('button', { name: 'Save answers' }).click();
	await expect(vientiane.getByText('Done.')).toBeVisible();
	await expect(vientiane.getByRole('listitem').filter({ hasText: ': if need be' })).toBeVisible();
});

/** Its reference counts from the first of the year in which the samples were loaded. */
async function roomOf(page: Page): Promise<string> {
	await page.goto(ROOM.replace('2026', String(new Date().getUTCFullYear())));
	await expect(page.getByRole('heading', { level: 1, name: 'Room' })).toBeVisible();
	return new URL(page.url()).pathname;
}
