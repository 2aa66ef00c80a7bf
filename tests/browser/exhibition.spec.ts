import type { Browser, Page } from '@playwright/test';
import { violations } from './accessibility.ts';
import { signIn } from './accounts.ts';
import { expect, test } from './mitra-test.ts';

const as = async (browser: Browser, name: string, options = {}) => {
	const page = await (await browser.newContext({ viewport: { width: 1440, height: 1300 }, ...options })).newPage();
	await signIn(page, name);
	return page;
};
const EXHIBITION = '/events/sample-forum-2027/exhibition';

/** Where a point of the plan, in decimetres, is on the screen. */
const onScreen = (page: Page, x: number, y: number) =>
	page.locator('.event-desk svg').evaluate((svg, [px, py]) => {
		const { x: left, y: top } = new DOMPoint(px, py).matrixTransform((svg as SVGSVGElement).getScreenCTM()!);
		return { left, top };
	}, [x, y]);
async function drag(page: Page, from: [number, number], to: [number, number]) {
	const [start, end] = [await onScreen(page, ...from), await onScreen(page, ...to)];
	await page.mouse.move(start.left, start.top);
	await page.mouse.down();
	await page.mouse.move((start.left + end.left) / 2, (start.top + end.top) / 2);
	await page.mouse.move(end.left, end.top);
	await page.mouse.up();
}

test('organisers draw, move and resize stands by pointer, by keyboard and without scripts; an exhibitor writes its page; visitors find it on the plan', async ({ browser, page }) => {
	const organiser = await as(browser, 'officer.nanning');
	await organiser.goto(`/desk${EXHIBITION}`);
	expect(await violations(organiser)).toEqual([]);
	const status = organiser.getByRole('status').first();
	// Below the rows of stands is free floor.
	await organiser.getByRole('button', { name: 'Draw a stand' }).click();
	await drag(organiser, [300, 215], [340, 255]);
	await expect(status).toContainText('30 m from the left, 21.5 m from the top, 4.5 × 4.5 m');
	await drag(organiser, [320, 235], [370, 235]);
	await expect(status).toContainText('35 m from the left');
	await drag(organiser, [391, 256], [411, 256]);
	await expect(status).toContainText('6.5 × 4.5 m');
	await organiser.getByRole('button', { name: 'Undo' }).click();
	await expect(status).toContainText('4.5 × 4.5 m');
	await drag(organiser, [370, 235], [370, 165]);
	await expect(status).toContainText('cover part of another stand');
	const drawn = organiser.getByRole('link', { name: 'Stand P7: free' });
	await drawn.focus();
	await organiser.keyboard.press('ArrowLeft');
	await organiser.keyboard.press('Shift+ArrowRight');
	await expect(status).toContainText('Press Enter to save');
	await organiser.keyboard.press('Enter');
	await expect(status).toContainText('Saved. P7: 34.5 m from the left, 21.5 m from the top, 5 × 4.5 m');

	const plain = await as(browser, 'officer.nanning', { javaScriptEnabled: false });
	await plain.goto(`/desk${EXHIBITION}`);
	await plain.getByText('Stand P7: free', { exact: true }).last().click();
	const form = plain.locator('details[open] form');
	await form.getByLabel('Name on the plan').fill('Tea');
	await form.getByLabel('Metres from the left').fill('60');
	await form.getByRole('button', { name: 'Save' }).click();
	await expect(plain.getByRole('alert')).toContainText('beyond the wall');
	await expect(form.getByLabel('Name on the plan')).toHaveValue('Tea');
	await form.getByLabel('Metres from the left').fill('34,5');
	await form.getByRole('button', { name: 'Save' }).click();
	await expect(plain.getByText('Stand Tea: free', { exact: true }).last()).toBeVisible();

	const exhibitor = await as(browser, 'member.hangzhou');
	await exhibitor.goto('/desk/events');
	await exhibitor.getByRole('link', { name: /Words and listings of/ }).and(exhibitor.locator('[href*="sample-forum-2027"]')).click();
	expect(await violations(exhibitor)).toEqual([]);
	await exhibitor.locator('textarea[name="about_en"]').fill('Ask for the red button.');
	await exhibitor.getByRole('checkbox').first().uncheck();
	await exhibitor.getByRole('button', { name: 'Save' }).click();
	await expect(exhibitor.getByRole('status')).toContainText('Saved');

	await page.goto(`${EXHIBITION}?q=red+button`);
	expect(await violations(page)).toEqual([]);
	await expect(page.getByRole('status')).toContainText('of 42 exhibitors');
	await expect(page.locator('ol > li').filter({ hasText: 'Ask for the red button.' })).toHaveCount(1);
	await page.locator('figure').getByRole('link', { name: /Stand A1: Zhejiang Membrane Works/ }).click();
	await expect(page.getByText('Ask for the red button.')).toBeVisible();
	await page.goto(`/zh${EXHIBITION}?q=เมมเบรน`);
	await expect(page.getByRole('link', { name: '浙江膜分离设备有限公司（示例）', exact: false }).first()).toBeVisible();

	const stranger = await as(browser, 'officer.thailand');
	expect((await stranger.goto(`/desk${EXHIBITION}`))?.status()).toBe(404);
	const address = new URL(exhibitor.url()).pathname;
	expect((await stranger.goto(address))?.status()).toBe(404);
});
