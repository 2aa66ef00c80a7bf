import { expect, type Locator, type Page } from '@playwright/test';

/** What a person writes about one offer; every field that must be filled is here. */
export interface OfferTexts {
	title: string;
	summary: string;
	description: string;
	benefitInFigures: string;
	advantages: string;
}

/** Starts an offer on the desk and gives the address of its editor, without a language in front. */
export async function startOffer(page: Page, language = 'en'): Promise<string> {
	await page.goto('/desk/new');
	await page.locator('input[name="kind"][value="offer"]').check();
	await page.locator('select[name="language"]').selectOption(language);
	await page.getByRole('button', { name: 'Start writing' }).click();
	await page.waitForURL(/\/desk\/listings\/[0-9a-f-]{36}$/);
	return new URL(page.url()).pathname;
}

export async function writeTexts(page: Page, texts: OfferTexts): Promise<void> {
	for (const [field, text] of Object.entries(texts) as [keyof OfferTexts, string][]) await page.locator(`#${field}`).fill(text);
}

/** Chooses what is no text: maturity, intellectual property, co-operation, partner, export control. */
export async function chooseFacts(page: Page): Promise<void> {
	await page.locator('#trl').selectOption('8');
	await page.locator('#ip-status').selectOption('granted');
	await page.locator('input[name="cooperation"][value="licence"]').check();
	await page.locator('input[name="partner.kinds"][value="company-11-49"]').check();
	await page.locator('input[name="exportControl"][value="checked-none"]').check();
}

/** Finds an area by typing a word of it in any language, and takes the first. */
export async function chooseArea(page: Page, word: string): Promise<void> {
	await page.getByRole('combobox', { name: 'Search areas' }).fill(word);
	await page.getByRole('listbox', { name: 'Areas' }).getByRole('option').first().click();
}

/** The line that says where the text is, when it is on the server. */
export const saved = (page: Page): Locator => page.locator('.save[data-state="saved"]');

/** Waits until the page listens to typing; a person needs longer than it for the first word. */
export async function editorListens(page: Page): Promise<void> {
	await expect(page.getByRole('combobox', { name: 'Search areas' })).toBeVisible();
}

export async function handIn(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Hand in for review' }).click();
}
