import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib';
import { getMeta } from 'unpdf';
import type { Browser, Page } from '@playwright/test';
import { violations } from './accessibility.ts';
import { sampleAccount, signIn } from './accounts.ts';
import { expect, test } from './mitra-test.ts';

async function paper(line: string): Promise<Buffer> {
	const document = await PDFDocument.create();
	document.addPage([595, 842]).drawText(line, { x: 60, y: 700, font: await document.embedFont(StandardFonts.Helvetica), size: 18 });
	return Buffer.from(await document.save());
}

async function person(browser: Browser, name: string, javaScriptEnabled = true): Promise<Page> {
	const page = await (await browser.newContext({ javaScriptEnabled })).newPage();
	await signIn(page, name);
	return page;
}

/** The address of the docking between the two, as its list has it. */
async function dockingOf(page: Page): Promise<string> {
	await page.goto('/docking');
	return (await page.locator('main tr', { hasText: 'Flash-flood nowcasting' }).getByRole('link').first().getAttribute('href'))!;
}

test('a file and an NDA: proposed in two languages, signed by hand and by name, and what is confidential opens with a name on it', async ({ browser }) => {
	test.setTimeout(120_000);
	const seeking = await person(browser, 'member.danang');
	const offering = await person(browser, 'member.singapore', false);
	const docking = await dockingOf(seeking);

	// Without scripts: a confidential file, and one that cannot carry a name.
	await offering.goto(`${docking}/files`);
	await offering.setInputFiles('#file', { name: 'radar.pdf', mimeType: 'application/pdf', buffer: await paper('Antenna drawing') });
	await offering.locator('#disclosure').selectOption('confidential');
	await offering.getByRole('button', { name: 'Add file' }).click();
	await expect(offering.getByText('The file has been added.')).toBeVisible();
	await offering.setInputFiles('#file', { name: 'stations.csv', mimeType: 'text/csv', buffer: Buffer.from('station,height\n1,240\n') });
	await offering.getByRole('button', { name: 'Add file' }).click();
	await expect(offering.getByText('This kind of file cannot carry a name.')).toBeVisible();

	await seeking.goto(`${docking}/files`);
	await expect(seeking.getByText('One confidential file of others opens')).toBeVisible();
	await expect(seeking.getByRole('heading', { name: 'radar.pdf' })).toHaveCount(0);
	await expect(seeking.getByText('does not hand it out without a name')).toBeVisible();
	await seeking.getByRole('link', { name: 'To the agreement' }).click();
	await expect(seeking.locator('#first_language')).toHaveValue('en');
	await expect(seeking.locator('#second_language')).toHaveValue('vi');
	await seeking.getByRole('button', { name: 'Propose the template' }).click();
	await expect(seeking.getByText('Proposed. The other side has been told.')).toBeVisible();
	await expect(seeking.locator('[lang="vi"]').getByRole('heading', { level: 2 })).toHaveText('Thỏa thuận bảo mật thông tin song phương');
	await expect(seeking.getByText('No lawyer has reviewed')).toBeVisible();
	const hash = (await seeking.locator('dd code').first().textContent())!;
	const text = await (await seeking.request.get(`${docking}/nda/1/text`)).body();
	expect(createHash('sha256').update(text).digest('hex')).toBe(hash);

	await seeking.getByLabel('Your position').fill('Giám đốc');
	await seeking.getByLabel('With a drawn signature').check();
	await seeking.getByRole('button', { name: 'Sign the agreement' }).click();
	await expect(seeking.getByRole('alert')).toBeVisible();
	await expect(seeking.getByLabel('Your position')).toHaveValue('Giám đốc');
	await seeking.locator('#read').check();
	await seeking.locator('#authority').check();
	// Drawing needs the scripts of the page, which may not have come yet.
	await expect(async () => {
		const box = (await seeking.locator('#drawing svg').boundingBox())!;
		await seeking.mouse.move(box.x + 40, box.y + 60);
		await seeking.mouse.down();
		for (let step = 0; step < 24; step++) await seeking.mouse.move(box.x + 40 + step * 6, box.y + 60 + (step % 4) * 12);
		await seeking.mouse.up();
		expect(await seeking.locator('#drawing input[type=hidden]').inputValue()).not.toBe('');
	}).toPass();
	await seeking.getByRole('button', { name: 'Sign the agreement' }).click();
	await expect(seeking.getByText('Signed.', { exact: true })).toBeVisible();
	await expect(seeking.getByRole('img', { name: /Drawn signature of/ })).toBeVisible();
	expect(await violations(seeking)).toEqual([]);
	expect((await seeking.request.get(`${docking}/files`)).ok()).toBe(true);
	await seeking.goto(`${docking}/files`);
	await expect(seeking.getByRole('heading', { name: 'radar.pdf' })).toHaveCount(0);

	await offering.goto(`${docking}/nda`);
	await offering.getByLabel('Your position').fill('Chief executive');
	await offering.locator('#read').check();
	await offering.locator('#authority').check();
	await offering.getByRole('button', { name: 'Sign the agreement' }).click();
	await expect(offering.getByText('In force since')).toBeVisible();

	await seeking.goto(`${docking}/files`);
	expect(await violations(seeking)).toEqual([]);
	const [copy] = await Promise.all([seeking.waitForEvent('download'), seeking.getByRole('link', { name: 'Open a copy with my name: radar.pdf' }).click()]);
	const { info } = await getMeta(new Uint8Array(await readFile(await copy.path())));
	expect(info.Subject).toContain(sampleAccount('member.danang').name);
	const code = /[0-9A-Z]{4}-[0-9A-Z]{4}$/.exec(info.Subject as string)![0];
	await offering.goto(`${docking}/files?code=${code}`);
	await expect(offering.getByText(`${code}: ${sampleAccount('member.danang').name} opened “radar.pdf”, version 1`)).toBeVisible();

	// An adviser is in; a fifth person finds nothing at any address of it.
	const officer = await person(browser, 'officer.vietnam', false);
	expect((await officer.goto(`${docking}/files`))?.status()).toBe(200);
	const file = new URL((await seeking.getByRole('link', { name: 'Open a copy with my name: radar.pdf' }).getAttribute('href'))!, seeking.url()).pathname;
	const fifth = await person(browser, 'member.hangzhou', false);
	for (const address of [`${docking}/files`, `${docking}/nda`, `${docking}/nda/1/text`, `${docking}/nda/1/file`, file]) expect((await fifth.goto(address))?.status(), address).toBe(404);
	const visitor = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
	for (const address of [`${docking}/files`, file]) {
		await visitor.goto(address);
		expect(visitor.url(), address).toContain('/sign-in');
	}
});
