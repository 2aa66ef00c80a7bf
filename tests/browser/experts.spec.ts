import { violations } from './accessibility.ts';
import { signIn } from './accounts.ts';
import { expect, test } from './mitra-test.ts';

const withoutScript = { javaScriptEnabled: false };

test('experts are found across languages, narrowed, and suggested for a listing with reasons', async ({ page }) => {
	await page.goto('/experts');
	await page.getByRole('searchbox').fill('ດິນເຄັມ');
	await page.getByRole('button', { name: 'Search experts' }).click();
	await expect(page.getByRole('link', { name: /Liu Sample/ })).toBeVisible();
	await expect(page.getByRole('link', { name: /João Sample/ })).toHaveCount(0);
	await page.locator('#country').selectOption('CN');
	await page.getByRole('button', { name: 'Search experts' }).click();
	await expect(page.getByRole('link', { name: /Hoa Sample/ })).toHaveCount(0);
	expect(await violations(page)).toEqual([]);
	await page.getByRole('link', { name: /Liu Sample/ }).click();
	await expect(page.getByRole('heading', { level: 1 })).toContainText('Liu Sample');
	expect(await violations(page)).toEqual([]);
	await page.goto('/concepts/soil-salinity');
	await expect(page.getByRole('link', { name: /Liu Sample/ })).toBeVisible();
	await page.goto('/search?q=saline+soil+drip+irrigation');
	await page.locator('main a[href*="/listings/"]').first().click();
	await page.getByRole('link', { name: 'Experts who know this' }).click();
	await expect(page.getByText('Both speak of').first()).toBeVisible();
});

test('a centre invites; the expert writes, consents, takes the consent back', async ({ page, browser }) => {
	await signIn(page, 'officer.laos');
	await page.goto('/missions/experts');
	const email = `new.expert.${Date.now()}@mitra.example`;
	await page.getByLabel('Name', { exact: false }).first().fill('Somphone Test');
	await page.getByLabel('E-mail', { exact: false }).fill(email);
	await page.getByRole('button', { name: 'Send invitation' }).click();
	await expect(page.getByText('The invitation is on its way.')).toBeVisible();
	const secretariat = await (await browser.newContext(withoutScript)).newPage();
	await signIn(secretariat, 'secretariat');
	await secretariat.goto('/outbox');
	const letter = (await secretariat.locator('main li').allTextContents()).find((text) => text.includes(email)) ?? '';
	const link = /\/experts\/invitation\/[\w-]+/.exec(letter)![0];

	const expert = await (await browser.newContext(withoutScript)).newPage();
	await expert.goto(link);
	await expert.locator('input[name="password"]').fill('mountain river coffee 41');
	await expert.getByRole('button', { name: 'Accept' }).click();
	await expect(expert).toHaveURL(/\/desk\/expert$/);
	await expect(expert.getByText('Nothing is public before you consent')).toBeVisible();
	await expert.getByLabel('What I work on').first().fill('Coffee wet processing');
	await expert.getByLabel('Add fields').fill('咖啡种植, qqqq');
	await expert.getByLabel('ORCID iD').fill('0000-0002-1825-0098');
	await expert.locator('input[name="offers"][value="train"]').check();
	await expert.getByRole('button', { name: 'Save profile' }).click();
	await expect(expert.locator('#orcid-error')).toBeVisible();
	await expect(expert.locator('#fieldWords-error')).toBeVisible();
	await expect(expert.getByLabel('What I work on').first()).toHaveValue('Coffee wet processing');
	await expert.getByLabel('Add fields').fill('咖啡种植');
	await expert.getByLabel('ORCID iD').fill('0000-0002-1825-0097');
	await expert.getByRole('button', { name: 'Save profile' }).click();
	await expect(expert.getByText('Saved.')).toBeVisible();
	await expert.goto('/account');
	await expert.getByRole('link', { name: 'My profile as an expert' }).first().click();
	await expect(expert).toHaveURL(/\/desk\/expert$/);
	const visitor = await (await browser.newContext(withoutScript)).newPage();
	expect((await visitor.goto('/experts/somphone-test'))?.status()).toBe(404);
	await expert.locator('input[name="consent"]').check();
	await expert.getByRole('button', { name: 'Make my profile public' }).click();
	await expect(expert.getByText('Your profile is public now.')).toBeVisible();
	expect((await visitor.goto('/experts/somphone-test'))?.status()).toBe(200);
	await expert.getByText('Take my consent back').first().click();
	await expert.getByRole('button', { name: 'Take my consent back' }).click();
	await expect(expert.getByText('Your profile is gone from every page.')).toBeVisible();
	expect((await visitor.goto('/experts/somphone-test'))?.status()).toBe(404);
	expect((await expert.goto(link))?.status()).toBe(200);
	await expect(expert.getByText('not open any more')).toBeVisible();
});

test('technical service: asked, taken on, a task force formed; the leader leaves, another takes over; report and thanks', async ({ page: asker, browser }) => {
	const open = async (name: string) => {
		const page = await (await browser.newContext()).newPage();
		await signIn(page, name);
		return page;
	};
	await signIn(asker, 'member.vientiane');
	await asker.goto('/desk/requests');
	await asker.locator('[name="title"]').fill('Salt in our vegetable fields');
	await asker.locator('[name="what"]').fill('Saline soil takes a third of the yield; two weeks of help with leaching and drip irrigation.');
	await asker.locator('[name="startsOn"]').fill('2099-01-11');
	await asker.getByRole('button', { name: 'Send to the centre' }).click();
	await expect(asker.locator('#days-error')).toBeVisible();
	await asker.locator('[name="days"]').fill('14');
	await asker.getByRole('button', { name: 'Send to the centre' }).click();
	await asker.waitForURL(/\/missions\/\d+\?sent/);
	const mission = new URL(asker.url()).pathname;

	const officer = await open('officer.laos');
	await officer.goto('/missions');
	await officer.getByRole('link', { name: 'Salt in our vegetable fields' }).first().click();
	await officer.getByRole('button', { name: 'Take it on' }).click();
	await expect(officer.getByRole('heading', { name: 'Suggested experts' })).toBeVisible();
	const invite = async (slug: string) => {
		await officer.goto(mission);
		await officer.getByLabel('Invite somebody else').fill(`http://localhost/experts/${slug}`);
		await officer.locator('form:has(#expert-other) button').click();
		await expect(officer.getByText('Done.')).toBeVisible();
	};
	await invite('sample-liu-saline-soil');
	const leader = await open('expert.nanjing');
	await leader.goto('/desk/expert');
	await leader.getByRole('link', { name: 'Salt in our vegetable fields' }).first().click();
	await leader.getByRole('button', { name: 'I come' }).click();
	await expect(leader.getByText('Done.')).toBeVisible();

	await officer.goto(mission);
	await officer.locator('[name="tasks"]').fill('Drainage, leaching, training of two technicians.');
	await officer.getByRole('button', { name: 'Set the plan' }).click();
	await officer.getByRole('button', { name: 'The mission begins' }).click();
	await expect(officer.getByText('mission under way')).toBeVisible();
	expect(await violations(officer)).toEqual([]);

	await leader.goto(mission);
	await leader.getByText('I must leave this mission').first().click();
	await leader.getByRole('button', { name: 'I must leave this mission' }).click();
	await expect(leader.getByText('Done.')).toBeVisible();
	await officer.goto(mission);
	await expect(officer.getByText('Somebody has left')).toBeVisible();
	await invite('sample-wei-drip-irrigation');
	const second = await open('expert.nanning');
	await second.goto(mission);
	await second.getByRole('button', { name: 'I come' }).click();
	await second.locator('[name="report"]').fill('Salt fell by half; drip lines are laid.');
	await second.getByRole('button', { name: 'Hand in the report' }).click();
	await expect(second.getByText('Salt fell by half')).toBeVisible();

	await asker.goto(mission);
	await asker.locator('[name="words"]').fill('Thank you both.');
	await asker.getByRole('button', { name: 'Thank the task force' }).click();
	await asker.getByRole('link', { name: 'Letter of thanks' }).click();
	await expect(asker.getByText('Thank you both.')).toBeVisible();
	await expect(asker.getByRole('heading', { name: 'Certificate of thanks' })).toHaveCount(2);
	await leader.goto(`${mission}/thanks`);
	await expect(leader.getByRole('heading', { name: 'Certificate of thanks' })).toHaveCount(1);
	const stranger = await open('member.danang');
	expect((await stranger.goto(mission))?.status()).toBe(404);
});
