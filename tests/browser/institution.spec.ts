import { codeAt, fromBase32 } from '../accounts/authenticator.ts';
import { CLIENT, openInstitution } from '../accounts/institution.ts';
import { signIn } from './accounts.ts';
import { expect, test } from './mitra-test.ts';

const withoutScript = { javaScriptEnabled: false };

test('who comes from an institution is led there and back, and asked for the own second step', async ({ browser, installation }) => {
	test.slow();
	const institution = await openInstitution(`${installation.address}/sign-in/institution/university/back`);
	try {
		const secretariat = await (await browser.newContext(withoutScript)).newPage();
		await signIn(secretariat, 'secretariat');
		await secretariat.goto('/account/institutions');
		await secretariat.locator('details').last().locator('summary').click();
		const form = secretariat.locator('form[action="?/save"]').last();
		for (const [name, value] of Object.entries({ id: 'university', name: 'Sample University', issuer: institution.issuer, ...CLIENT, domains: 'university.example' })) await form.locator(`[name="${name}"]`).fill(value);
		await form.locator('[name="enabled"]').check();
		await form.getByRole('button').click();

		institution.person = { subject: 'u-1', email: 'somsri@university.example', email_verified: true, name: 'Somsri' };
		const first = await (await browser.newContext(withoutScript)).newPage();
		await first.goto('/sign-in?next=/account/second-step');
		await first.getByRole('link', { name: 'Sample University' }).click();
		await first.waitForURL(/\/account\/second-step$/);
		await first.locator('form[action="?/begin"] button').click();
		const secret = fromBase32(/(?:[A-Z2-7]{4} ?){6,}/.exec((await first.locator('main').textContent())!)![0]);
		await first.locator('input[name="code"]').fill(codeAt(secret, -1));
		await first.locator('form[action="?/on"] button').click();
		await expect(first.locator('form[action="?/off"]')).toBeVisible();

		const again = await (await browser.newContext({ ...withoutScript, viewport: { width: 390, height: 844 } })).newPage();
		await again.goto('/lo/sign-in?next=/lo/directory');
		await again.getByRole('link', { name: 'Sample University' }).click();
		// In the language that was read before.
		await again.waitForURL(/\/lo\/sign-in\/second\?next=%2Flo%2Fdirectory$/);
		await again.goto('/account');
		await expect(again.getByRole('button', { name: 'Sign out' }), 'half a sign-in opens nothing').toHaveCount(0);
		await again.goto('/lo/sign-in/second?next=/lo/directory');
		await again.locator('input[name="code"]').fill('000000');
		await again.getByRole('main').getByRole('button').first().click();
		await expect(again.getByRole('alert')).toBeVisible();
		await again.locator('input[name="code"]').fill(codeAt(secret));
		await again.getByRole('main').getByRole('button').first().click();
		await again.waitForURL(/\/lo\/directory$/);
	} finally {
		await institution.close();
	}
});
