import type { Browser } from '@playwright/test';
import { violations } from './accessibility.ts';
import { signIn } from './accounts.ts';
import { expect, test } from './mitra-test.ts';

const as = async (browser: Browser, name: string, options = {}) => {
	const page = await (await browser.newContext(options)).newPage();
	await signIn(page, name);
	return page;
};
const CEREMONY = '/desk/events/sample-forum-2027/ceremony';
const TITLE = 'A herb check for village clinics (sample)';

test('parties put an agreement forward and agree; organisers set the order of signing and print the protocol sheet, and publish the order; nobody else sees more', async ({ browser }) => {
	test.slow();
	const organiser = await as(browser, 'officer.nanning');
	await organiser.goto(CEREMONY);
	const titles = organiser.locator('ol > li h3');
	await expect(titles).toHaveText(['Small machines for sloping fields (sample)', 'Rice on salty fields (sample)']);

	const first = await as(browser, 'member.nanning', { javaScriptEnabled: false });
	await first.goto('/agreements/mine');
	await first.getByRole('link', { name: TITLE }).click();
	await first.getByRole('link', { name: 'Sign it at a ceremony' }).click();
	await first.getByRole('button', { name: 'Put it forward, and agree for our side' }).click();
	await expect(first.getByText('Organisers do not see it until all parties have agreed.')).toBeVisible();
	await organiser.reload();
	await expect(titles).toHaveCount(2);

	const second = await as(browser, 'member.vientiane');
	await second.goto(new URL(first.url()).pathname);
	expect(await violations(second)).toEqual([]);
	await second.getByRole('button', { name: 'Agree for our side' }).click();
	await expect(second.getByText('In the order of signing of')).toBeVisible();

	await organiser.reload();
	await expect(titles).toHaveText(['Small machines for sloping fields (sample)', 'Rice on salty fields (sample)', TITLE]);
	expect(await violations(organiser)).toEqual([]);
	await organiser.getByRole('button', { name: `Move up: ${TITLE}` }).click();
	await expect(titles).toHaveText(['Small machines for sloping fields (sample)', TITLE, 'Rice on salty fields (sample)']);
	const entry = organiser.locator('ol > li').nth(1);
	await entry.getByText('Signatories on the protocol sheet').click();
	await entry.locator('input[name="name_0_zh"]').fill('黄示例');
	await entry.locator('input[name="title_1_zh"]').fill('所长示例');
	await entry.getByRole('button', { name: 'Save' }).first().click();
	await expect(organiser.getByRole('status')).toContainText('Saved');
	await expect(entry.locator('input[name="name_0_zh"]')).toHaveValue('黄示例');
	await expect(entry.locator('input[name="name_0_en"]')).toHaveValue('Huang Sample');
	await organiser.getByRole('button', { name: 'They have signed on stage' }).nth(1).click();
	await expect(entry.getByText(/Signed on stage at/)).toBeVisible();
	await expect(entry.getByText('The register follows')).toBeVisible();

	// The public page of the session: nothing, then what all parties let it show.
	const everybody = await (await browser.newContext()).newPage();
	await organiser.getByRole('button', { name: 'Publish the order of signing' }).click();
	await expect(organiser.getByText('The order of signing is public.')).toBeVisible();
	const publicPage = (await organiser.getByRole('link', { name: 'See the public page' }).getAttribute('href'))!;
	await everybody.goto(publicPage);
	const order = everybody.getByRole('region', { name: 'Order of signing' }).getByRole('listitem');
	await expect(order).toHaveText(Array(3).fill('An agreement between two organisations'));
	expect(await violations(everybody)).toEqual([]);
	for (const [party, choices] of [[first, ['The title of the agreement', 'The names of the parties']], [second, ['The title of the agreement']]] as const) {
		await party.reload();
		for (const choice of choices) await party.getByLabel(choice).check();
		await party.getByRole('group', { name: 'Our side lets it show' }).locator('xpath=ancestor::form').getByRole('button', { name: 'Save' }).click();
		await expect(party.getByText('Saved.')).toBeVisible();
		await expect(party.getByLabel('The names of the parties')).toBeChecked({ checked: party === first });
	}
	await everybody.reload();
	await expect(order.filter({ hasText: TITLE })).toHaveText(/two organisations/);
	await expect(order).toContainText(['An agreement between two organisations', TITLE, 'An agreement between two organisations']);
	await expect(everybody.getByText('Huang Sample')).toHaveCount(0);
	await organiser.getByRole('button', { name: 'Take the order off the public page' }).click();
	await expect(organiser.getByRole('button', { name: 'Publish the order of signing' })).toBeVisible();
	await everybody.reload();
	await expect(everybody.getByRole('heading', { level: 1 })).toBeVisible();
	await expect(order).toHaveCount(0);

	await organiser.getByRole('link', { name: 'Protocol sheet' }).click();
	const sheet = organiser.locator('article li').nth(1);
	for (const text of [TITLE, '乡村诊所草药检验联合研发（示例）', 'Huang Sample', '黄示例', '所长示例']) await expect(sheet.getByText(text, { exact: true })).toBeVisible();
	await organiser.emulateMedia({ media: 'print' });
	await expect(organiser.getByText('Print this sheet from your browser')).toBeHidden();

	const stranger = await as(browser, 'officer.thailand');
	for (const path of [CEREMONY, new URL(organiser.url()).pathname, new URL(first.url()).pathname]) expect((await stranger.goto(path))?.status()).toBe(404);
});
