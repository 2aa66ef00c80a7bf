import { describe, expect, test } from 'vitest';
import { cutText } from '#lib/server/imports/cut-text.ts';
import { minorUnits, readCurrency, readDay, readDecimal, readList, readMoney } from '#lib/server/imports/read-values.ts';
import { suggestMapping } from '#lib/server/imports/suggest-mapping.ts';
import { codeOf } from '#lib/server/imports/value-words.ts';
import { readCountry, readLanguage } from '#lib/server/imports/region-names.ts';
import { check, need } from './rows.ts';

describe('columns find their fields', () => {
	test.each([
		['English', ['Reference Number', 'Title', 'Abstract', 'Keywords', 'TRL'], { externalId: 'Reference Number', title: 'Title', summary: 'Abstract', description: 'Abstract', keywords: 'Keywords', trl: 'TRL' }],
		['Chinese', ['编号', '项目名称', '项目介绍', '技术需求', '合作方式'], { externalId: '编号', title: '项目名称', description: '项目介绍', summary: '项目介绍', sought: '技术需求', cooperation: '合作方式' }],
		['Vietnamese', ['Tiêu đề', 'Tóm tắt', 'Mô tả', 'Từ khóa'], { title: 'Tiêu đề', summary: 'Tóm tắt', description: 'Mô tả', keywords: 'Từ khóa' }],
		['Thai', ['ชื่อเรื่อง', 'บทคัดย่อ', 'รายละเอียด'], { title: 'ชื่อเรื่อง', summary: 'บทคัดย่อ', description: 'รายละเอียด' }],
		['Indonesian', ['Judul', 'Ringkasan', 'Deskripsi', 'Negara'], { title: 'Judul', summary: 'Ringkasan', description: 'Deskripsi', countries: 'Negara' }],
	])('in %s', (_language, columns, mapping) => {
		expect(suggestMapping(columns)).toEqual(mapping);
	});

	test('names of an export win over look-alikes, and nothing is guessed twice', () => {
		expect(suggestMapping(['name', 'title', 'price.min', 'price'])).toEqual({ title: 'title', 'price.min': 'price.min', price: 'price' });
	});
});

describe('values as people write them', () => {
	test.each([
		['2027-03-31', '2027-03-31'], ['2027/3/1', '2027-03-01'], ['2027年3月1日', '2027-03-01'], ['31/03/2027', '2027-03-31'], ['03/31/2027', '2027-03-31'],
		['31 March 2027', '2027-03-31'], ['Mar 31, 2027', '2027-03-31'], ['31.3.2570', '2027-03-31'], ['2027-03-31 00:00:00', '2027-03-31'],
		['3/4/2027', undefined], ['2027-02-30', undefined], ['soon', undefined],
	])('day %s', (text, day) => {
		expect(readDay(text)).toBe(day);
	});

	test.each([
		['1,234.5', '1234.5'], ['1.234,5', '1234.5'], ['1 234', '1234'], ['1,234', '1234'], ['0.125', '0.125'], ['12.50', '12.50'], ['1.234.567', '1234567'], ['12,34,5', undefined], ['abc', undefined],
	])('number %s', (text, decimal) => {
		expect(readDecimal(text)).toBe(decimal);
	});

	test.each([
		['USD 50,000 - 80,000', { min: 5_000_000, max: 8_000_000, currency: 'USD' }],
		['500万元', { min: 500_000_000, max: 500_000_000, currency: 'CNY' }],
		['€1.5 million', { min: 150_000_000, max: 150_000_000, currency: 'EUR' }],
		['5万美元', { min: 5_000_000, max: 5_000_000, currency: 'USD' }],
		['₫ 200.000.000', { min: 200_000_000, max: 200_000_000, currency: 'VND' }],
		['S$ 1,200', { min: 120_000, max: 120_000, currency: 'SGD' }],
		['much', undefined],
		['12', undefined],
	])('money %s', (text, money) => {
		expect(readMoney(text)).toEqual(money);
	});

	test('amounts are exact, and never finer than the currency', () => {
		expect(minorUnits('12500.50', 'USD')).toBe(1_250_050);
		expect(minorUnits('0.005', 'USD')).toBeUndefined();
		expect(minorUnits('90071992547409.93', 'USD')).toBeUndefined();
		expect(readCurrency('RMB')).toBe('CNY');
		expect(readCurrency('XYZ')).toBeUndefined();
	});

	test('words of vocabularies in several languages', () => {
		expect([codeOf('cooperation', 'Joint R&D'), codeOf('cooperation', '技术转让'), codeOf('cooperation', 'license'), codeOf('cooperation', 'gift')]).toEqual(['joint-rd', 'assignment', 'licence', undefined]);
		expect([codeOf('partner', 'Company, 11–49 staff'), codeOf('kind', '技术需求'), codeOf('ip_status', 'Granted')]).toEqual(['company-11-49', 'need', 'granted']);
		expect([readCountry('Viet Nam'), readCountry('老挝'), readCountry('ประเทศไทย'), readCountry('ไทย'), readCountry('Atlantis')]).toEqual(['VN', 'LA', undefined, 'TH', undefined]);
		expect([readLanguage('zh-CN'), readLanguage('Tiếng Việt'), readLanguage('Klingon')]).toEqual(['zh', 'vi', undefined]);
	});

	test('lists are cut at commas only where no part is a value with a comma', () => {
		expect(readList('rice; salt')).toEqual(['rice', 'salt']);
		expect(readList('rice, salt、水')).toEqual(['rice', 'salt', '水']);
		expect(readList('Company, 11–49 staff; University', (part) => codeOf('partner', part) !== undefined)).toEqual(['Company, 11–49 staff', 'University']);
	});

	test('a cut ends after a sentence, else between words, and never passes the limit', () => {
		expect(cutText('First sentence is here. Second one is longer than that.', 35)).toBe('First sentence is here.');
		expect(cutText('one two three four five six seven', 20)).toBe('one two three four…');
		expect([...cutText('水'.repeat(600), 500)].length).toBe(500);
	});
});

describe('a row as a listing', () => {
	test('is good when nothing is missing; areas and language come from the text', async () => {
		const [row] = await check([need('1', { language: '', areas: '' })]);
		expect(row).toMatchObject({ ok: true, kind: 'need', externalId: '1', content: { language: 'en', cooperation: ['licence'] } });
		if (row?.ok) expect(row.content.areas.length).toBeGreaterThan(0);
	});

	test('names every error with its column in one round', async () => {
		const [row] = await check([need('1', { kind: 'swap', summary: 'x'.repeat(501), title: '', trl: '12', relevantDate: '3/4/2027', budget: 'much', cooperation: 'licence; gift', countries: 'Atlantis', areas: 'cooking' })]);
		const errors = row?.ok === false ? row.errors.map(({ column, code }) => `${column} ${code}`).sort() : [];
		expect(errors).toEqual(
			['areas unknown_area', 'budget not_money', 'cooperation unknown_value', 'countries unknown_country', 'kind unknown_value', 'relevantDate not_a_date', 'summary too_long', 'title required', 'trl out_of_range'].sort(),
		);
	});

	test('cuts only when asked to', async () => {
		const [row] = await check([need('1', { description: 'A long story. '.repeat(400) })], { cut: true });
		expect(row?.ok === true && [...row.content.description].length).toBeLessThanOrEqual(4000);
	});

	test('HTML is text', async () => {
		const [row] = await check([need('1', { title: '<script>alert(1)</script> Pump' })]);
		expect(row?.ok === true && row.content.title).toBe('<script>alert(1)</script> Pump');
	});

	test('the same id twice is told with the row it stood in; without an id the title stands for it', async () => {
		const rows = await check([need('1'), need('1', { title: 'Other' }), need('', { title: 'Same' }), need('', { title: ' same ' })]);
		expect(rows.map((row) => row.ok)).toEqual([true, false, true, false]);
		expect(rows[1]).toMatchObject({ errors: [{ code: 'duplicate_row', value: '1' }] });
		expect(rows[3]).toMatchObject({ errors: [{ code: 'duplicate_row', value: '3' }] });
	});
});
