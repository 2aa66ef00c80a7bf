import type { Browser, Page } from '@playwright/test';
import { violations } from './accessibility.ts';
import { signIn } from './accounts.ts';
import { expect, test } from './mitra-test.ts';

const withoutScript = { javaScriptEnabled: false };

async function as(browser: Browser, name: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
	const page = await (await browser.newContext(options)).newPage();
	await signIn(page, name);
	return page;
}

/** The link of the newest invitation to an address, from the outbox of an installation without a mail server. */
async function invitationOf(secretariat: Page, email: string): Promise<string> {
	await secretariat.goto('/outbox');
	const letters = (await secretariat.locator('main li').allTextContents()).filter((text) => text.includes(email));
	return /\/invitations\/[A-Za-z0-9_-]{20,}/.exec(letters.join('\n'))![0];
}

/** Applies without JavaScript, on a phone: looks the name up, enters what is asked, adds a proof. Answers the end of the address. */
async function apply(page: Page, name: string): Promise<string> {
	await page.goto('/organisations/join');
	await page.getByLabel('Name of the organisation').fill(name);
	await page.locator('select[name="country"]').selectOption('LA');
	await page.getByRole('button', { name: 'Look it up' }).click();
	await page.getByRole('link', { name: /^Enter it$|^None of these/ }).click();
	await page.waitForURL(/\/organisations\/join\/details/);
	await expect(page.locator('input[name="name_en"]')).toHaveValue(name);
	// Something is missing: it is said at its field, and nothing that was typed is lost.
	await page.locator('input[name="website"]').fill('no address');
	await page.getByRole('button', { name: 'Ask for admission' }).click();
	await expect(page.locator('#kind-error')).toBeVisible();
	await expect(page.locator('#website')).toHaveValue('no address');
	await page.locator('input[name="website"]').fill('www.example.org');
	await page.locator('select[name="kind"]').selectOption('institute');
	await page.locator('input[name="place"]').fill('Vientiane');
	await page.getByRole('button', { name: 'Ask for admission' }).click();
	await page.waitForURL(/\/desk\/organisation\/[a-z0-9-]+\?applied/);
	return new URL(page.url()).pathname.split('/').at(-1)!;
}

test('an organisation is recognised, applies, is asked, answers and is admitted; two officers who decide at once do not both', async ({ browser }) => {
	// Four people, one story.
	test.slow();
	const visitor = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
	// One that is registered, in other words; and one of the directory.
	await visitor.goto('/organisations/join?name=vientiane+public+health+inst&country=LA');
	await expect(visitor.getByRole('heading', { name: 'In the network already' })).toBeVisible();
	await visitor.goto('/organisations/join?name=Chulalongkorn+Univ.&country=TH');
	await expect(visitor.getByText('chula.ac.th')).toBeVisible();

	const applicant = await as(browser, 'member.vientiane', withoutScript);
	await applicant.setViewportSize({ width: 390, height: 844 });
	const slug = await apply(applicant, 'Nam Ngum Fisheries Laboratory');
	await applicant.setInputFiles('input[name="proof"]', { name: 'certificate.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 certificate') });
	await applicant.getByRole('button', { name: 'Add the document' }).click();
	await expect(applicant.getByRole('link', { name: 'certificate.pdf' })).toBeVisible();
	const proof = (await applicant.getByRole('link', { name: 'certificate.pdf' }).getAttribute('href'))!;

	const officer = await as(browser, 'officer.laos');
	await officer.goto('/centre-desk/members');
	await officer.getByRole('link', { name: 'Nam Ngum Fisheries Laboratory' }).click();
	await expect(officer.getByRole('link', { name: 'certificate.pdf' })).toBeVisible();
	expect(await violations(officer)).toEqual([]);
	expect((await officer.request.get(proof)).status()).toBe(200);
	const stranger = await as(browser, 'officer.thailand');
	for (const address of [proof, `/centre-desk/members/${slug}`]) expect((await stranger.request.get(address)).status(), address).toBe(404);

	// The secretariat has the page open, too.
	const secretariat = await as(browser, 'secretariat');
	await secretariat.goto(`/centre-desk/members/${slug}`);
	await officer.locator('textarea[name="question"]').fill('Which ministry registered you?');
	await officer.getByRole('button', { name: 'Return with a question' }).click();
	await expect(officer.getByRole('status')).toContainText('The applicant has a letter');
	await secretariat.getByRole('button', { name: 'Admit' }).click();
	await expect(secretariat.getByRole('alert')).toContainText('Somebody was faster');

	await applicant.goto(`/desk/organisation/${slug}`);
	await expect(applicant.getByText('Which ministry registered you?')).toBeVisible();
	await applicant.locator('textarea[name="words"]').fill('The Ministry of Agriculture.');
	await applicant.getByRole('button', { name: 'Send the answer' }).click();
	await expect(applicant.getByRole('status')).toContainText('Sent');
	await officer.goto(`/centre-desk/members/${slug}`);
	await officer.getByRole('button', { name: 'Admit' }).click();
	await expect(officer.getByRole('heading', { level: 1 })).toContainText('admitted');
	expect((await visitor.goto(`/organisations/${slug}`))?.status()).toBe(200);
});

test('an invitation makes an account and works once; the last owner hands over before leaving', async ({ browser }) => {
	test.slow();
	const owner = await as(browser, 'member.chiangmai');
	await owner.goto('/desk/organisation');
	await owner.getByRole('link', { name: 'People', exact: true }).click();
	await expect(owner.getByText('You are the last owner')).toBeVisible();
	expect(await violations(owner)).toEqual([]);
	const email = `guest.${Date.now()}@lanna.example`;
	await owner.locator('input[name="email"]').fill(email);
	await owner.getByRole('button', { name: 'Invite' }).click();
	await expect(owner.getByRole('status')).toContainText(email);

	const secretariat = await as(browser, 'secretariat');
	const path = await invitationOf(secretariat, email);
	const guest = await (await browser.newContext(withoutScript)).newPage();
	await guest.goto(path);
	await guest.getByRole('link', { name: 'Make an account first' }).click();
	await guest.locator('input[name="name"]').fill('Dao Guest');
	await guest.locator('input[name="password"]').fill('nine-blue-lanterns-over-Ping');
	await guest.getByRole('button', { name: 'Join' }).click();
	await guest.waitForURL(/\/desk\/organisation\/sample-chiang-mai/);
	await guest.goto(path);
	await expect(guest.getByText('You have used it')).toBeVisible();
	const late = await as(browser, 'member.danang', withoutScript);
	await late.goto(path);
	await expect(late.getByRole('heading', { name: 'This invitation has been used' })).toBeVisible();
	await expect(late.getByRole('button', { name: 'Join' })).toHaveCount(0);

	// Handed over, and taken back, so that others find it as it was.
	await owner.reload();
	await owner.locator('form[action="?/handover"] button').click();
	await expect(owner.getByRole('status')).toContainText('Handed over');
	await expect(owner.locator('form[action="?/role"]')).toHaveCount(0);
});

test('officers merge an organisation that was entered twice: its address leads to the other', async ({ browser }) => {
	const applicant = await as(browser, 'member.singapore', withoutScript);
	const slug = await apply(applicant, 'Vientiane Institute for Public Health');
	const officer = await as(browser, 'officer.laos');
	await officer.goto(`/centre-desk/members/${slug}`);
	await expect(officer.getByText('sample-vientiane-public-health-institute')).toBeVisible();
	await officer.getByText('Merge', { exact: true }).first().click();
	await officer.locator('input[name="into"]').fill('sample-vientiane-public-health-institute');
	await officer.getByRole('button', { name: 'Merge' }).click();
	await expect(officer.getByText('Say that they are the same organisation.')).toBeVisible();
	await expect(officer.locator('input[name="into"]')).toHaveValue('sample-vientiane-public-health-institute');
	await officer.locator('input[name="same"]').check();
	await officer.getByRole('button', { name: 'Merge' }).click();
	await officer.waitForURL(/sample-vientiane-public-health-institute\?merged/);
	await applicant.goto(`/organisations/${slug}`);
	await expect(applicant).toHaveURL(/\/organisations\/sample-vientiane-public-health-institute$/);
});

test('an owner applies to a network, its coordinator admits; members’ documents are for members', async ({ browser }) => {
	const path = '/networks/agricultural-science-technology-network';
	const owner = await as(browser, 'member.danang', withoutScript);
	await owner.goto(path);
	await owner.getByRole('button', { name: /^Apply for/ }).click();
	await expect(owner.getByRole('status')).toContainText('A coordinator decides');
	const coordinator = await as(browser, 'officer.nanning');
	await coordinator.goto(path);
	await coordinator.locator('input[name="title"]').fill('Minutes of the first meeting');
	await coordinator.setInputFiles('input[name="file"]', { name: 'minutes.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 minutes') });
	await coordinator.getByRole('button', { name: 'Add a document' }).click();
	const address = (await coordinator.getByRole('link', { name: 'Minutes of the first meeting' }).getAttribute('href'))!;
	expect((await owner.request.get(address)).status()).toBe(404);
	await coordinator.getByRole('button', { name: 'Admit' }).click();
	await expect(coordinator.getByRole('status')).toBeVisible();
	expect((await owner.request.get(address)).status()).toBe(200);
	expect(await violations(coordinator)).toEqual([]);
});
