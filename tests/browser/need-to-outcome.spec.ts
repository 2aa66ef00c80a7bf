import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { signIn } from './accounts.ts';
import { chooseArea, editorListens, handIn, saved } from './listing-editor.ts';
import { expect, test } from './mitra-test.ts';

/**
 * The whole way of the issue: a need in Vietnamese, a Chinese offer, two officers, an NDA, terms and counter-terms, a bilingual
 * licence with joint results, signed, counted, its first year answered - and a fifth person who tries at every step to see what is not theirs.
 */

const chinese = (part: string): Record<string, string> => JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'messages', part, 'zh.json'), 'utf8')) as Record<string, string>;

const NEED = {
	title: 'Cần bộ kiểm tra nhanh thật giả và kim loại nặng của dược liệu vùng ngập lũ',
	summary: 'Sau mỗi mùa lũ, các hợp tác xã thu mua dược liệu không biết lô nào bị giả hoặc nhiễm kim loại nặng.',
	description: 'Mười hai điểm thu mua ven sông nhận dược liệu phơi lại sau lũ. Cần phương pháp kiểm tra tại chỗ, dưới một giờ, phân biệt loài thật và giả bằng ADN và đo chì, cadimi, asen, thủy ngân.',
	sought: 'Thiết bị cầm tay, kết quả dưới một giờ, một người vận hành, dưới 5 USD mỗi mẫu.',
};

async function personOf(browser: Browser, name: string): Promise<Page> {
	const page = await (await browser.newContext()).newPage();
	await signIn(page, name);
	return page;
}
/** Fills fields; once more where the scripts of the page came between choosing what stood there and typing over it. */
async function fill(page: Page, fields: Record<string, string>): Promise<void> {
	for (const [name, value] of Object.entries(fields)) {
		const field = page.locator(`[name="${name}"]`);
		await expect(async () => {
			await field.fill(value);
			await expect(field).toHaveValue(value, { timeout: 200 });
		}).toPass();
	}
}
/** A figure that stands on a page. */
async function numberOn(page: Page, path: string, words: RegExp): Promise<number> {
	const text = (await (await page.request.get(path)).text()).replaceAll('<!---->', '');
	expect(text).toMatch(words);
	return Number(words.exec(text)![1]);
}
async function choose(page: Page, fields: Record<string, string>): Promise<void> {
	for (const [name, value] of Object.entries(fields)) await page.locator(`select[name="${name}"]`).selectOption(value);
}

test('from a need in Vietnamese to a signed bilingual licence and its outcome, past two centres, and past nobody else', async ({ browser }) => {
	test.setTimeout(300_000);
	const seeking = await personOf(browser, 'member.danang');
	const offering = await personOf(browser, 'member.nanning');
	const officer = await personOf(browser, 'officer.vietnam');
	const adviser = await personOf(browser, 'officer.nanning');
	const fifth = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
	await signIn(fifth, 'member.chiangmai');
	/** Neither the page nor anything that hangs on it is there for the fifth person. */
	const isClosed = async (...paths: string[]) => {
		for (const path of paths) expect((await fifth.request.get(path, { maxRedirects: 0 })).status(), path).toBe(404);
	};

	const need = await test.step('the need is written in Vietnamese and published by the centre in Viet Nam', async () => {
		await seeking.goto('/desk/new');
		await seeking.locator('input[name="kind"][value="need"]').check();
		await seeking.locator('select[name="language"]').selectOption('vi');
		await seeking.getByRole('button', { name: 'Start writing' }).click();
		await seeking.waitForURL(/\/desk\/listings\/[0-9a-f-]{36}$/);
		const draft = new URL(seeking.url()).pathname;
		await editorListens(seeking);
		for (const [field, text] of Object.entries(NEED)) await seeking.locator(`#${field}`).fill(text);
		await seeking.locator('input[name="cooperation"][value="licence"]').check();
		await seeking.locator('input[name="partner.kinds"][value="company-11-49"]').check();
		await chooseArea(seeking, 'medicinal');
		await expect(saved(seeking)).toBeVisible();
		await isClosed(draft);
		await handIn(seeking);
		await expect(seeking).toHaveURL(/\/desk\?submitted/);
		await officer.goto(draft.replace('/desk/listings/', '/review/'));
		await officer.getByRole('button', { name: 'Publish' }).click();
		await expect(officer.getByText(/^Published: /)).toBeVisible();
		return draft.split('/').at(-1)!;
	});

	const interest = await test.step('its author meets the Chinese offer, says so in Vietnamese, and the centre passes it on', async () => {
		await seeking.goto('/search?q=kiểm+tra+dược+liệu+thật+giả+kim+loại+nặng&kind=offer');
		await seeking.locator('main article.listing a[lang="zh"]').filter({ hasText: '草药真伪' }).first().click();
		await seeking.getByRole('link', { name: 'Express interest' }).click();
		await choose(seeking, { language: 'vi', ownListing: need });
		await fill(seeking, { whoWeAre: 'Công ty công nghệ khí tượng thủy văn ở Đà Nẵng, cho các hợp tác xã.', why: 'Lũ làm lẫn các lô dược liệu.' });
		await seeking.getByRole('button', { name: 'Send interest' }).click();
		await expect(seeking.getByText('The interest is on its way.')).toBeVisible();
		const path = new URL(seeking.url()).pathname;
		await isClosed(path);
		return path;
	});

	const docking = await test.step('the owner reads it in Vietnamese on a Chinese page, and a docking opens', async () => {
		const words = chinese('docking');
		await officer.goto(interest);
		const pass = officer.getByRole('button', { name: 'Pass on' });
		if (await pass.isVisible()) await pass.click();
		await adviser.goto(interest);
		const passToo = adviser.getByRole('button', { name: 'Pass on' });
		if (await passToo.isVisible()) await passToo.click();
		await offering.goto(`/zh${interest}`);
		await expect(offering.getByText('Lũ làm lẫn các lô dược liệu.')).toBeVisible();
		await offering.getByRole('button', { name: words['docking_interest_accept']! }).click();
		await expect(offering).toHaveURL(/\/zh\/docking\/D-\d{4}-\d{4}$/);
		const path = new URL(offering.url()).pathname.replace('/zh', '');
		expect((await officer.goto(path))!.status()).toBe(200);
		await isClosed(path, `${path}/room`, `${path}/files`, `${path}/nda`, `${path}/terms`, `${path}/agreement`);
		return path;
	});

	await test.step('both sign an agreement of confidentiality in their two languages', async () => {
		await seeking.goto(`${docking}/nda`);
		await expect(seeking.locator('#second_language')).toHaveValue('vi');
		await seeking.getByRole('button', { name: 'Propose the template' }).click();
		await expect(seeking.getByText('Proposed. The other side has been told.')).toBeVisible();
		for (const [page, capacity] of [[seeking, 'Giám đốc'], [offering, '总经理']] as const) {
			await page.goto(page === offering ? `/zh${docking}/nda` : `${docking}/nda`);
			await page.locator('[name="capacity"]').fill(capacity);
			await page.locator('#read').check();
			await page.locator('#authority').check();
			await page.locator('form[action="?/sign"] button.button-primary').click();
			await expect(page.getByText(capacity).first()).toBeVisible();
		}
		await seeking.goto(docking);
		await isClosed(`${docking}/nda/1/text`);
	});

	await test.step('the room carries a message across the two languages', async () => {
		const words = chinese('room');
		await offering.goto(`/zh${docking}/room`);
		await offering.locator('#subject').fill('检测卡');
		await offering.locator('textarea[name="text"]').first().fill('每个收购点每月检测多少批？');
		await offering.getByRole('button', { name: words['room_message_send']! }).first().click();
		await expect(offering.getByRole('heading', { level: 1 })).toHaveText('检测卡');
		const thread = new URL(offering.url()).pathname.replace('/zh', '');
		await seeking.goto(thread);
		await expect(seeking.getByText('每个收购点每月检测多少批？')).toBeVisible();
		await isClosed(thread);
		expect((await adviser.goto(thread))!.status()).toBe(200);
	});

	const agreement = await test.step('terms go to and fro, and an agreement is drafted from what was accepted', async () => {
		await offering.goto(`${docking}/terms/new`);
		await choose(offering, { transfer: 'licence', language: 'en', exclusivity: 'non-exclusive' });
		await fill(offering, { scope: 'The three-step test of herbs: DNA card, metals, fingerprints.', lumpSum: '90,000.00' });
		await offering.locator('input[name="territory"][value="VN"]').check();
		await offering.getByRole('button', { name: 'Send to the other side' }).click();
		await expect(offering.getByText('The other side has been told of your offer.')).toBeVisible();
		await seeking.goto(`${docking}/terms/new`);
		await fill(seeking, { lumpSum: '80,000.00', words: 'Tám mươi nghìn, gồm hai tuần đào tạo.' });
		await seeking.getByRole('button', { name: 'Send to the other side' }).click();
		await expect(seeking.getByText('The other side has been told of your offer.')).toBeVisible();
		await offering.goto(`${docking}/terms`);
		await offering.getByRole('button', { name: 'Accept these terms' }).click();
		await offering.getByRole('link', { name: 'To the agreement' }).click();
		await offering.getByRole('button', { name: 'Draft the agreement from offer 2' }).click();
		await expect(offering.getByRole('heading', { level: 1 })).toContainText('Draft of agreement A-');
		const path = new URL(offering.url()).pathname.replace('/edit', '');
		await isClosed(path, `${path}/edit`, `${path}/document`, `${path}/document/word`);
		return path;
	});

	await test.step('with joint results it is put up, signed, confirmed and counted', async () => {
		await offering.goto(`${agreement}/edit`);
		await fill(offering, {
			title_en: 'Licence of a three-step test of herbs', title_zh: '草药三步检测许可', purpose_en: 'Safe herbs after floods.', purpose_zh: '洪水之后药材安全。',
			scope_zh: '草药三步检测：DNA、重金属、指纹图谱。', signatory_0: 'Huang Sample', signatory_1: 'Linh Sample', share_0: '50', share_1: '50',
		});
		await choose(offering, { prevailing: 'equal', authority_0: 'legal-representative', authority_1: 'legal-representative', results: 'joint', law: 'SG', dispute: 'negotiation', exportControl: 'none-needed', area: 'health' });
		await offering.getByLabel('Invention patent').check();
		await offering.getByRole('button', { name: 'Save the draft' }).click();
		await expect(offering.getByText('The draft is saved.')).toBeVisible();
		await offering.getByRole('button', { name: 'Put up for signature' }).click();
		await expect(offering.getByText('Ready to sign')).toBeVisible();
		await seeking.goto(`${agreement}/document?language=both`);
		await expect(seeking.locator('article [lang="zh"]').filter({ hasText: '甲方 50%和乙方 50%' })).toBeVisible();
		const counted = () => numberOn(fifth, '/agreements/statistics', /Agreements signed: (\d+)/);
		const before = await counted();
		await offering.locator('[name="scan"]').setInputFiles({ name: 'signed.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 signed') });
		await fill(offering, { signedOn: '2026-01-20', place: 'Nanning' });
		await offering.getByRole('button', { name: 'Put in the signed scan' }).click();
		await expect(offering.getByText('The other party has not confirmed the signature yet.')).toBeVisible();
		await seeking.goto(agreement);
		await seeking.getByRole('button', { name: 'Confirm the signature' }).click();
		await expect(seeking.getByText('What the public register may show')).toBeVisible();
		expect(await counted()).toBe(before + 1);
		await isClosed(agreement, `${agreement}/scan`);
		await fifth.goto('/agreements');
		await expect(fifth.getByText('Licence of a three-step test of herbs')).toHaveCount(0);
	});

	await test.step('a year is answered, and counted', async () => {
		const record = agreement.replace('/agreements/', '/outcomes/');
		const counted = () => numberOn(fifth, '/outcomes', /(\d+) yearly reports by parties/);
		const before = await counted();
		await seeking.goto(`${record}?year=${new Date().getUTCFullYear()}#answer`);
		await seeking.getByLabel('It is running').check();
		await seeking.getByLabel('Jobs that depend on it').fill('9');
		await seeking.getByRole('button', { name: 'Send the answer' }).click();
		await expect(seeking.getByText('Done.')).toBeVisible();
		await isClosed(record, `${record}/story`);
		expect(await counted()).toBe(before + 1);
	});
});
