import type { Browser, Page } from '@playwright/test';
import { violations } from './accessibility.ts';
import { signIn } from './accounts.ts';
import { expect, test } from './mitra-test.ts';

const personOf = async (browser: Browser, name: string) => {
	const page = await (await browser.newContext()).newPage();
	await signIn(page, name);
	return page;
};
const fill = async (page: Page, fields: Record<string, string>) => {
	for (const [name, value] of Object.entries(fields)) await page.locator(`[name="${name}"]`).fill(value);
};
const choose = async (page: Page, fields: Record<string, string>) => {
	for (const [name, value] of Object.entries(fields)) await page.locator(`[name="${name}"]`).selectOption(value);
};

test('terms go to and fro until they are accepted; the agreement is drafted, checked, signed, counted and shown as far as both let it', async ({ browser }) => {
	test.setTimeout(120_000);
	// The sample docking about the liver fluke test: Vientiane has offered, Nanning answers.
	const seeking = await personOf(browser, 'member.nanning');
	await seeking.goto('/docking');
	await seeking.getByRole('row').filter({ hasText: 'ໃບໄມ້ໃນຕັບ' }).getByRole('link').click();
	await expect(seeking).toHaveURL(/\/docking\/D-\d{4}-\d{4}$/);
	const docking = new URL(seeking.url()).pathname;
	await seeking.getByRole('link', { name: 'Terms', exact: true }).click();
	await expect(seeking.getByRole('heading', { name: 'What changed from offer 1 to offer 2' })).toBeVisible();
	expect(await violations(seeking)).toEqual([]);
	await seeking.getByRole('link', { name: 'Make a counter-offer' }).click();
	await expect(seeking.locator('[name="standsUntil"]')).toHaveValue(/^\d{4}-\d\d-\d\d$/);
	await fill(seeking, { lumpSum: 'about 75', words: 'The most that we can pay.', standsUntil: '2026-01-01' });
	await seeking.getByRole('button', { name: 'Send to the other side' }).click();
	await expect(seeking.locator('#lumpSum-error')).toHaveText('This is not an amount.');
	await expect(seeking.locator('#standsUntil-error')).toHaveText('A day after today.');
	await expect(seeking.locator('[name="words"]')).toHaveValue('The most that we can pay.');
	await fill(seeking, { lumpSum: '75,000.00', standsUntil: '2036-12-31' });
	await seeking.getByRole('button', { name: 'Send to the other side' }).click();
	await expect(seeking.getByText('The other side has been told of your offer.')).toBeVisible();

	const offering = await personOf(browser, 'member.vientiane');
	await offering.goto(`${docking}/terms`);
	await expect(offering.locator('ins, del, .changed').first()).toBeVisible();
	await expect(offering.getByText('Stands until Dec 31, 2036')).toBeVisible();
	await offering.getByRole('button', { name: 'Accept these terms' }).click();
	await expect(offering.getByText('Terms are agreed.')).toBeVisible();
	await offering.getByRole('link', { name: 'To the agreement' }).click();
	await offering.getByRole('button', { name: 'Draft the agreement from offer 3' }).click();
	await expect(offering.getByRole('heading', { level: 1 })).toContainText('Draft of agreement A-');
	const agreement = new URL(offering.url()).pathname.replace('/edit', '');

	// The checks say in plain words what is wanting; then nothing is.
	await offering.goto(agreement);
	await expect(offering.getByText('Nobody has checked whether the technology falls under export control.')).toBeVisible();
	await expect(offering.getByRole('button', { name: 'Put up for signature' })).toBeHidden();
	await offering.getByRole('link', { name: 'Edit the draft' }).click();
	await fill(offering, {
		title_en: 'Licence of a liver fluke test', title_zh: '肝吸虫检测试剂许可', purpose_en: 'Fewer people with liver fluke.', purpose_zh: '减少肝吸虫感染。', scope_zh: '肝吸虫抗原检测及其生产权。',
		signatory_0: 'Head A', signatory_1: 'Head B', share_0: '60', share_1: '40',
	});
	await choose(offering, { prevailing: 'equal', authority_0: 'legal-representative', authority_1: 'legal-representative', results: 'joint', law: 'SG', dispute: 'negotiation', exportControl: 'none-needed', area: 'health' });
	await offering.getByLabel('Invention patent').check();
	await offering.getByRole('button', { name: 'Save the draft' }).click();
	await expect(offering.getByText('The draft is saved.')).toBeVisible();
	expect(await violations(offering)).toEqual([]);
	await offering.getByRole('button', { name: 'Put up for signature' }).click();
	await expect(offering.getByText('Ready to sign')).toBeVisible();

	await seeking.goto(`/zh${agreement}/document?language=both`);
	await expect(seeking.locator('article [lang="zh"]').filter({ hasText: '甲方 60%和乙方 40%' })).toBeVisible();
	await expect(seeking.locator('article [lang="en"]').filter({ hasText: 'Party A 60% and Party B 40%' })).toBeVisible();
	const word = await seeking.request.get(`${agreement}/document/word?language=both`);
	expect([word.status(), word.headers()['content-type']]).toEqual([200, 'application/vnd.openxmlformats-officedocument.wordprocessingml.document']);

	// Signed by one, confirmed by the other, and counted.
	const counted = async () => {
		const text = (await (await seeking.request.get('/agreements/statistics')).text()).replaceAll('<!---->', '');
		expect(text).toMatch(/Agreements signed: \d+/);
		return Number(/Agreements signed: (\d+)/.exec(text)![1]);
	};
	const before = await counted();
	await offering.locator('[name="scan"]').setInputFiles({ name: 'signed.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 signed') });
	await fill(offering, { signedOn: '2026-01-20', place: 'Nanning' });
	await offering.getByRole('button', { name: 'Put in the signed scan' }).click();
	await expect(offering.getByText('The other party has not confirmed the signature yet.')).toBeVisible();
	await seeking.goto(agreement);
	await seeking.getByRole('button', { name: 'Confirm the signature' }).click();
	await expect(seeking.getByText('What the public register may show')).toBeVisible();
	expect(await counted()).toBe(before + 1);
	// What came of it begins here, for those who are in it.
	await seeking.getByRole('link', { name: 'Implementation and outcome' }).click();
	await expect(seeking).toHaveURL(new RegExp(`/outcomes/${agreement.split('/').at(-1)}$`));

	// The register shows what both let it show.
	for (const page of [offering, seeking]) {
		await page.goto(agreement);
		await page.getByLabel('Title', { exact: true }).check();
		if (page === offering) await page.getByLabel('Parties', { exact: true }).check();
		await page.getByRole('button', { name: 'Save what may be shown' }).click();
		await expect(page.getByText('The register has been brought up to date.')).toBeVisible();
	}
	const stranger = await personOf(browser, 'member.chiangmai');
	await stranger.goto('/agreements');
	const entry = stranger.locator('li').filter({ hasText: 'Licence of a liver fluke test' });
	await expect(entry).toBeVisible();
	await expect(entry).not.toContainText('Vientiane');
	expect(await violations(stranger)).toEqual([]);
	for (const path of [agreement, `${agreement}/document`, `${agreement}/document/word`, `${agreement}/scan`, `${agreement}/edit`, `${docking}/terms`, `${docking}/agreement`]) expect((await stranger.goto(path))!.status(), path).toBe(404);
});
