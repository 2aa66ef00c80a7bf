import type { Browser, Page } from '@playwright/test';
import { signIn } from './accounts.ts';
import { chooseArea, chooseFacts, editorListens, handIn, saved, startOffer, writeTexts } from './listing-editor.ts';
import { expect, test } from './mitra-test.ts';

const ARSENIC = {
	summary: 'A sand-and-iron filter takes arsenic out of hand-pump well water for schools, without electricity or chemicals.',
	description:
		'Groundwater from a hand pump runs through iron-coated sand and a layer of crushed brick. Arsenic falls from 350 to under 10 µg/L. Sixty schools have used it for four years.',
	benefitInFigures: 'Arsenic under 10 µg/L at 600 L a day; USD 1.80 per pupil and year',
	advantages: 'No power, no spare parts from abroad: the caretaker renews the sand himself.',
};
const RICE_DRYER = {
	summary: 'A flat-bed dryer burns rice husk without smoke and dries four tonnes of wet paddy overnight.',
	description: 'A cyclone furnace burns the husk completely. Warm air of 42 °C passes the bed from below, so that head rice yield stays high.',
	benefitInFigures: '4 t in 9 h; 55 % head rice; no fuel to buy',
	advantages: 'Village workshops build it from sheet steel and brick.',
};

const reviewOf = (path: string) => path.replace('/desk/listings/', '/review/');

/** A page in a browser of its own, signed in as somebody else. */
async function pageOf(browser: Browser, name: string, javaScriptEnabled = true): Promise<Page> {
	const page = await (await browser.newContext({ javaScriptEnabled })).newPage();
	await signIn(page, name);
	return page;
}

/** Writes a complete offer and hands it in; gives the address of its editor and its number. */
async function handInOffer(page: Page, title: string, texts: typeof ARSENIC, area: string): Promise<{ path: string; reference: string }> {
	const path = await startOffer(page);
	await editorListens(page);
	await writeTexts(page, { title, ...texts });
	await chooseFacts(page);
	await chooseArea(page, area);
	await handIn(page);
	await expect(page).toHaveURL(/\/desk\?submitted/);
	return { path, reference: await referenceOf(page, title) };
}

async function referenceOf(page: Page, title: string): Promise<string> {
	const line = await page.getByRole('row', { name: title }).locator('p.line').first().textContent();
	const reference = /\d{4,}/.exec(line ?? '')?.[0];
	expect(reference, line ?? '').toBeTruthy();
	return reference!;
}

async function publish(officer: Page, path: string): Promise<void> {
	await officer.goto(reviewOf(path));
	await officer.getByRole('button', { name: 'Publish' }).click();
	await expect(officer.getByText(/^Published: /)).toBeVisible();
}

test('an offer goes from the first word to the reader of another language', async ({ page, browser }) => {
	test.setTimeout(180_000);
	const title = `Arsenic filter for school wells ${Date.now()}`;
	await signIn(page, 'member.nanning');
	const path = await startOffer(page);

	await test.step('what is typed is kept without a button', async () => {
		await editorListens(page);
		await page.locator('#title').pressSequentially('Arsenic filter');
		await page.locator('#summary').fill(ARSENIC.summary);
		await expect(saved(page)).toBeVisible();
		await page.reload();
		await expect(page.locator('#title')).toHaveValue('Arsenic filter');
		await expect(page.locator('#summary')).toHaveValue(ARSENIC.summary);
	});

	await test.step('what is missing is said at its field and at the top, and nothing is lost', async () => {
		await editorListens(page);
		await page.locator('#title').fill(title);
		await handIn(page);
		const summary = page.getByRole('alert').filter({ hasText: 'Before it can be handed in' });
		await expect(summary).toBeFocused();
		for (const field of ['description', 'benefitInFigures', 'advantages', 'trl']) {
			await expect(page.locator(`#${field}`)).toHaveAttribute('aria-invalid', 'true');
			await expect(page.locator(`#${field}-error`)).toContainText('needed');
			await expect(summary.locator(`a[href="#${field}"]`)).toBeVisible();
		}
		await expect(page.locator('#areas-error')).toContainText('needed');
		await summary.locator('a[href="#advantages"]').click();
		await expect(page.locator('#advantages')).toBeInViewport();
		await expect(page.locator('#title')).toHaveValue(title);
		await expect(page.locator('#summary')).toHaveValue(ARSENIC.summary);
		await expect(page.locator('#title')).not.toHaveAttribute('aria-invalid', 'true');
	});

	const reference = await test.step('completed, it is handed in', async () => {
		await writeTexts(page, { title, ...ARSENIC });
		await chooseFacts(page);
		await chooseArea(page, 'arsenic');
		await handIn(page);
		await expect(page).toHaveURL(/\/desk\?submitted/);
		await expect(page.getByRole('row', { name: title })).toContainText('In review');
		return referenceOf(page, title);
	});
	const visitor = await (await browser.newContext()).newPage();
	expect((await visitor.goto(`/listings/${reference}`))?.status(), 'not public before it is published').toBe(404);

	const officer = await pageOf(browser, 'officer.nanning');
	await test.step('the officer finds it in the queue and returns it with a remark', async () => {
		await officer.goto('/review');
		await officer.getByRole('link', { name: title }).click();
		await expect(officer.getByRole('heading', { level: 2, name: title })).toBeVisible();
		await expect(officer.getByText(ARSENIC.advantages)).toBeVisible();
		await officer.locator('#remark').fill('Please say what it was compared with.');
		await officer.getByRole('button', { name: 'Return with the remark' }).click();
		await expect(officer.getByText(/^Returned: /)).toBeVisible();
		await expect(officer.getByRole('link', { name: title })).toHaveCount(0);
	});

	await test.step('the member reads the remark, changes the text and hands it in again', async () => {
		await page.goto('/desk');
		const row = page.getByRole('row', { name: title });
		await expect(row).toContainText('Please say what it was compared with.');
		await row.getByRole('link', { name: 'Continue' }).click();
		await expect(page.getByText('Please say what it was compared with.')).toBeVisible();
		await editorListens(page);
		await page.locator('#comparedWith').fill('alum and settling in buckets, which leaves 80 µg/L');
		await handIn(page);
		await expect(page).toHaveURL(/\/desk\?submitted/);
	});

	await publish(officer, path);

	await test.step('the very first search after it, in another language, has it', async () => {
		// Nothing waits here: published means searchable, which is stricter than a second on a clock.
		for (const query of ['手压井 地下水 除砷', 'ប្រព័ន្ធបំបាត់អាសេនិចពីទឹកអណ្តូង']) {
			await visitor.goto(`/search?q=${encodeURIComponent(query)}`);
			const places = await visitor.locator('article.listing .title a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
			const place = places.indexOf(`/listings/${reference}`);
			expect(place, `${query}: ${places.slice(0, 5).join(' ')}`).toBeGreaterThanOrEqual(0);
			expect(place, query).toBeLessThan(5);
		}
		await visitor.locator(`article.listing a[href="/listings/${reference}"]`).first().click();
		await expect(visitor.getByRole('heading', { level: 1 })).toHaveText(title);
	});

	await test.step('its page shows the Khmer need that it answers, and why', async () => {
		const counterpart = visitor.locator('section.counterparts article').filter({ hasText: 'អាសេនិច' }).first();
		await expect(counterpart).toBeVisible();
		await expect(counterpart.getByRole('list', { name: 'Criteria' }).or(counterpart.locator('ul.criteria')).first()).toBeVisible();
		await expect(counterpart.locator('mark').first()).toBeAttached();
	});

	await test.step('the member sees the likely counterparts on the desk', async () => {
		await page.goto('/desk');
		await expect(page.getByRole('row', { name: title })).toContainText(/\d+ likely/);
		await expect(page.getByRole('complementary', { name: 'Likely counterparts' }).locator('li').first()).toBeVisible();
	});
});

test('only the centre of an organisation reviews its listings, and nobody their own', async ({ page, browser }) => {
	const title = `Husk furnace for one centre only ${Date.now()}`;
	await signIn(page, 'member.nanning');
	const { path, reference } = await handInOffer(page, title, RICE_DRYER, 'rice');
	const officer = await pageOf(browser, 'officer.nanning');
	await officer.goto(reviewOf(path));
	const form = {
		decision: 'publish',
		versionId: await officer.locator('input[name="versionId"]').inputValue(),
		expected: await officer.locator('input[name="expected"]').inputValue(),
	};
	// The very form that would publish it, sent by somebody who may not.
	const decision = (asked: Page) => asked.request.post(reviewOf(path), { form, headers: { origin: new URL(page.url()).origin } });

	expect((await page.goto('/review'))?.status()).toBe(403);
	expect((await page.goto(reviewOf(path)))?.status()).toBe(403);
	expect((await decision(page)).status(), 'the member decides').toBeGreaterThanOrEqual(400);

	const other = await pageOf(browser, 'officer.laos');
	await other.goto('/review');
	await expect(other.getByRole('heading', { level: 1 })).toBeVisible();
	await expect(other.getByRole('link', { name: title })).toHaveCount(0);
	expect((await other.goto(reviewOf(path)))?.status()).toBe(404);
	expect((await decision(other)).status(), 'another centre decides').toBeGreaterThanOrEqual(400);
	expect((await other.goto(path))?.status()).toBe(404);

	const visitor = await (await browser.newContext()).newPage();
	await visitor.goto(reviewOf(path));
	await expect(visitor).toHaveURL(/\/sign-in/);
	expect((await visitor.goto(`/listings/${reference}`))?.status()).toBe(404);
	expect((await decision(officer)).ok(), 'the same form of the right officer').toBe(true);
	expect((await visitor.goto(`/listings/${reference}`))?.status()).toBe(200);
});

test('without JavaScript an offer is written, returned, handed in again, published and found', async ({ browser }) => {
	test.setTimeout(120_000);
	const title = `Husk-fired dryer for wet paddy ${Date.now()}`;
	const member = await pageOf(browser, 'member.hangzhou', false);
	const path = await startOffer(member);
	await member.locator('#title').fill(title);
	await handIn(member);
	await expect(member.getByRole('alert').filter({ hasText: 'Before it can be handed in' })).toBeVisible();
	await expect(member.locator('#summary-error')).toContainText('needed');
	await expect(member.locator('#title')).toHaveValue(title);
	await writeTexts(member, { title, ...RICE_DRYER });
	await chooseFacts(member);
	await member.locator('select[name="areas"]').first().selectOption('agriculture');
	await handIn(member);
	await expect(member).toHaveURL(/\/desk\?submitted/);
	const reference = await referenceOf(member, title);

	const secretariat = await pageOf(browser, 'secretariat', false);
	await secretariat.goto('/review');
	await secretariat.getByRole('link', { name: title }).click();
	await secretariat.getByRole('button', { name: 'Return with the remark' }).click();
	await expect(secretariat.locator('#remark-error')).toContainText('needed');
	await secretariat.locator('#remark').fill('How wet may the paddy be?');
	await secretariat.getByRole('button', { name: 'Return with the remark' }).click();
	await expect(secretariat.getByText(/^Returned: /)).toBeVisible();

	await member.goto(path);
	await expect(member.getByText('How wet may the paddy be?')).toBeVisible();
	await member.locator('#description').fill(`${RICE_DRYER.description} Paddy may have 30 % moisture.`);
	await handIn(member);
	await expect(member).toHaveURL(/\/desk\?submitted/);
	await publish(secretariat, path);

	const visitor = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
	await visitor.goto('/vi');
	await visitor.getByRole('searchbox').fill('máy sấy lúa đốt trấu');
	await visitor.getByRole('searchbox').press('Enter');
	await visitor.locator(`article.listing a[href="/vi/listings/${reference}"]`).first().click();
	await expect(visitor.getByRole('heading', { level: 1 })).toHaveText(title);
	await expect(visitor.locator('article').getByText('Paddy may have 30 % moisture.').first()).toBeVisible();
});

test('a new version of a published offer stays out of sight until the centre has published it', async ({ page, browser }) => {
	test.setTimeout(120_000);
	const stamp = Date.now();
	const title = `Quiet paddy dryer ${stamp}`;
	const changed = `Quiet paddy dryer with heat store ${stamp}`;
	await signIn(page, 'member.nanning');
	const { path, reference } = await handInOffer(page, title, RICE_DRYER, 'rice');
	const officer = await pageOf(browser, 'officer.nanning');
	await publish(officer, path);
	const visitor = await (await browser.newContext()).newPage();
	const shows = async (expected: string) => {
		expect((await visitor.goto(`/listings/${reference}`))?.status()).toBe(200);
		await expect(visitor.getByRole('heading', { level: 1 })).toHaveText(expected);
		await visitor.goto(`/search?q=${encodeURIComponent(`paddy dryer ${stamp}`)}`);
		await expect(visitor.locator(`article.listing a[href="/listings/${reference}"]`).first()).toHaveText(expected);
	};
	await shows(title);

	await page.goto(path);
	await editorListens(page);
	await expect(page.getByText('This listing is published.')).toBeVisible();
	await page.locator('#title').fill(changed);
	await expect(saved(page)).toBeVisible();
	await shows(title);
	await handIn(page);
	await expect(page).toHaveURL(/\/desk\?submitted/);
	await expect(page.getByRole('row', { name: String(stamp) })).toContainText('new version in review');
	await shows(title);

	await officer.goto(reviewOf(path));
	await expect(officer.locator('.change').filter({ hasText: title }).locator('ins')).toContainText('with heat store');
	await publish(officer, path);
	await shows(changed);
});
