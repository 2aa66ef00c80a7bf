import type { Browser } from '@playwright/test';
import { violations } from './accessibility.ts';
import { signIn } from './accounts.ts';
import { holdScripts } from './hold-scripts.ts';
import { expect, test } from './mitra-test.ts';

const personOf = async (browser: Browser, name: string, javaScriptEnabled = true) => {
	const page = await (await browser.newContext({ javaScriptEnabled })).newPage();
	await signIn(page, name);
	return page;
};

test('an interest goes past a centre to the owner and opens a docking, which nobody else gets into', async ({ browser }) => {
	// Vientiane asks, in Lao, without scripts; its centre screens, Hangzhou's does not.
	const asking = await personOf(browser, 'member.vientiane', false);
	await asking.goto('/search?q=反渗透');
	await asking.locator('main a[href*="/listings/"]').filter({ hasText: '闭路循环反渗透' }).first().click();
	const listing = new URL(asking.url()).pathname;
	await asking.getByRole('link', { name: 'Express interest' }).click();
	await asking.getByLabel('Language that you write in').selectOption('lo');
	await asking.getByLabel('Who we are').fill('ພວກເຮົາແມ່ນສະຖາບັນສາທາລະນະສຸກ.');
	await asking.getByRole('button', { name: 'Send interest' }).click();
	await expect(asking.locator('#why-error')).toBeVisible();
	await expect(asking.getByLabel('Who we are')).toHaveValue('ພວກເຮົາແມ່ນສະຖາບັນສາທາລະນະສຸກ.');
	await asking.getByLabel('Why we are interested').fill('ນ້ຳເສຍຂອງໂຮງໝໍ');
	await asking.getByRole('button', { name: 'Send interest' }).click();
	await expect(asking.getByText('The interest is on its way.')).toBeVisible();
	const interest = new URL(asking.url()).pathname;

	const owner = await personOf(browser, 'member.hangzhou');
	expect((await owner.goto(interest))!.status()).toBe(404);
	const officer = await personOf(browser, 'officer.laos');
	await officer.goto('/centre-desk/docking');
	expect(await violations(officer)).toEqual([]);
	await officer.getByRole('link', { name: /闭路循环反渗透/ }).click();
	await officer.getByRole('button', { name: 'Pass on' }).click();
	await expect(officer.getByText('With the owner of the listing')).toBeVisible();

	await owner.goto('/zh/docking/interests');
	await owner.getByRole('link', { name: /闭路循环反渗透/ }).click();
	await expect(owner.getByText('ນ້ຳເສຍຂອງໂຮງໝໍ')).toBeVisible();
	await owner.getByRole('button', { name: '接受并开启对接' }).click();
	await expect(owner).toHaveURL(/\/zh\/docking\/D-\d{4}-\d{4}$/);
	const docking = new URL(owner.url()).pathname.replace('/zh', '');
	await expect(owner.getByRole('heading', { level: 1 })).toContainText('对接 D-');
	expect(await violations(owner)).toEqual([]);

	await asking.goto(docking);
	await expect(asking.getByText('You are here as: Seeking side')).toBeVisible();
	await expect(asking.getByRole('link', { name: 'member.hangzhou@mitra.example' })).toBeVisible();
	// A second interest is led to the docking.
	await asking.goto(listing.replace('/listings/', '/docking/express/'));
	await expect(asking.getByRole('link', { name: docking.split('/').at(-1)! })).toBeVisible();

	// The adviser is in; a member of another organisation finds neither the interest nor the docking, nor changes anything.
	expect((await officer.goto(docking))!.status()).toBe(200);
	const stranger = await personOf(browser, 'member.chiangmai');
	for (const path of [interest, docking]) expect((await stranger.goto(path))!.status()).toBe(404);
	const answer = await stranger.request.post(`${docking}?/stop`, { form: { version: '1', reason: 'price' }, headers: { origin: new URL(stranger.url()).origin, accept: 'text/html' } });
	expect(answer.status()).toBe(404);

	// Both end it together: one stops with a reason, the other sees why.
	await owner.goto(`/zh${docking}`);
	await owner.getByText('结束或继续').click();
	await owner.locator('#reason').selectOption('timing');
	await owner.locator('#words').fill('明年春天再谈。');
	await owner.getByRole('button', { name: '终止' }).click();
	await expect(owner.getByText('已终止：时间')).toBeVisible();
	await asking.goto(docking);
	await expect(asking.getByText('明年春天再谈。')).toBeVisible();
});

test('whether a centre screens is kept as an officer ticks it, also before the scripts arrive', async ({ browser }) => {
	const officer = await personOf(browser, 'officer.thailand');
	const box = officer.getByRole('checkbox', { name: 'This centre looks at interests before they go on' });
	for (const screens of [true, false]) {
		const arrive = await holdScripts(officer);
		await officer.goto('/centre-desk/docking', { waitUntil: 'commit' });
		await box.setChecked(screens);
		await officer.getByLabel('Period').selectOption('all');
		await arrive();
		await expect(officer.getByLabel('Period')).toHaveValue('all');
		await officer.getByRole('button', { name: 'Save' }).click();
		await expect(officer.getByText('Saved.')).toBeVisible();
		await officer.goto('/centre-desk/docking');
		await expect(box).toBeChecked({ checked: screens });
	}
});

for (const language of ['lo', 'km', 'my'])
	test(`in ${language}, which browsers lack, a page stays as the server wrote it once its scripts have come`, async ({ browser }) => {
		const textOf = async (script: boolean) => {
			const page = await personOf(browser, 'member.vientiane', script);
			await page.goto(`/${language}/docking`);
			if (script) await expect(page.locator('#svelte-announcer')).toBeAttached();
			return page.locator('main').innerText();
		};
		const written = await textOf(false);
		expect(await textOf(true)).toBe(written);
		// There is a date to be kept.
		expect(written).not.toMatch(/\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b/);
	});
