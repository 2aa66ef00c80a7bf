import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Browser, type Page } from '@playwright/test';

interface SampleAccount {
	email: string;
	password: string;
	name: string;
	role: string;
	organisation?: string;
	centre?: string;
}

const accounts = JSON.parse(
	readFileSync(join(import.meta.dirname, '..', '..', 'data', 'sample', 'accounts.json'), 'utf8'),
) as SampleAccount[];

/** The sample account whose address begins so. */
export function sampleAccount(name: string): SampleAccount {
	const found = accounts.find((account) => account.email.startsWith(`${name}@`));
	if (!found) throw new Error(`There is no sample account "${name}".`);
	return found;
}

/** Signs in by what the form sends, and opens no page: tests begin elsewhere, and each page takes a slow machine a second. */
export async function signIn(page: Page, name: string): Promise<void> {
	const { email, password } = sampleAccount(name);
	const { origin } = new URL((await page.request.get('/readyz')).url());
	const answer = await page.request.post('/sign-in', { form: { email, password, next: '' }, headers: { origin, accept: 'text/html' }, maxRedirects: 0 });
	expect(answer.status()).toBe(303);
}

/**
 * The link of the newest letter to an address, as the secretariat finds it in the outbox of an installation without a mail
 * server.
 */
export async function linkFromOutbox(browser: Browser, to: string): Promise<string> {
	const context = await browser.newContext({ javaScriptEnabled: false });
	const page = await context.newPage();
	await signIn(page, 'secretariat');
	await page.goto('/outbox');
	const text = (await page.locator('main li', { has: page.getByText(to, { exact: true }) }).first().textContent()) ?? '';
	await context.close();
	const link = /https?:\/\/\S+\/confirm\S*\?token=\S+/.exec(text)?.[0];
	if (!link) throw new Error(`No letter with a link went to ${to}.`);
	return link;
}

/** After the registration form: opens the letter's link and types the password once more. */
export async function confirmRegistration(page: Page, to: string, password: string): Promise<void> {
	await expect(page.getByRole('status').filter({ hasText: to })).toBeVisible();
	await page.goto(await linkFromOutbox(page.context().browser()!, to));
	await page.locator('#password').fill(password);
	await page.locator('main form button').last().click();
}
