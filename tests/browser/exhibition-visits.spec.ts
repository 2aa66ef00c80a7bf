import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import { violations } from './accessibility.ts';
import { sampleAccount, signIn } from './accounts.ts';
import { expect, test } from './mitra-test.ts';

const PLAIN = { javaScriptEnabled: false };
/** Somebody with a phone. */
const as = async (browser: Browser, name: string, options: BrowserContextOptions = {}) => {
	const page = await (await browser.newContext(options)).newPage();
	await signIn(page, name);
	await page.setViewportSize({ width: 390, height: 844 });
	return page;
};
const EVENT = '/events/sample-b2b-2027';
const VISITS = `${EVENT}/exhibition/visits`;
const SONG_HAN = /Song Han Hydromet/;

async function badgeOf(page: Page): Promise<string> {
	await page.goto(`${EVENT}/register/badge`);
	return (await page.locator('.badge .code').textContent())!;
}

test('at a stand badges are scanned: one visitor is named, one when she says yes, one says no; strangers are refused', async ({ browser, page }) => {
	test.slow();
	await page.goto(`${EVENT}/exhibition`);
	await page.getByRole('link', { name: SONG_HAN }).last().click();
	await expect(page.getByRole('heading', { level: 1 })).toContainText('Song Han');
	const stand = `${new URL(page.url()).pathname}/stand`;

	const willing = await as(browser, 'member.hangzhou');
	await willing.goto(VISITS);
	await willing.getByLabel('pass on my contact at once').check();
	await willing.getByRole('button', { name: 'Save' }).click();
	await expect(willing.getByRole('status')).toContainText('holds for scans from now on');
	expect(await violations(willing)).toEqual([]);
	const willingCode = await badgeOf(willing);
	const careful = await as(browser, 'member.singapore', PLAIN);
	const carefulCode = await badgeOf(careful);

	const exhibitor = await as(browser, 'member.danang');
	await exhibitor.goto(stand);
	await expect(exhibitor.getByText('Everything is sent.')).toBeVisible();
	expect(await violations(exhibitor)).toEqual([]);
	const scan = async (code: string) => {
		await exhibitor.locator('#code').fill(code);
		await exhibitor.getByRole('button', { name: 'Note the visit' }).click();
	};
	const last = exhibitor.getByRole('region', { name: 'Last scan', exact: true });
	// Without a network the scan waits on the phone, also when the page is opened again.
	await exhibitor.route('**/stand/scan', (route) => route.abort());
	await scan(willingCode.toLowerCase());
	await expect(last).toContainText('Kept on this phone');
	await expect(exhibitor.getByText('Not sent yet: 1')).toBeVisible();
	await exhibitor.reload();
	await expect(exhibitor.getByText('Not sent yet: 1')).toBeVisible();
	await exhibitor.unroute('**/stand/scan');
	await expect(last).toContainText('Contact passed on');
	await expect(last).toContainText(sampleAccount('member.hangzhou').name);
	await scan(carefulCode);
	await expect(last).toContainText('The visitor is asked for the contact');
	await expect(last).not.toContainText(sampleAccount('member.singapore').name);
	await scan('AAAA-BBBB-CCCC-DDDD');
	await expect(last).toContainText('This is no valid badge of this event.');
	await exhibitor.getByRole('button', { name: 'Let visitors write to me' }).click();
	await expect(exhibitor.getByText(`Visitors may write to ${sampleAccount('member.danang').name}.`)).toBeVisible();

	await careful.goto(`${EVENT}/exhibition`);
	await careful.getByRole('link', { name: 'Stands I visited (1 waiting for your answer)' }).click();
	await expect(careful.getByText(sampleAccount('member.danang').email)).toBeVisible();
	await careful.getByRole('button', { name: /^Yes, pass on my contact: Song Han/ }).click();
	await expect(careful.getByRole('status')).toContainText('sees your contact now');
	const unwilling = await as(browser, 'member.chiangmai', PLAIN);
	await unwilling.goto(VISITS);
	await unwilling.getByRole('button', { name: /^No: Song Han/ }).click();
	await expect(unwilling.getByRole('status')).toContainText('does not see who you are');

	await exhibitor.goto(`${stand}/contacts`);
	expect(await violations(exhibitor)).toEqual([]);
	await expect(exhibitor.getByText('Visits: 5. With contact: 3.')).toBeVisible();
	await expect(exhibitor.getByText(sampleAccount('member.singapore').email)).toBeVisible();
	await expect(exhibitor.getByText(sampleAccount('member.chiangmai').email)).toHaveCount(0);
	await expect(exhibitor.getByText('Could make the housing of the readout (sample).')).toBeVisible();
	await exhibitor.getByRole('link', { name: sampleAccount('member.hangzhou').name }).click();
	await exhibitor.getByLabel('What comes next').selectOption('offer');
	await exhibitor.locator('textarea[name="words"]').fill('x'.repeat(2001));
	await exhibitor.getByRole('button', { name: 'Save' }).click();
	await expect(exhibitor.locator('#words-error')).toBeVisible();
	await expect(exhibitor.getByLabel('What comes next')).toHaveValue('offer');
	await exhibitor.locator('textarea[name="words"]').fill('Wants twelve kilometres of fibre.');
	await exhibitor.getByRole('checkbox').first().check();
	await exhibitor.getByRole('button', { name: 'Save' }).click();
	await expect(exhibitor.getByRole('status')).toContainText('Saved');
	await expect(exhibitor.getByRole('link', { name: 'Express interest' }).first()).toBeVisible();
	await exhibitor.goto(`${stand}/contacts?step=offer`);
	const [download] = await Promise.all([exhibitor.waitForEvent('download'), exhibitor.getByRole('link', { name: 'These contacts for spreadsheets (CSV)' }).click()]);
	const csv = await (await download.createReadStream()).toArray();
	const lines = Buffer.concat(csv as Buffer[]).toString().trim().split('\r\n');
	expect(lines).toHaveLength(2);
	expect(lines[1]).toContain(sampleAccount('member.hangzhou').email);

	await willing.goto(VISITS);
	await willing.getByRole('button', { name: /^Take my contact back: Song Han/ }).click();
	await expect(willing.getByRole('status')).toContainText('does not see who you are');
	await exhibitor.goto(`${stand}/contacts`);
	await expect(exhibitor.getByText('Visits: 5. With contact: 2.')).toBeVisible();
	await expect(exhibitor.getByText('Wants twelve kilometres of fibre.')).toBeVisible();
	await expect(exhibitor.getByText(sampleAccount('member.hangzhou').email)).toHaveCount(0);

	const stranger = await as(browser, 'officer.thailand', PLAIN);
	for (const path of [stand, `${stand}/contacts`, `${stand}/contacts.csv`, `${stand}/sign`]) expect((await stranger.goto(path).catch(() => null))?.status()).toBe(403);
	expect((await stranger.request.post(`${stand}/scan`, { data: { code: willingCode } })).status()).toBe(403);
	await stranger.goto(stand.replace(/stand$/, 'visit'));
	await expect(stranger.getByText('Those who have a place at the event note where they were.')).toBeVisible();
	await stranger.goto(VISITS);
	await expect(stranger.getByText('Visits are kept for those who are registered for the event.')).toBeVisible();
});

test('a visitor notes a stand by its sign; organisers see counts; what is shown has a page in the visitor’s language', async ({ browser, page }) => {
	await page.goto(`${EVENT}/exhibition`);
	await page.getByRole('link', { name: SONG_HAN }).last().click();
	await expect(page.getByRole('heading', { level: 1 })).toContainText('Song Han');
	const here = new URL(page.url()).pathname;
	await page.goto(`${here}/visit`);
	await expect(page.getByRole('link', { name: 'Sign in to note this stand' })).toBeVisible();
	const visitor = await as(browser, 'member.vientiane');
	await visitor.goto(`${EVENT}/exhibition`);
	await visitor.getByRole('link', { name: /Straits Crisis Analytics/ }).last().click();
	await expect(visitor.getByRole('heading', { level: 1 })).toContainText('Straits');
	await visitor.goto(`${new URL(visitor.url()).pathname}/visit`);
	await visitor.getByRole('button', { name: 'Send them my contact' }).click();
	await expect(visitor.getByRole('status')).toContainText('your contact is with the exhibitor');
	expect(await violations(visitor)).toEqual([]);

	const organiser = await as(browser, 'officer.vietnam');
	await organiser.goto(`/desk${EVENT}/exhibition`);
	const table = organiser.getByRole('table', { name: 'Visits by country of the visitor' });
	await expect(table.getByRole('row', { name: /Laos|Lao/ })).toBeVisible();
	await expect(organiser.getByText(sampleAccount('member.vientiane').email)).toHaveCount(0);

	await page.goto(`/zh${here}`);
	await page.getByRole('link', { name: '分布式光纤测温，及早发现土堤渗流与管涌' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toContainText('分布式光纤测温');
	await expect(page.getByText('人工翻译').first()).toBeVisible();
	await expect(page.getByText('展位 W1')).toBeVisible();
	expect(await violations(page)).toEqual([]);
});

test('the page of a stand opens without a network, names nobody then, and what was scanned there is noted once', async ({ browser, page }) => {
	test.slow();
	await page.goto(`${EVENT}/exhibition`);
	await page.getByRole('link', { name: /Straits Crisis Analytics/ }).last().click();
	await expect(page.getByRole('heading', { level: 1 })).toContainText('Straits');
	const stand = `${new URL(page.url()).pathname}/stand`;
	const code = await badgeOf(await as(browser, 'member.nanning', PLAIN));
	const signs = code.replaceAll('-', '');

	const phone = await as(browser, 'member.singapore');
	const name = sampleAccount('member.singapore').name;
	const visits = async () => {
		await phone.goto(`${stand}/contacts`);
		return Number(/Visits: (\d+)\./.exec((await phone.locator('main').textContent())!)![1]);
	};
	const before = await visits();
	await phone.goto(stand);
	await expect(phone.getByText('This page opens without a network too.')).toBeVisible();
	expect(await phone.content()).toContain(name);

	await phone.context().setOffline(true);
	await phone.reload();
	await expect(phone.getByText('This page opens without a network too.')).toBeVisible();
	expect(await phone.content()).not.toContain(name);
	await phone.locator('#code').fill(code);
	await phone.getByRole('button', { name: 'Note the visit' }).click();
	await expect(phone.getByText('Not sent yet: 1')).toBeVisible();
	await expect(phone.getByRole('region', { name: 'Last scan', exact: true })).toContainText(signs);
	// Opened again, by whoever holds the phone: how much waits, not what.
	await phone.reload();
	await expect(phone.getByText('Not sent yet: 1')).toBeVisible();
	expect(await phone.content()).not.toContain(signs);

	await phone.context().setOffline(false);
	await expect(phone.getByText('Everything is sent.')).toBeVisible();
	await expect(phone.getByRole('heading', { name: 'Contact for visitors' })).toBeVisible();
	await expect(phone.getByRole('region', { name: 'Last scan', exact: true })).toContainText('The visitor is asked for the contact');
	expect(await visits()).toBe(before + 1);
	await phone.goto(stand);
	await expect(phone.getByText('Everything is sent.')).toBeVisible();
	expect(await visits()).toBe(before + 1);

	// The next who signs in on this phone has no right at the stand, and reads of nobody there without a network.
	await phone.context().clearCookies();
	await phone.setViewportSize({ width: 1280, height: 900 });
	await signIn(phone, 'member.danang');
	expect((await phone.goto(stand))?.status()).toBe(403);
	await phone.context().setOffline(true);
	await phone.goto(stand);
	await expect(phone.getByText('Everything is sent.')).toBeVisible();
	for (const each of ['member.danang', 'member.singapore', 'member.nanning']) expect(await phone.content()).not.toContain(sampleAccount(each).name);
});
