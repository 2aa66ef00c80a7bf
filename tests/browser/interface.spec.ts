import type { Page } from '@playwright/test';
import { violations } from './accessibility.ts';
import { expect, test } from './mitra-test.ts';

test.use({ onlyReads: true });

/** Presses Tab until an element has the focus; a person would give up after so many. */
async function tabTo(page: Page, selector: string, most = 60): Promise<void> {
	for (let presses = 0; presses < most; presses++) {
		await page.keyboard.press('Tab');
		if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
	}
	throw new Error(`After ${most} presses of Tab the focus is not on ${selector}.`);
}

const isFocusVisible = (page: Page) =>
	page.evaluate(() => {
		const style = getComputedStyle(document.activeElement!);
		return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
	});

for (const path of ['/', '/search?q=water', '/listings/1001', '/sign-in'])
	test(`the first press of Tab on ${path} offers to skip to the content`, async ({ page }) => {
		await page.goto(path);
		await page.keyboard.press('Tab');
		const skip = page.getByRole('link', { name: 'Skip to the content' });
		await expect(skip).toBeFocused();
		await expect(skip).toBeInViewport();
		await page.keyboard.press('Enter');
		await expect(page.locator('main#content')).toBeFocused();
		// From there the next press goes into the content, past the header.
		await page.keyboard.press('Tab');
		expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true);
	});

test('what has the focus can be seen, on every stop of the front page', async ({ page }) => {
	await page.goto('/');
	for (let stop = 0; stop < 25; stop++) {
		await page.keyboard.press('Tab');
		const where = await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 120));
		expect(await isFocusVisible(page), where).toBe(true);
	}
});

test('the menus of a phone open and lead on by keyboard', async ({ page }) => {
	await page.setViewportSize({ width: 390, height: 800 });
	await page.goto('/');
	await tabTo(page, 'details.menu > summary');
	const areas = page.locator('details.menu').getByRole('link', { name: 'Areas' });
	await expect(areas).toBeHidden();
	await page.keyboard.press('Enter');
	await expect(areas).toBeVisible();
	await page.keyboard.press('Tab');
	await expect(page.locator('details.menu').getByRole('link', { name: 'Find technology' })).toBeFocused();
	await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/\/concepts$/);
});

test('the language is switched by keyboard, and page, search and filters stay', async ({ page }) => {
	await page.goto('/search?q=water%20filter&kind=need');
	await expect(page.locator('#count')).toContainText(/\d/);
	const before = await page.locator('article.listing .title a').first().textContent();
	await tabTo(page, 'details.switch > summary');
	await page.keyboard.press('Enter');
	await tabTo(page, 'details.switch a[lang="lo"]', 15);
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/\/lo\/search\?q=water(%20|\+)filter&kind=need$/);
	await expect(page.locator('html')).toHaveAttribute('lang', 'lo');
	await expect(page.getByRole('searchbox')).toHaveValue('water filter');
	await expect(page.locator('article.listing .title a').first()).toHaveText(before ?? '');
	await expect(page.locator('article.listing .chip-offer')).toHaveCount(0);
});

for (const path of ['/listings/1001', '/centres/malaysia'])
	test(`each language is one press away from ${path}, which stays the page`, async ({ page }) => {
		await page.goto(`/th${path}`);
		const links = page.locator('details.switch a');
		await expect(links).toHaveCount(12);
		await expect(page.locator('details.switch a[aria-current="true"]')).toHaveAttribute('lang', 'th');
		await page.locator('details.switch > summary').click();
		await page.locator('details.switch a[lang="vi"]').click();
		await expect(page).toHaveURL(new RegExp(`/vi${path}$`));
		await page.locator('details.switch > summary').click();
		await page.locator('details.switch a[lang="en"]').click();
		await expect(page).toHaveURL(new RegExp(`:\\d+${path}$`));
		await expect(page.locator('html')).toHaveAttribute('lang', 'en');
	});

test('Enter searches, from the front page and among the results', async ({ page }) => {
	await page.goto('/');
	await tabTo(page, 'input[type="search"]');
	await page.keyboard.type('landslide');
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/\/search\?q=landslide/);
	await expect(page.locator('article.listing').first()).toBeVisible();
	const first = await page.locator('article.listing .title a').first().textContent();
	await page.getByRole('searchbox').fill('cassava starch');
	await page.getByRole('searchbox').press('Enter');
	await expect(page).toHaveURL(/q=cassava(%20|\+)starch/);
	await expect(page.locator('article.listing .title a').first()).not.toHaveText(first ?? '');
	await expect(page.getByRole('searchbox')).toBeFocused();
});

test('a filter is chosen by keyboard and keeps the focus while the results follow', async ({ page }) => {
	await page.goto('/search?q=water');
	const all = await page.locator('#count strong').textContent();
	await tabTo(page, 'input[name="kind"][value="need"]');
	await page.keyboard.press('Space');
	await expect(page).toHaveURL(/kind=need/);
	await expect(page.locator('#count strong')).not.toHaveText(all ?? '');
	await expect(page.locator('input[name="kind"][value="need"]')).toBeFocused();
});

// Light colours are looked at on every page by every-page.spec.ts; here with all that is folded away.
const IN_COLOURS = { dark: ['/', '/search?q=water', '/search?q=qqqqzz', '/listings/1040', '/network', '/sign-in'], light: ['/listings/1040'] } as const;
for (const scheme of ['dark', 'light'] as const)
	for (const path of IN_COLOURS[scheme])
		test(`${path} has enough contrast in ${scheme} colours`, async ({ page }) => {
			await page.emulateMedia({ colorScheme: scheme });
			await page.goto(path);
			const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor || '');
			const lightness = await page.evaluate(() => {
				// Whatever way the colour is written, a canvas paints it as it is seen.
				const context = document.createElement('canvas').getContext('2d')!;
				for (const element of [document.documentElement, document.body]) {
					context.fillStyle = getComputedStyle(element).backgroundColor;
					context.fillRect(0, 0, 1, 1);
				}
				const [red, green, blue, alpha] = context.getImageData(0, 0, 1, 1).data;
				return alpha === 0 ? 255 : (red! + green! + blue!) / 3;
			});
			if (scheme === 'dark') expect(lightness, background).toBeLessThan(80);
			else expect(lightness, background).toBeGreaterThan(200);
			// What is folded away must be readable too once it is unfolded.
			await page.locator('main details').evaluateAll((all) => all.forEach((each) => each.setAttribute('open', '')));
			expect(await violations(page, ['color-contrast', 'link-in-text-block'])).toEqual([]);
		});

test('on paper a listing is its text: no header, no footer, no buttons, black on white', async ({ page }) => {
	await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
	await page.goto('/listings/1001');
	await expect(page.locator('header.site')).toBeHidden();
	await expect(page.locator('footer.site')).toBeHidden();
	await expect(page.locator('.skip-link')).toBeHidden();
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
	await expect(page.locator('section.counterparts article').first()).toBeVisible();
	const colours = await page.evaluate(() => [getComputedStyle(document.documentElement).backgroundColor, getComputedStyle(document.querySelector('h1')!).color]);
	expect(colours[0]).toBe('rgb(255, 255, 255)');
	expect(await violations(page, ['color-contrast'])).toEqual([]);
});
