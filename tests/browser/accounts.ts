import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';

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

/** Signs in through the form, as a person does. */
export async function signIn(page: Page, name: string): Promise<void> {
	const account = sampleAccount(name);
	await page.goto('/sign-in');
	await page.locator('input[name="email"]').fill(account.email);
	await page.locator('input[name="password"]').fill(account.password);
	await page.locator('main form button[type="submit"], main form button:not([type])').first().click();
	await expect(page.getByRole('button', { name: 'Sign out' }).first()).toBeAttached();
}
