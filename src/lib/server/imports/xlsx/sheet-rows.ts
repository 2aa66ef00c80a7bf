import { fileProblem } from '../file-problem.ts';
import type { ImportLimits } from '../limits.ts';
import { FailedFormula, type Cell } from '../table.ts';
import { dayOfSerial } from './number-formats.ts';
import type { Workbook } from './workbook.ts';
import { attribute, xmlBatches, type XmlToken } from './xml-tokens.ts';
import type { ZipArchive } from './zip-archive.ts';

export interface SheetRow {
	/** The row of the sheet, counted from 1. */
	number: number;
	cells: Cell[];
}

interface OpenCell {
	index: number;
	type: string;
	style: number;
	text: string;
}

/** The rows of a sheet that exist in the file, one after the other. Errors: invalid_input. */
export async function* sheetRows(archive: ZipArchive, workbook: Workbook, limits: ImportLimits): AsyncGenerator<SheetRow> {
	const reader = new RowReader(workbook, limits);
	for await (const batch of xmlBatches(archive.text(workbook.sheet))) {
		for (const token of batch) {
			const row = reader.take(token);
			if (row) yield row;
		}
	}
}

/** Puts the tokens of a sheet together into rows. */
class RowReader {
	readonly #workbook: Workbook;
	readonly #limits: ImportLimits;
	#row: SheetRow | undefined;
	#cell: OpenCell | undefined;
	#inValue = false;
	#lastNumber = 0;

	constructor(workbook: Workbook, limits: ImportLimits) {
		this.#workbook = workbook;
		this.#limits = limits;
	}

	/** The row that this token ends. */
	take(token: XmlToken): SheetRow | undefined {
		if (token.type === 'text') {
			if (this.#cell && this.#inValue) this.#cell.text += token.text;
			return undefined;
		}
		const attributes = token.type === 'open' ? token.attributes : undefined;
		const ends = token.type === 'close' || token.selfClosing;
		switch (token.name) {
			case 'dimension':
				if (attributes !== undefined) assertDimension(attribute(attributes, 'ref') ?? '', this.#limits);
				return undefined;
			case 'row':
				return this.#takeRow(attributes, ends);
			case 'c':
				this.#takeCell(attributes, ends);
				return undefined;
			case 'v':
			case 't':
				this.#inValue = !ends;
				return undefined;
			case 'rPh':
				this.#inValue = false;
				return undefined;
		}
		return undefined;
	}

	#takeRow(attributes: string | undefined, ends: boolean): SheetRow | undefined {
		if (attributes !== undefined) {
			this.#lastNumber = rowNumber(attribute(attributes, 'r'), this.#lastNumber, this.#limits);
			this.#row = { number: this.#lastNumber, cells: [] };
		}
		if (!ends) return undefined;
		const row = this.#row;
		this.#row = undefined;
		return row;
	}

	#takeCell(attributes: string | undefined, ends: boolean): void {
		const row = this.#row;
		if (!row) return;
		if (attributes !== undefined) this.#cell = openCell(attributes, row, this.#limits);
		if (!ends || !this.#cell) return;
		while (row.cells.length < this.#cell.index) row.cells.push('');
		row.cells[this.#cell.index] = valueOf(this.#cell, this.#workbook);
		this.#cell = undefined;
	}
}

/** What the sheet says of its own size is only a hint, but enough to refuse a huge one before it is read. */
function assertDimension(reference: string, limits: ImportLimits): void {
	const rows = Number(/:\$?[A-Z]+\$?(\d+)$/.exec(reference)?.[1] ?? 0);
	// Formatted empty rows may reach to the end of the sheet; the largest number that programs write for them is exempt.
	if (rows > limits.rows + 1 && rows < 1_048_576) throw fileProblem('too_many_rows', { limit: limits.rows });
}

function rowNumber(reference: string | undefined, last: number, limits: ImportLimits): number {
	const number = reference === undefined ? last + 1 : Number(reference);
	if (!Number.isInteger(number) || number <= last || number > Math.max(limits.rows, 1_048_576) + 1) throw fileProblem('broken_workbook');
	return number;
}

function openCell(attributes: string, row: SheetRow, limits: ImportLimits): OpenCell {
	const letters = /^[A-Z]{1,3}(?=\d)/.exec(attribute(attributes, 'r') ?? '')?.[0];
	const index = letters ? columnIndex(letters) : row.cells.length;
	if (index >= limits.columns) throw fileProblem('too_many_columns', { limit: limits.columns });
	return { index, type: attribute(attributes, 't') ?? 'n', style: Number(attribute(attributes, 's') ?? 0), text: '' };
}

function columnIndex(letters: string): number {
	let index = 0;
	for (const letter of letters) index = index * 26 + letter.charCodeAt(0) - 64;
	return index - 1;
}

function valueOf(cell: OpenCell, workbook: Workbook): Cell {
	if (cell.text === '') return '';
	switch (cell.type) {
		case 's':
			return plainText(workbook.sharedStrings[Number(cell.text)] ?? '');
		case 'b':
			return cell.text === '1';
		case 'e':
			return new FailedFormula(cell.text);
		case 'n': {
			const number = Number(cell.text);
			if (!Number.isFinite(number)) return cell.text;
			return (workbook.dateStyles[cell.style] ? dayOfSerial(number, workbook.since1904) : undefined) ?? number;
		}
		default:
			return plainText(cell.text);
	}
}

/** Spreadsheets write control characters as _x000D_ (ECMA-376, ST_Xstring). */
function plainText(text: string): string {
	return text.includes('_x') ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_whole, code: string) => String.fromCharCode(Number.parseInt(code, 16))) : text;
}
