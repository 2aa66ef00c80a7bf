import { strToU8, zipSync, type Zippable } from 'fflate';
import { bytesSource, openTable } from '#lib/server/imports/open-table.ts';
import { BROWSER_LIMITS, type ImportLimits } from '#lib/server/imports/limits.ts';
import type { ByteSource, Cell, TableRow } from '#lib/server/imports/table.ts';
import { isExpectedError } from '#lib/server/platform/errors.ts';

export const text = (content: string): ByteSource => bytesSource(Buffer.from(content, 'utf8'), 7);

/** The columns and rows of a file. */
export async function read(source: ByteSource, limits: Partial<ImportLimits> = {}): Promise<{ columns: string[]; rows: TableRow[]; cells: Cell[][] }> {
	const table = await openTable(source, { ...BROWSER_LIMITS, ...limits });
	const rows: TableRow[] = [];
	for await (const row of table.rows()) rows.push(row);
	return { columns: [...table.columns], rows, cells: rows.map((row) => [...row.cells]) };
}

/** What a file is refused with: the code, and the line or limit it names. */
export async function refusal(source: ByteSource, limits: Partial<ImportLimits> = {}): Promise<Record<string, unknown>> {
	try {
		await read(source, limits);
	} catch (error) {
		if (isExpectedError(error)) return { ...error.detail };
		throw error;
	}
	return {};
}

const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A workbook with one sheet, as spreadsheet programs write one; parts can be replaced. */
export function workbook(sheetData: string, parts: Record<string, string | Uint8Array> = {}, strings: string[] = []): Uint8Array {
	const part = (name: string, content: string): [string, Uint8Array] => [name, strToU8(`<?xml version="1.0" encoding="UTF-8"?>${content}`)];
	const files: Zippable = Object.fromEntries([
		part('[Content_Types].xml', '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'),
		part(
			'xl/workbook.xml',
			`<workbook xmlns:r="${RELATIONS}"><workbookPr/><sheets><sheet name="Hidden" sheetId="2" state="hidden" r:id="rId9"/><sheet name="Listings" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		),
		part(
			'xl/_rels/workbook.xml.rels',
			`<Relationships><Relationship Id="rId1" Type="${RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${RELATIONS}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`,
		),
		part('xl/styles.xml', '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>'),
		part('xl/sharedStrings.xml', `<sst>${strings.map((each) => `<si><t xml:space="preserve">${each}</t></si>`).join('')}</sst>`),
		part('xl/worksheets/sheet1.xml', `<worksheet>${sheetData}</worksheet>`),
	]);
	for (const [name, content] of Object.entries(parts)) files[name] = typeof content === 'string' ? strToU8(content) : content;
	return zipSync(files, { level: 6 });
}

export const inline = (reference: string, value: string) => `<c r="${reference}" t="inlineStr"><is><t>${value}</t></is></c>`;
