import { posix } from 'node:path';
import { fileProblem } from '../file-problem.ts';
import type { ImportLimits } from '../limits.ts';
import { isDateFormat } from './number-formats.ts';
import { attribute, xmlTokens } from './xml-tokens.ts';
import type { ZipArchive } from './zip-archive.ts';

/** What is needed to read the cells of one sheet. */
export interface Workbook {
	/** The part of the archive that holds the sheet. */
	sheet: string;
	/** Whether days count from 1904. */
	since1904: boolean;
	sharedStrings: readonly string[];
	/** By style number of a cell: whether it shows a day or a time. */
	dateStyles: readonly boolean[];
}

/** Errors: invalid_input (broken_workbook, no_sheet, archive_bomb). */
export async function readWorkbook(archive: ZipArchive, limits: ImportLimits): Promise<Workbook> {
	if (!archive.has('xl/workbook.xml')) throw fileProblem('unsupported');
	const { relation, since1904 } = await firstVisibleSheet(archive);
	const targets = await relations(archive);
	const byType = (type: string) => [...targets.values()].find((target) => target.type === type)?.path;
	const sheet = targets.get(relation)?.path;
	if (!sheet || !archive.has(sheet)) throw fileProblem('no_sheet');
	return {
		sheet,
		since1904,
		sharedStrings: await sharedStrings(archive, byType('sharedStrings'), limits),
		dateStyles: await dateStyles(archive, byType('styles')),
	};
}

async function firstVisibleSheet(archive: ZipArchive): Promise<{ relation: string; since1904: boolean }> {
	let relation: string | undefined;
	let since1904 = false;
	for await (const token of xmlTokens(archive.text('xl/workbook.xml'))) {
		if (token.type !== 'open') continue;
		if (token.name === 'workbookPr') since1904 = ['1', 'true'].includes(attribute(token.attributes, 'date1904') ?? '');
		if (token.name === 'sheet' && (attribute(token.attributes, 'state') ?? 'visible') === 'visible')
			relation ??= attribute(token.attributes, 'id');
	}
	if (!relation) throw fileProblem('no_sheet');
	return { relation, since1904 };
}

async function relations(archive: ZipArchive): Promise<Map<string, { type: string; path: string }>> {
	const found = new Map<string, { type: string; path: string }>();
	for await (const token of xmlTokens(archive.text('xl/_rels/workbook.xml.rels'))) {
		if (token.type !== 'open' || token.name !== 'Relationship') continue;
		if (attribute(token.attributes, 'TargetMode') === 'External') continue;
		const target = attribute(token.attributes, 'Target') ?? '';
		const type = (attribute(token.attributes, 'Type') ?? '').split('/').at(-1) ?? '';
		const path = target.startsWith('/') ? target.slice(1) : posix.join('xl', target);
		found.set(attribute(token.attributes, 'Id') ?? '', { type, path: path.toLowerCase() });
	}
	return found;
}

async function sharedStrings(archive: ZipArchive, part: string | undefined, limits: ImportLimits): Promise<string[]> {
	const strings: string[] = [];
	if (!part || !archive.has(part)) return strings;
	let current = '';
	let characters = 0;
	let inText = false;
	let inPhonetic = false;
	for await (const token of xmlTokens(archive.text(part))) {
		if (token.type === 'text') {
			if (inText && !inPhonetic) current += token.text;
			continue;
		}
		const opens = token.type === 'open' && !token.selfClosing;
		if (token.name === 't') inText = opens;
		if (token.name === 'rPh') inPhonetic = opens;
		if (token.name === 'si' && !opens) {
			characters += current.length;
			if (characters > limits.unpackedBytes / 4) throw fileProblem('archive_bomb');
			strings.push(current);
			current = '';
		}
	}
	return strings;
}

async function dateStyles(archive: ZipArchive, part: string | undefined): Promise<boolean[]> {
	const codes = new Map<number, string>();
	const styles: boolean[] = [];
	if (!part || !archive.has(part)) return styles;
	let inCellFormats = false;
	for await (const token of xmlTokens(archive.text(part))) {
		if (token.type === 'text') continue;
		if (token.name === 'cellXfs') inCellFormats = token.type === 'open' && !token.selfClosing;
		if (token.type !== 'open') continue;
		const id = Number(attribute(token.attributes, 'numFmtId') ?? 0);
		if (token.name === 'numFmt') codes.set(id, attribute(token.attributes, 'formatCode') ?? '');
		if (token.name === 'xf' && inCellFormats) styles.push(isDateFormat(id, codes.get(id)));
	}
	return styles;
}
