import type { Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { signIn } from './accounts.ts';
import { csv, readCsv, xlsx } from './spreadsheets.ts';
import { expect, test } from './mitra-test.ts';

/** Headers as a partner writes them: some tell what they are, three do not and must be matched by hand. */
const HEADERS = ['Case no', 'Heading', 'In brief', 'Whole story', 'Requirements', 'Sphere', 'TRL'];

interface NeedRow {
	id: string;
	title: string;
	summary?: string;
	area?: string;
	trl?: string;
}

function cells({ id, title, summary = `A workshop seeks "${title}", in steel, for wet rooms.`, area = 'water', trl = '6' }: NeedRow): string[] {
	const story = 'Pumps of the village works run dry in March.\nA part that the workshop can make itself, is sought.';
	return [id, title, summary, story, 'It runs on 12 V, costs less than USD 400 and needs no spare parts from abroad.', area, trl];
}

/** Three good rows and three bad ones, in a mixture. */
function mixedRows(stamp: string): string[][] {
	return [
		cells({ id: `${stamp}-1`, title: `Dry-run guard for pumps ${stamp}` }),
		cells({ id: `${stamp}-2`, title: '' }),
		cells({ id: `${stamp}-3`, title: `Sand trap for wells ${stamp}` }),
		cells({ id: `${stamp}-4`, title: `Float valve ${stamp}`, area: 'alchemy', trl: '12' }),
		cells({ id: `${stamp}-1`, title: `Dry-run guard, once more ${stamp}` }),
		cells({ id: `${stamp}-6`, title: `Leak finder for buried pipes ${stamp}` }),
	];
}

async function upload(page: Page, name: string, buffer: Buffer, mimeType = 'text/csv'): Promise<void> {
	await page.goto('/desk/import');
	await page.locator('#file').setInputFiles({ name, mimeType, buffer });
	await page.getByRole('button', { name: 'Upload and go on' }).click();
}

const columnOf = (page: Page, field: string) => page.locator(`select[name="column:${field}"]`);
const valueFor = (page: Page, field: string) => page.locator(`select[name="default:${field}"]`).first();

async function matchColumns(page: Page): Promise<void> {
	await expect(page.getByRole('heading', { name: 'What is each column?' })).toBeVisible();
	await expect(columnOf(page, 'trl')).toHaveValue('TRL');
	await expect(columnOf(page, 'externalId')).toHaveValue('Case no');
	await expect(columnOf(page, 'title')).toHaveValue('');
	await columnOf(page, 'title').selectOption('Heading');
	await columnOf(page, 'summary').selectOption('In brief');
	await columnOf(page, 'description').selectOption('Whole story');
	await columnOf(page, 'sought').selectOption('Requirements');
	await columnOf(page, 'areas').selectOption('Sphere');
	await valueFor(page, 'kind').selectOption('need');
	await valueFor(page, 'language').selectOption('en');
	await valueFor(page, 'cooperation').selectOption('licence');
	await valueFor(page, 'partner.kinds').selectOption('institute');
	await page.getByRole('button', { name: 'Check all rows' }).click();
	await expect(page.getByRole('button', { name: 'Check all rows' })).toHaveCount(0);
}

async function importGoodRows(page: Page): Promise<void> {
	await page.getByRole('button', { name: /^Import \d+ good rows$/ }).click();
	await expect(page.getByRole('heading', { name: 'The import is finished' })).toBeVisible();
}

async function expectResult(page: Page, figures: Record<'new' | 'changed' | 'unchanged' | 'bad', number>): Promise<void> {
	const shown = await page.locator('section[aria-labelledby="result"] dl > div').evaluateAll((groups) =>
		groups.map((group) => [group.querySelector('dt')?.textContent, Number(group.querySelector('dd')?.textContent)]),
	);
	expect(Object.fromEntries(shown)).toEqual(figures);
}

/** The bad rows as the browser saves them. */
async function downloadBadRows(page: Page): Promise<string[][]> {
	const waiting = page.waitForEvent('download');
	await page.getByRole('link', { name: 'Download the bad rows' }).click();
	const download = await waiting;
	expect(download.suggestedFilename()).toMatch(/bad.*\.csv$/);
	return readCsv(readFileSync(await download.path(), 'utf8'));
}

async function titlesOnDesk(page: Page, stamp: string): Promise<string[]> {
	await page.goto('/desk');
	return (await page.locator('td.listing a.title').allTextContents()).filter((title) => title.includes(stamp)).sort();
}

test('a spreadsheet with good and bad rows is mapped, checked, imported, mended and imported again without doubles', async ({ page }) => {
	test.setTimeout(180_000);
	const stamp = `I${Date.now()}`;
	const file = csv([HEADERS, ...mixedRows(stamp)]);
	await signIn(page, 'member.hangzhou');
	await upload(page, 'needs.csv', file);
	await matchColumns(page);
	const address = page.url();

	await test.step('each error stands in its row and its column', async () => {
		await expect(page.getByRole('heading', { name: 'Checked: 3 good rows, 3 bad' })).toBeVisible();
		const table = page.locator('section[aria-labelledby="rows"] table');
		const headers = await table.locator('thead th').allTextContents();
		const cell = (row: number, header: string) => table.locator('tbody tr').nth(row).locator(':scope > *').nth(headers.indexOf(header));
		await expect(cell(0, 'Errors')).toContainText('good');
		await expect(cell(1, 'Errors')).toContainText('bad');
		await expect(cell(1, 'Heading')).toContainText('needed');
		await expect(cell(3, 'Sphere')).toContainText('alchemy” is no area');
		await expect(cell(3, 'TRL')).toContainText('outside the range');
		await expect(cell(3, 'Heading')).not.toContainText(/needed|no area/);
		await expect(cell(4, 'Case no')).toContainText('is the same listing already');
		await expect(cell(2, 'Errors')).toContainText('good');
		expect(await titlesOnDesk(page, stamp), 'nothing is stored before the person says so').toEqual([]);
		await page.goBack();
		await expect(page).toHaveURL(address);
	});

	const bad = await downloadBadRows(page);
	expect(bad[0]).toEqual([...HEADERS, 'Errors']);
	expect(bad.slice(1).map(([id]) => id)).toEqual([`${stamp}-2`, `${stamp}-4`, `${stamp}-1`]);
	expect(bad[1]!.at(-1)).toContain('Heading: ');
	expect(bad[2]!.at(-1)).toMatch(/Sphere: .*alchemy.*TRL: /);
	expect(bad[1]![3], 'a line break in a cell stays one').toContain('March.\nA part');

	await importGoodRows(page);
	await expectResult(page, { new: 3, changed: 0, unchanged: 0, bad: 3 });
	await expect(page.getByText('They wait for the review of your centre.')).toBeVisible();
	const three = [`Dry-run guard for pumps ${stamp}`, `Leak finder for buried pipes ${stamp}`, `Sand trap for wells ${stamp}`];
	expect(await titlesOnDesk(page, stamp)).toEqual(three);
	await page.goto(address);
	await expect(page.getByRole('heading', { name: 'The import is finished' })).toBeVisible();
	expect((await downloadBadRows(page)).map(([id]) => id)).toEqual(bad.map(([id]) => id));

	await test.step('the same file again changes nothing', async () => {
		await upload(page, 'needs.csv', file);
		await matchColumns(page);
		await importGoodRows(page);
		await expectResult(page, { new: 0, changed: 0, unchanged: 3, bad: 3 });
		expect(await titlesOnDesk(page, stamp)).toEqual(three);
	});

	await test.step('the downloaded rows, mended, come in; a changed row changes its listing', async () => {
		const [header, nameless, alchemist] = bad as [string[], string[], string[]];
		nameless[1] = `Hand-pump handle ${stamp}`;
		alchemist[5] = 'drinking-water-treatment';
		alchemist[6] = '7';
		await upload(page, 'mended.csv', csv([header, nameless, alchemist, [...cells({ id: `${stamp}-3`, title: `Sand trap for deep wells ${stamp}` }), '']]));
		await matchColumns(page);
		await expect(page.getByRole('heading', { name: 'All 3 rows are good' })).toBeVisible();
		await importGoodRows(page);
		await expectResult(page, { new: 2, changed: 1, unchanged: 0, bad: 0 });
		expect(await titlesOnDesk(page, stamp)).toEqual([
			`Dry-run guard for pumps ${stamp}`,
			`Float valve ${stamp}`,
			`Hand-pump handle ${stamp}`,
			`Leak finder for buried pipes ${stamp}`,
			`Sand trap for deep wells ${stamp}`,
		]);
	});
});

test('a workbook is imported as a CSV file is, in any script', async ({ page }) => {
	const stamp = `X${Date.now()}`;
	await signIn(page, 'member.hangzhou');
	const rows = [cells({ id: `${stamp}-1`, title: `苦咸水淡化膜 & <膜壳> ${stamp}` }), cells({ id: `${stamp}-2`, title: `ເຄື່ອງກອງນ້ຳ ${stamp}`, trl: 'old' })];
	await upload(page, 'needs.xlsx', xlsx([HEADERS, ...rows]), 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
	await matchColumns(page);
	await expect(page.getByRole('heading', { name: 'Checked: 1 good rows, 1 bad' })).toBeVisible();
	const bad = await downloadBadRows(page);
	expect(bad[1]![1]).toBe(`ເຄື່ອງກອງນ້ຳ ${stamp}`);
	await importGoodRows(page);
	expect(await titlesOnDesk(page, stamp)).toEqual([`苦咸水淡化膜 & <膜壳> ${stamp}`]);
});

const whole = xlsx([HEADERS, cells({ id: 'b', title: 'A workbook' })]);
const BROKEN: { what: string; name: string; buffer: Buffer; says: RegExp }[] = [
	{ what: 'a workbook cut in half', name: 'half.xlsx', buffer: whole.subarray(0, Math.floor(whole.length / 2)), says: /workbook is damaged/ },
	{ what: 'a workbook that is a picture', name: 'picture.xlsx', buffer: Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\xff\xfe', 'latin1'), says: /Only CSV, XLSX and JSONL|workbook is damaged/ },
	{ what: 'a PDF', name: 'flyer.pdf', buffer: Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n', 'latin1'), says: /Only CSV, XLSX and JSONL/ },
	{ what: 'an empty file', name: 'empty.csv', buffer: Buffer.alloc(0), says: /file is empty|Choose a file/ },
	{ what: 'a file with a header alone', name: 'header.csv', buffer: csv([HEADERS]), says: /no rows below/ },
	{ what: 'a quotation mark that never ends', name: 'quotes.csv', buffer: Buffer.from('title,summary\n"never ends,text\nnext,row\n'), says: /quotation mark/ },
];

test('a broken file and one that is no spreadsheet are refused with the reason, and nothing of them is kept', async ({ page }) => {
	await signIn(page, 'member.hangzhou');
	for (const { what, name, buffer, says } of BROKEN)
		await test.step(what, async () => {
			await upload(page, name, buffer);
			const alert = page.getByRole('alert');
			await expect(alert, what).toContainText('The file could not be read');
			await expect(alert, what).toContainText(says);
			await expect(page.locator('#file-error'), what).toContainText(says);
			await expect(page.locator('#file'), what).toHaveAttribute('aria-invalid', 'true');
			await page.goto('/desk/import');
			await expect(page.getByRole('link', { name, exact: true }), what).toHaveCount(0);
		});
});

test('an import is closed to others', async ({ page, browser }) => {
	await signIn(page, 'member.hangzhou');
	await upload(page, 'closed.csv', csv([HEADERS, cells({ id: 'closed', title: 'A closed import' })]));
	await expect(page.getByRole('heading', { name: 'What is each column?' })).toBeVisible();
	const stranger = await (await browser.newContext()).newPage();
	await signIn(stranger, 'member.nanning');
	expect((await stranger.goto(page.url()))?.status()).toBe(404);
	expect((await stranger.request.get(`${page.url()}/bad-rows`)).status()).toBe(404);
});
