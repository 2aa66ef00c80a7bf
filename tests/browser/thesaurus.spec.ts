import type { Browser, Page } from '@playwright/test';
import { violations } from './accessibility.ts';
import { signIn } from './accounts.ts';
import { expect, test } from './mitra-test.ts';

/** A page in a browser of its own, signed in as somebody. */
async function pageOf(browser: Browser, name: string, options: { javaScriptEnabled?: boolean } = {}): Promise<Page> {
	const context = await browser.newContext({ javaScriptEnabled: options.javaScriptEnabled ?? true });
	const page = await context.newPage();
	await signIn(page, name);
	return page;
}

test('a reader finds a concept by a word of any language, sees its neighbours, and takes it along as data', async ({ page, request }) => {
	await page.goto('/concepts');
	await page.getByLabel('Find a concept').fill('ລະບົບນ້ຳຢອດ');
	await page.getByRole('button', { name: 'Find', exact: true }).click();
	await page.getByRole('link', { name: 'drip irrigation', exact: true }).first().click();
	await expect(page).toHaveURL(/\/concepts\/drip-irrigation$/);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('drip irrigation');
	await expect(page.getByRole('heading', { name: 'Organisations active here' })).toBeVisible();
	await page.getByRole('link', { name: 'soil salinity' }).first().click();
	await expect(page).toHaveURL(/\/concepts\/soil-salinity$/);

	const turtle = await request.get('/concepts/drip-irrigation', { headers: { accept: 'text/turtle' } });
	expect(turtle.headers()['content-type']).toContain('text/turtle');
	expect(turtle.headers()['vary']).toContain('Accept');
	expect(await turtle.text()).toContain('skos:prefLabel "drip irrigation"@en');
	const json = (await (await request.get('/concepts/drip-irrigation', { headers: { accept: 'application/ld+json' } })).json()) as { '@graph': { notation: string }[] };
	expect(json['@graph'][0]!.notation).toBe('drip-irrigation');
	const again = await request.get('/concepts/drip-irrigation.ttl', { headers: { 'if-none-match': (await request.get('/concepts/drip-irrigation.ttl')).headers()['etag']! } });
	expect(again.status()).toBe(304);
	expect((await request.get('/concepts/no-such-concept.ttl')).status()).toBe(404);
});

test('the old address of a concept leads to the one it has now, in the reader’s language', async ({ page }) => {
	await page.goto('/th/areas/drip-irrigation');
	await expect(page).toHaveURL(/\/th\/concepts\/drip-irrigation$/);
	await page.goto('/areas');
	await expect(page).toHaveURL(/\/concepts$/);
});

test('an officer of Laos adds a Lao word, and listings of other languages are found by it within seconds', async ({ browser }) => {
	const page = await pageOf(browser, 'officer.laos');
	const word = 'ລາມະໂກນ້ຳຢອດພິເສດ';
	await page.goto('/thesaurus/concepts/drip-irrigation');
	// The words of another centre's language are shown, not offered.
	await expect(page.locator('#p_th')).toHaveCount(0);
	await expect(page.locator('#broader')).toHaveCount(0);
	await expect(page.locator('#a_lo')).not.toHaveValue('');
	const before = await page.locator('#a_lo').inputValue();
	await page.locator('#a_lo').fill(`${before} | ${word}`);
	await page.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByText('Saved.')).toBeVisible();
	await expect(page.locator('aside').getByText(word)).toBeVisible();
	await expect(async () => {
		await page.goto(`/search?in=lo&q=${encodeURIComponent(word)}`);
		await expect(page.getByText('Guangxi Saline Soil Institute').first()).toBeVisible({ timeout: 1000 });
	}).toPass();

	await page.goto('/thesaurus/concepts/drip-irrigation');
	await page.locator('aside').getByRole('button', { name: /^Undo.*Lao$/ }).click();
	await expect(page.getByText('The change is undone.')).toBeVisible();
	await expect(page.locator('#a_lo')).toHaveValue(before);
	await page.context().close();
});

test('what is wrong is said at its field, without JavaScript too, and nothing typed is lost', async ({ browser }) => {
	const page = await pageOf(browser, 'officer.laos', { javaScriptEnabled: false });
	await page.goto('/thesaurus/concepts/soil-salinity');
	await page.locator('#p_lo').fill('ดินเค็ม');
	await page.locator('#p_en').fill('');
	await page.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByRole('alert')).toContainText('2');
	await expect(page.locator('#error-lo')).toContainText('not in the script');
	await expect(page.locator('#error-en')).toContainText('preferred label is needed');
	await expect(page.locator('#p_lo')).toHaveValue('ดินเค็ม');
	await expect(page.locator('#p_lo')).toHaveAttribute('aria-invalid', 'true');
	await page.context().close();
});

test('two who change the same label: the second sees what the first wrote', async ({ browser }) => {
	const [first, second] = [await pageOf(browser, 'officer.laos'), await pageOf(browser, 'secretariat')];
	await first.goto('/thesaurus/concepts/plastic-mulch');
	await second.goto('/thesaurus/concepts/plastic-mulch');
	const original = await first.locator('#p_lo').inputValue();
	await first.locator('#p_lo').fill('ແຜ່ນຄຸມດິນ ກ');
	await first.getByRole('button', { name: 'Save' }).click();
	await expect(first.getByText('Saved.')).toBeVisible();
	await second.locator('#p_lo').fill('ແຜ່ນຄຸມດິນ ຂ');
	await second.locator('main form[action="?/save"] button').last().click();
	await expect(second.locator('#error-lo')).toContainText('ແຜ່ນຄຸມດິນ ກ');
	await second.locator('#p_lo').fill(original);
	await second.locator('main form[action="?/save"] button').last().click();
	await expect(second.locator('[role=status]')).toBeVisible();
	await first.context().close();
	await second.context().close();
});

test('labels are reviewed by keyboard alone, and a mark can be taken back', async ({ browser }) => {
	const page = await pageOf(browser, 'officer.laos');
	await page.goto('/thesaurus?language=lo&area=water');
	const lines = page.locator('tr[data-concept]');
	const [one, two] = [await lines.nth(0).getAttribute('data-concept'), await lines.nth(1).getAttribute('data-concept')];
	// Keys are heard once the page listens.
	await expect(async () => {
		await page.keyboard.press('j');
		await expect(lines.nth(0).locator('input[type=checkbox]')).toBeFocused({ timeout: 500 });
	}).toPass();
	await page.keyboard.press('r');
	await expect(page.locator(`tr[data-concept="${one}"]`)).toHaveCount(0);
	await expect(page.locator(`tr[data-concept="${two}"] input[type=checkbox]`)).toBeFocused();
	await page.keyboard.press('r');
	await expect(page.locator(`tr[data-concept="${two}"]`)).toHaveCount(0);
	await page.goto(`/concepts/${one}`);
	await expect(page.locator('.labels .reviewed')).toHaveCount(1);
	await page.goto('/thesaurus?language=lo&state=reviewed&area=water');
	for (const concept of [one, two]) {
		await page.locator(`tr[data-concept="${concept}"]`).getByRole('button', { name: 'Back to draft' }).click();
		await expect(page.locator(`tr[data-concept="${concept}"]`)).toHaveCount(0);
	}
	await page.context().close();
});

test('the secretariat adds a concept and takes it out of use; its address leads on', async ({ browser }) => {
	const page = await pageOf(browser, 'secretariat');
	const id = `test-concept-${Date.now()}`;
	await page.goto('/thesaurus/new');
	await page.locator('#concept').fill(id);
	await page.locator('#broader').fill('irrigation');
	await page.locator('#p_en').fill(`Test concept ${id}`);
	await page.locator('main form button.button-primary').click();
	await expect(page.locator('#error-zh')).toBeVisible();
	await page.locator('#p_zh').fill(`测试概念${Date.now()}`);
	await page.locator('main form button.button-primary').click();
	await expect(page).toHaveURL(/done=added/);
	await page.locator('#retired').fill('irrigation');
	await page.locator('form.retire button').click();
	await expect(page).toHaveURL(/done=retired/);
	await page.goto(`/concepts/${id}`);
	await expect(page).toHaveURL(/\/concepts\/irrigation$/);
	await page.context().close();
});

test('a table is looked at before it is stored', async ({ browser }) => {
	const page = await pageOf(browser, 'officer.laos');
	await page.goto('/thesaurus/tables');
	const table = (lao: string) => ({ name: 'lao.csv', mimeType: 'text/csv', buffer: Buffer.from(`concept,lo,th\nfertigation,${lao},\nirrigation,ຊົນລະປະທານ,ใหม่\n`) });
	await page.locator('#file').setInputFiles(table('ການໃຫ້ປຸ໋ຍຜ່ານລະບົບນ້ຳ'));
	await page.getByRole('button', { name: 'Look at the changes' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('What the table would change');
	await expect(page.getByText('You may not change this.').first()).toBeVisible();
	await page.goto('/thesaurus/tables');
	await page.locator('#file').setInputFiles({ ...table(''), buffer: Buffer.from('concept,lo\nfertigation,ການໃຫ້ປຸ໋ຍຜ່ານລະບົບນ້ຳ\n') });
	await page.getByRole('button', { name: 'Look at the changes' }).click();
	await page.getByRole('button', { name: 'Store 1 concepts' }).click();
	await expect(page.getByText('Stored: 1 changes.')).toBeVisible();
	await page.goto('/thesaurus/concepts/fertigation');
	await expect(page.locator('#p_lo')).toHaveValue('ການໃຫ້ປຸ໋ຍຜ່ານລະບົບນ້ຳ');
	await page.locator('aside').getByRole('button', { name: /^Undo.*Lao$/ }).click();
	await expect(page.getByText('The change is undone.')).toBeVisible();
	await page.context().close();
});

test('a member is refused, a visitor is asked to sign in, an officer does not add', async ({ browser, page }) => {
	await page.goto('/thesaurus/concepts/irrigation');
	await expect(page).toHaveURL(/\/sign-in\?next=/);
	const member = await pageOf(browser, 'member.vientiane');
	for (const path of ['/thesaurus', '/thesaurus/concepts/irrigation', '/thesaurus/new', '/thesaurus/tables']) expect((await member.goto(path))?.status(), path).toBe(403);
	await member.context().close();
	const officer = await pageOf(browser, 'officer.laos');
	expect((await officer.goto('/thesaurus/new'))?.status()).toBe(403);
	await officer.context().close();
});

for (const width of [390, 1440])
	test(`the pages of the thesaurus have no accessibility faults at ${width} px`, async ({ browser }) => {
		test.setTimeout(180_000);
		const page = await pageOf(browser, 'secretariat');
		await page.setViewportSize({ width, height: 900 });
		const wide = ['/concepts', '/thesaurus/concepts/drip-irrigation', '/thesaurus/tables'];
		for (const path of width > 390 ? wide : [...wide, '/zh/concepts/drip-irrigation', '/my/concepts?q=water', '/concepts?area=water', '/thesaurus?language=lo', '/thesaurus/new']) {
			await page.goto(path);
			expect(await violations(page), path).toEqual([]);
			expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), path).toBe(true);
		}
		await page.context().close();
	});
