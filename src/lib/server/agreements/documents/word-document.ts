import { AlignmentType, BorderStyle, Document, Footer, HeadingLevel, Packer, PageNumber, Paragraph as Block, Table, TableCell, TableRow, TextRun, WidthType, type ISectionOptions } from 'docx';
import type { DocumentModel } from '#lib/agreements/document.ts';

type Content = Block | Table;

/** Fonts of the languages: what office programs have everywhere, for Latin and for Chinese letters. */
const FONTS = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: 'SimSun', cs: 'Times New Roman' };
const LOCALES = { en: { value: 'en-GB' }, zh: { value: 'zh-CN', eastAsia: 'zh-CN' } } as const;

/** A4, in twentieths of a point. */
const PAGE: ISectionOptions['properties'] = { page: { size: { width: 11_906, height: 16_838 }, margin: { top: 1134, bottom: 1134, left: 1247, right: 1247 } } };
const TEXT_WIDTH = 11_906 - 2 * 1247;

/**
 * An agreement as a Word document (Office Open XML): one language, or two side by side in a table of two columns, a row a
 * paragraph, so that what says the same stands at the same height. Errors: no document.
 */
export async function wordDocument(documents: readonly DocumentModel[]): Promise<Uint8Array> {
	const [first, second] = documents;
	if (!first) throw new RangeError('An agreement has a document in at least one language');
	const children = second ? twoColumns(first, second) : oneColumn(first);
	const document = new Document({
		title: first.title,
		description: first.reference,
		creator: 'Mitra',
		styles: { default: { document: { run: { font: FONTS, size: 21, language: LOCALES[first.language] }, paragraph: { spacing: { after: 120, line: 300 } } } } },
		sections: [{ properties: PAGE, footers: { default: footer(first.reference) }, children }],
	});
	return Packer.toBuffer(document);
}

const run = (text: string, language: DocumentModel['language'], options: { bold?: boolean; size?: number; color?: string } = {}) => new TextRun({ text, font: FONTS, language: LOCALES[language], ...options });
/** Lines of a text stay lines. */
const runs = (text: string, language: DocumentModel['language']) => text.split('\n').map((line, index) => new TextRun({ text: line, font: FONTS, language: LOCALES[language], ...(index > 0 && { break: 1 }) }));

function footer(reference: string): Footer {
	const children = [new TextRun({ children: [`${reference}   `, PageNumber.CURRENT, ' / ', PageNumber.TOTAL_PAGES], size: 18, font: FONTS })];
	return new Footer({ children: [new Block({ alignment: AlignmentType.CENTER, children })] });
}

const kindLine = ({ kind, language }: DocumentModel) => new Block({ alignment: AlignmentType.CENTER, children: [run(kind, language, { size: 24 })] });
const titleLine = ({ title, language }: DocumentModel) => new Block({ heading: HeadingLevel.TITLE, alignment: AlignmentType.CENTER, spacing: { before: 120, after: 240 }, children: [run(title, language, { bold: true, size: 30, color: '000000' })] });
const plain = (text: string, language: DocumentModel['language'], keepNext = false) => new Block({ children: runs(text, language), keepNext });
const heading = (text: string, language: DocumentModel['language']) => new Block({ heading: HeadingLevel.HEADING_2, keepNext: true, spacing: { before: 200, after: 80 }, children: [run(text, language, { bold: true, size: 22, color: '000000' })] });

function partyBlocks(model: DocumentModel, index: number): Block[] {
	const { label, name, country, represented } = model.parties[index]!;
	const separator = model.language === 'zh' ? '，' : ', ';
	const colon = model.language === 'zh' ? '：' : ': ';
	return [new Block({ children: [run(`${label}${colon}`, model.language, { bold: true }), run([name, country, represented].filter((part) => part !== '').join(separator), model.language)] })];
}

function signatureBlocks(model: DocumentModel, index: number): Block[] {
	const { label, name, signatory, signatoryTitle } = model.parties[index]!;
	const { lines, language } = model;
	const row = (what: string, value: string) => plain(`${what}${language === 'zh' ? '：' : ': '}${value === '' ? '______________________' : value}`, language, true);
	return [
		new Block({ keepNext: true, spacing: { before: 240 }, children: [run(`${label}  ${name}`, language, { bold: true })] }),
		row(lines.signature, ''), row(lines.name, signatory), row(lines.position, signatoryTitle), row(lines.place, ''),
	];
}

/** The document as steps, each the same thing in whatever language: what stands in one row. */
function steps(model: DocumentModel): (() => Block[])[] {
	return [
		() => [kindLine(model), titleLine(model)],
		() => [plain(model.between, model.language, true)],
		...model.parties.map((_, index) => () => partyBlocks(model, index)),
		() => [plain(model.agreed, model.language)],
		...model.clauses.flatMap(({ number, heading: words, paragraphs }) => [
			() => [heading(`${number}. ${words}`, model.language), ...paragraphs.slice(0, 1).map(({ text }) => plain(text, model.language))],
			...paragraphs.slice(1).map(({ text }) => () => [plain(text, model.language)]),
		]),
		() => [heading(model.signatures, model.language)],
		...model.parties.map((_, index) => () => signatureBlocks(model, index)),
	];
}

const oneColumn = (model: DocumentModel): Content[] => steps(model).flatMap((step) => step());

function twoColumns(left: DocumentModel, right: DocumentModel): Content[] {
	const [one, other] = [steps(left), steps(right)];
	const none = { style: BorderStyle.NONE, size: 0, color: 'auto' };
	const between = { style: BorderStyle.SINGLE, size: 4, color: '999999' };
	const cell = (children: Block[]) => new TableCell({ children, width: { size: TEXT_WIDTH / 2, type: WidthType.DXA }, margins: { left: 113, right: 113 } });
	const rows = one.map((step, index) => new TableRow({ cantSplit: true, children: [cell(step()), cell(other[index]?.() ?? [])] }));
	return [new Table({ columnWidths: [TEXT_WIDTH / 2, TEXT_WIDTH / 2], width: { size: TEXT_WIDTH, type: WidthType.DXA }, borders: { top: none, bottom: none, left: none, right: none, insideHorizontal: none, insideVertical: between }, rows })];
}
