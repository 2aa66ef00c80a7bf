import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { extractText, getDocumentProxy } from 'unpdf';
import { emptyContent, type AgreementContent, type AgreementFacts } from '#lib/agreements/content.ts';
import { AGREEMENT_KINDS } from '#lib/agreements/vocabulary.ts';
import { clauseRows, headingsOf, rowsOf } from './clauses.ts';
import { composeAll, composeDocument } from './compose.ts';
import { fingerprint } from './fingerprint.ts';
import { wordDocument } from './word-document.ts';

const run = promisify(execFile);
const both = (en: string, zh: string) => ({ en, zh });

export function licence(change: Partial<AgreementFacts> = {}, content: Partial<AgreementContent> = {}): AgreementFacts {
	return {
		kind: 'licence', titles: both('Licence of a seed coating for saline soil', '盐碱地种子包衣技术许可'), languages: ['en', 'zh'], prevailing: 'en', startsOn: '2027-01-01', endsOn: '2031-12-31', value: null, area: 'agriculture',
		content: {
			...emptyContent('licence'),
			texts: { purpose: both('The Parties bring the seed coating to the Mekong delta.', '各方将种子包衣技术引入湄公河三角洲。'), scope: both('Coating of rice seed.\nTwo plants.', '水稻种子包衣。\n两座工厂。'), fieldOfUse: both('Rice', '水稻'), warranties: { vi: 'Bảo hành 12 tháng' } },
			exclusivity: 'sole', territory: ['VN', 'LA'], currency: 'CNY', lumpSum: { minor: '50000000', currency: 'CNY' },
			milestones: [{ what: both('Pilot plant runs', '中试装置运行'), amount: { minor: '20000050', currency: 'CNY' }, dueOn: '2027-09-30' }],
			royalty: { base: 'net-sales', rateBp: 350, minimum: { minor: '10000000', currency: 'CNY' }, cap: null }, trainingDays: 10, results: 'joint', background: 'licensed-for-project', rights: ['patent', 'trade-secret'],
			publicationDays: 30, confidentialityMonths: 60, law: 'SG', dispute: 'arbitration', disputePlace: 'SIAC, Singapore', exportControl: 'none-needed', ...content,
		},
		parties: [
			{ position: 0, organisationId: null, centreId: null, names: [{ language: 'zh', text: '示例研究院' }, { language: 'en', text: 'Sample Institute' }], country: 'CN', side: 'offering', shareBp: 6000, signatory: 'Li Wei', signatoryTitle: 'President', authority: 'legal-representative', authorityWords: '' },
			{ position: 1, organisationId: null, centreId: null, names: [{ language: 'vi', text: 'Công ty Mẫu' }], country: 'VN', side: 'seeking', shareBp: 4000, signatory: 'Tran Thi Mai', signatoryTitle: '', authority: 'power-of-attorney', authorityWords: 'PoA 12/2026' },
		],
		...change,
	};
}
const textOf = (facts: AgreementFacts, language: 'en' | 'zh') => clauseRows().then((rows) => composeDocument(facts, 'A-2026-0001', rows, language)).then(({ clauses }) => clauses.flatMap(({ heading, paragraphs }) => [heading, ...paragraphs.map(({ text }) => text)]).join('\n'));

describe('the text of an agreement', () => {
	test('says what was agreed, in each language', async () => {
		const english = await textOf(licence(), 'en');
		for (const part of ['sole licence', 'Laos and Vietnam', 'CNY 500,000', 'CNY 200,000.50, due on 30 September 2027', '3.5% of net sales', 'at least CNY 100,000', 'Party A 60% and Party B 40%', 'law of Singapore', 'SIAC, Singapore', 'the English text prevails', '60 months'])
			expect(english.replace(/\u00a0/g, ' ').replace('Vietnam and Laos', 'Laos and Vietnam')).toContain(part);
		const chinese = await textOf(licence(), 'zh');
		for (const part of ['排他许可', '净销售额', '甲方 60%和乙方 40%', '新加坡', '以英文文本为准']) expect(chinese).toContain(part);
		expect(english + chinese).not.toMatch(/[{}]|undefined|null/);
	});

	test('has the same clauses and paragraphs in both languages, whatever the agreement', async () => {
		const rows = await clauseRows();
		for (const kind of AGREEMENT_KINDS)
			for (const content of [{}, { exclusivity: 'exclusive', worldwide: true, sublicence: true, royalty: null, lumpSum: null, milestones: [], results: 'single', dispute: 'mediation', disputePlace: '', law: null, publicationDays: null, confidentialityMonths: null, exportControl: 'unchecked' }] as Partial<AgreementContent>[]) {
				const { documents } = composeAll(licence({ kind }, content), 'A-2026-0001', rows);
				const shape = (language: 'en' | 'zh') => documents[language]!.clauses.map(({ paragraphs }) => paragraphs.length);
				expect(shape('en'), kind).toEqual(shape('zh'));
				expect(JSON.stringify(documents), kind).not.toMatch(/\{[a-zA-Z]+\}/);
			}
	});

	test('joint work without shares is owned equally, and what one party makes alone is its own', async () => {
		const equal = licence({ kind: 'joint-rd' });
		const text = await textOf({ ...equal, parties: equal.parties.map((party) => ({ ...party, shareBp: null })) }, 'en');
		expect(text).toContain('The shares in joint results are equal.');
		expect(text).toContain('belong to that Party alone');
	});

	test('shows a text that is not translated in the language it is written in', async () => {
		const { clauses } = composeDocument(licence(), 'A-2026-0001', await clauseRows(), 'zh');
		expect(clauses.flatMap(({ paragraphs }) => paragraphs)).toContainEqual({ text: 'Bảo hành 12 tháng', language: 'vi' });
	});

	test('has a fingerprint that any change of it changes, and the order of its parts does not', async () => {
		const rows = await clauseRows();
		const frozen = composeAll(licence(), 'A-2026-0001', rows);
		const { documents, prevailing, unreviewed } = frozen;
		expect(fingerprint({ unreviewed, prevailing, documents })).toEqual(fingerprint(frozen));
		expect(fingerprint(composeAll(licence({}, { trainingDays: 11 }), 'A-2026-0001', rows))).not.toEqual(fingerprint(frozen));
	});

	test('names the clauses that no lawyer has read as the documents do, in both languages', async () => {
		const rows = await clauseRows();
		const { unreviewed, documents } = composeAll(licence(), 'A-2026-0001', rows);
		const names = headingsOf(unreviewed, rows);
		expect(names.length).toBeGreaterThan(5);
		for (const { en, zh } of names) expect([documents.en!.clauses.some(({ heading }) => heading === en), documents.zh!.clauses.some(({ heading }) => heading === zh)]).toEqual([true, true]);
		expect(headingsOf(['a clause of old'], rows)).toEqual([{ en: 'a clause of old' }]);
	});

	test('refuses a table with a condition or kind that nothing knows, or a language that is missing', () => {
		const head = 'clause,kinds,when,heading_en,heading_zh,text_en,text_zh,reviewed\n';
		expect(() => rowsOf(Buffer.from(`${head}a,*,sometimes,A,甲,a,甲,\n`))).toThrow('"sometimes" is unknown');
		expect(() => rowsOf(Buffer.from(`${head}a,lease,always,A,甲,a,甲,\n`))).toThrow('"lease" is unknown');
		expect(() => rowsOf(Buffer.from(`${head}a,*,always,A,甲,a,,\n`))).toThrow('"text_zh" is empty');
		expect(rowsOf(Buffer.from(`${head}a,*,always,A,甲,a,甲,"Tan, 2027-01-31"\n`))[0]!.reviewed).toBe(true);
	});
});

const hasOffice = await run('soffice', ['--version']).then(() => true, () => false);
if (!hasOffice) console.warn('soffice is not installed here: the Word documents are not opened with LibreOffice');
/** Without a font that has Chinese, LibreOffice draws boxes, whatever the document says. */
const hasChinese = hasOffice && (await run('fc-list', [':lang=zh']).then(({ stdout }) => stdout.trim() !== '', () => false));
if (hasOffice && !hasChinese) console.warn('No font here has Chinese: the Word documents are not opened with LibreOffice');

describe('the Word document', () => {
	test('is made of the texts, in one language and in two columns', async () => {
		const { documents } = composeAll(licence(), 'A-2026-0001', await clauseRows());
		for (const of of [[documents.en!], [documents.en!, documents.zh!]]) {
			const bytes = await wordDocument(of);
			expect(Buffer.from(bytes.subarray(0, 4)).toString('latin1')).toBe('PK\u0003\u0004');
		}
		await expect(wordDocument([])).rejects.toThrow(RangeError);
	});

	test.skipIf(!hasChinese)('opens in LibreOffice: a PDF with both languages on its pages', { timeout: 120_000 }, async () => {
		const folder = await mkdtemp(join(tmpdir(), 'mitra-docx-'));
		try {
			const { documents } = composeAll(licence(), 'A-2026-0001', await clauseRows());
			await writeFile(join(folder, 'agreement.docx'), await wordDocument([documents.en!, documents.zh!]));
			await run('soffice', [`-env:UserInstallation=file://${folder}/profile`, '--headless', '--convert-to', 'pdf', '--outdir', folder, join(folder, 'agreement.docx')], { timeout: 100_000 });
			const { text, totalPages } = await extractText(await getDocumentProxy(new Uint8Array(await readFile(join(folder, 'agreement.pdf')))), { mergePages: true });
			expect(totalPages).toBeGreaterThan(1);
			expect(text).toContain('Licence agreement');
			expect(text).toContain('许可协议');
			expect(text.replace(/\s/g, '')).toContain('CNY200,000.50');
			if (process.env.MITRA_KEEP_PDF) await writeFile(process.env.MITRA_KEEP_PDF, await readFile(join(folder, 'agreement.pdf')));
		} finally {
			await rm(folder, { recursive: true, force: true });
		}
	});
});
