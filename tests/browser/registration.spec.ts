import type { Browser, Page } from '@playwright/test';
import { violations } from './accessibility.ts';
import { signIn } from './accounts.ts';
import { expect, test } from './mitra-test.ts';

const as = async (browser: Browser, name: string, options = {}) => {
	const page = await (await browser.newContext(options)).newPage();
	await signIn(page, name);
	return page;
};
const PHONE = { width: 390, height: 844 };
const FORUM = '/events/sample-forum-2027';
/** People of the samples who have a place there. */
const SAMPLES = 41;
const desk = `/desk${FORUM}`;

async function openRegistration(organiser: Page, approval: boolean) {
	await organiser.goto(`${desk}/form`);
	await organiser.getByText('Opening, places and what is asked').click();
	await organiser.locator('#state-frame').selectOption('open');
	await organiser.getByLabel('Organisers approve each registration').setChecked(approval);
	await organiser.locator('#places-frame').fill('500');
	await organiser.getByRole('button', { name: 'Save' }).first().click();
	await expect(organiser.getByRole('status').first()).toContainText('Saved.');
}

/** Registers with nothing but what is there already; answers the badge's code. */
async function register(page: Page): Promise<string> {
	await page.goto(`${FORUM}/register`);
	await page.locator('#name').fill('Test Person');
	// Another name in the same script: both are of one language.
	await page.locator('#own_name').fill('T. Person');
	await page.locator('#country').selectOption('CN');
	await page.getByRole('button', { name: 'Register', exact: true }).click();
	await expect(page.getByRole('status')).toContainText('You are registered and have a place.');
	await page.getByRole('link', { name: 'My badge' }).click();
	return (await page.locator('.badge .code').textContent())!;
}

test('two doors check people in, one of them without a network: nobody is lost, nobody is in twice, and the second door is told', async ({ browser }) => {
	test.slow();
	const north = await as(browser, 'officer.nanning');
	await openRegistration(north, false);
	const codes: string[] = [];
	for (const name of ['member.vientiane', 'member.chiangmai', 'member.danang']) {
		const page = await as(browser, name, { javaScriptEnabled: false });
		codes.push(await register(page));
		await page.context().close();
	}
	const south = await as(browser, 'officer.nanning');
	const check = async (door: Page, code: string) => {
		await door.locator('#code').fill(code);
		await door.getByRole('button', { name: 'Check in' }).click();
	};
	const result = (door: Page) => door.getByRole('region', { name: 'Last scan', exact: true });
	for (const [door, name] of [[north, 'North'], [south, 'South']] as const) {
		await door.setViewportSize(PHONE);
		await door.goto(`${desk}/registrations`);
		await door.getByRole('link', { name: 'Check-in', exact: true }).click();
		await door.locator('#door').fill(name);
		await door.locator('#door').blur();
		await expect(door.getByText(`This page works without a network; people known: ${SAMPLES + 3}.`)).toBeVisible();
	}
	expect(await violations(north)).toEqual([]);

	await north.context().setOffline(true);
	await check(north, codes[0]!.toLowerCase());
	await expect(result(north)).toContainText('Welcome');
	await expect(north.getByText('Not sent yet: 1')).toBeVisible();
	// The phone falls asleep and opens the page again, still without a network; what was scanned is there.
	await north.reload();
	await expect(north.locator('#door')).toHaveValue('North');
	await expect(north.getByText('Not sent yet: 1')).toBeVisible();
	await check(north, codes[1]!);
	await expect(north.getByText('Not sent yet: 2')).toBeVisible();
	await expect(result(north)).toContainText('Welcome');
	await check(north, 'AAAA-BBBB-CCCC-DDDD');
	await expect(result(north)).toContainText('Not known here');

	await check(south, codes[1]!);
	await expect(result(south)).toContainText('Welcome');
	await expect(south.locator('[data-inside="1"]')).toBeVisible();
	await north.context().setOffline(false);
	await expect(north.getByText('Everything is sent.')).toBeVisible();
	await expect(north.getByRole('alert').filter({ hasText: 'was let in here, and the server knows better' })).toContainText('Let in at South');
	await expect(north.locator('[data-inside="2"]')).toBeVisible();
	await check(south, codes[0]!);
	await expect(result(south)).toContainText('Let in at North');
	await check(south, codes[2]!);
	await expect(south.locator('[data-inside="3"]')).toBeVisible();
	// Let in by mistake, it is taken back; then without the badge, by a part of the name.
	await south.getByText('Take back').first().click();
	await south.getByLabel('Why it was a mistake').first().fill('Not this one');
	await south.getByRole('button', { name: 'Take back' }).first().click();
	await expect(south.locator('[data-inside="2"]')).toBeVisible();
	await south.getByLabel('Find by name or organisation').fill('tést per');
	await south.getByRole('button', { name: 'Check in Test Person' }).nth(2).click();
	await expect(result(south)).toContainText('Welcome');
	await expect(south.locator('[data-inside="3"]')).toBeVisible();

	await north.getByRole('button', { name: 'Forget everything on this phone' }).click();
	await expect(north.locator('[data-kept="false"]')).toBeVisible();
	await expect(north.getByText('T. Person')).toHaveCount(0);
	expect(await north.evaluate(() => caches.keys())).toEqual([]);
});

test('an organiser makes a form with a condition, people register with and without scripts, and one is refused with a reason', async ({ browser }) => {
	test.slow();
	const organiser = await as(browser, 'officer.nanning');
	await organiser.goto(`${desk}/form`);
	await organiser.getByText('Opening, places and what is asked').click();
	await organiser.locator('#places-frame').fill('many');
	await organiser.getByRole('button', { name: 'Save' }).first().click();
	await expect(organiser.locator('#places-frame-error')).toBeVisible();
	await expect(organiser.locator('#places-frame')).toHaveValue('many');
	await openRegistration(organiser, true);
	expect(await violations(organiser)).toEqual([]);
	const add = async (fill: () => Promise<void>) => {
		if (!(await organiser.locator('#label_en-question-new').isVisible())) await organiser.getByText('Add a question').first().click();
		await fill();
		await organiser.getByRole('button', { name: 'Add a question' }).click();
	};
	await add(async () => {
		await organiser.locator('#kind-question-new').selectOption('yes-no');
		await organiser.locator('#label_en-question-new').fill('Do you bring an exhibit?');
		await organiser.locator('#label_zh-question-new').fill('您是否携带展品？');
		await organiser.getByLabel('must be answered').last().check();
	});
	await expect(organiser.locator('summary').filter({ hasText: 'Do you bring an exhibit?' })).toBeVisible();
	await add(async () => {
		await organiser.locator('#label_en-question-new').fill('How heavy is it?');
		await organiser.getByLabel('must be answered').last().check();
		await organiser.getByLabel('Yes', { exact: true }).last().check();
	});
	await expect(organiser.locator('summary').filter({ hasText: 'How heavy is it?' })).toBeVisible();

	const plain = await as(browser, 'officer.thailand', { javaScriptEnabled: false });
	await plain.goto(FORUM);
	await plain.getByRole('link', { name: 'Register', exact: true }).click();
	await expect(plain.getByLabel('How heavy is it?')).toHaveCount(0);
	await plain.locator('#name').fill('Somchai Test');
	await plain.locator('#country').selectOption('TH');
	await plain.locator('#organisation_kind').selectOption('government');
	await plain.getByLabel('Yes', { exact: true }).check();
	await plain.getByRole('button', { name: 'Register', exact: true }).click();
	await expect(plain.getByText('Your answers lead to this question.').first()).toBeVisible();
	await expect(plain.locator('#name')).toHaveValue('Somchai Test');
	await plain.getByLabel('How heavy is it?').fill('About 20 kg');
	await plain.getByRole('button', { name: 'Register', exact: true }).click();
	await expect(plain.getByRole('status')).toContainText('Your registration is with the organisers.');

	const member = await as(browser, 'member.nanning');
	await member.setViewportSize(PHONE);
	await member.goto(`${FORUM}/register`);
	expect(await violations(member)).toEqual([]);
	await member.getByLabel('Yes', { exact: true }).check();
	await expect(member.getByLabel('How heavy is it?')).toBeVisible();
	await member.getByLabel('No', { exact: true }).check();
	await expect(member.getByLabel('How heavy is it?')).toHaveCount(0);
	await member.getByRole('button', { name: 'Register', exact: true }).click();
	await expect(member.getByRole('status')).toContainText('Your registration is with the organisers.');

	await organiser.goto(`${desk}/registrations?state=asked`);
	await organiser.getByLabel('Choose Somchai Test').check();
	await organiser.getByRole('button', { name: 'Refuse' }).click();
	await expect(organiser.getByLabel('Choose Somchai Test')).toBeChecked();
	const unreasoned = await organiser.request.post(`${desk}/registrations?/decide&state=asked`, { form: { all: '1', decide: 'refuse' }, headers: { origin: new URL(organiser.url()).origin, accept: 'text/html' } });
	expect(await unreasoned.text(), 'ticked still, without scripts').toMatch(/<input[^>]*name="all"[^>]* checked/);
	await organiser.locator('#reason').fill('The hall cannot carry it.');
	await organiser.getByRole('button', { name: 'Refuse' }).click();
	await expect(organiser.getByRole('status')).toContainText('Refused: 1');
	await plain.goto(`${FORUM}/register`);
	await expect(plain.getByText('The hall cannot carry it.')).toBeVisible();
	const table = await organiser.request.get(`${desk}/registrations/list.csv`);
	expect(await table.text()).toContain('About 20 kg');
	expect(await violations(organiser)).toEqual([]);
	for (const path of ['registrations', 'form', 'badges', 'check-in']) expect((await member.goto(`${desk}/${path}`))?.status()).toBe(404);
});
