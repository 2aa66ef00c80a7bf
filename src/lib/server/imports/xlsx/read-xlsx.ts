import { fileProblem } from '../file-problem.ts';
import type { ImportLimits } from '../limits.ts';
import { distinctColumns, FailedFormula, type ByteSource, type Cell, type ImportTable, type RowProblem, type TableRow } from '../table.ts';
import { sheetRows, type SheetRow } from './sheet-rows.ts';
import { readWorkbook } from './workbook.ts';
import { ZipArchive } from './zip-archive.ts';

/**
 * Opens the first visible sheet of a workbook (ECMA-376); its first row that is not empty names the columns. Formulas count
 * as the values they had when the workbook was saved, days as ISO 8601. Errors: invalid_input; also while rows are read.
 */
export async function openXlsx(source: ByteSource, limits: ImportLimits): Promise<ImportTable> {
	const bytes = await wholeSource(source, limits);
	const rowsOfSheet = async function* () {
		// Each reading counts what it unpacks anew.
		const archive = new ZipArchive(bytes, limits);
		const workbook = await readWorkbook(archive, limits);
		yield* sheetRows(archive, workbook, limits);
	};
	let header: SheetRow | undefined;
	for await (const row of rowsOfSheet()) {
		if (row.cells.every((cell) => textOf(cell).trim() === '')) continue;
		header = row;
		break;
	}
	if (!header) throw fileProblem('no_header');
	const columns = distinctColumns(header.cells.map(textOf));
	return { format: 'xlsx', columns, rows: () => dataRows(rowsOfSheet(), header.number, columns, limits) };
}

async function* dataRows(
	all: AsyncIterable<SheetRow>,
	headerNumber: number,
	columns: string[],
	limits: ImportLimits,
): AsyncGenerator<TableRow> {
	let number = 0;
	for await (const row of all) {
		if (row.number <= headerNumber || row.cells.every((cell) => cell === '')) continue;
		if (++number > limits.rows) throw fileProblem('too_many_rows', { limit: limits.rows });
		const problem = problemOf(row.cells, columns, limits);
		const cells = [...row.cells, ...Array<Cell>(Math.max(0, columns.length - row.cells.length)).fill('')];
		yield { number, line: row.number, cells, ...(problem && { problem }) };
	}
}

function problemOf(cells: readonly Cell[], columns: string[], limits: ImportLimits): RowProblem | undefined {
	if (cells.slice(columns.length).some((cell) => textOf(cell).trim() !== ''))
		return { code: 'too_many_cells', column: null, limit: columns.length };
	const long = cells.findIndex((cell) => textOf(cell).length > limits.cellCharacters);
	return long < 0 ? undefined : { code: 'cell_too_long', column: columns[long] ?? null, limit: limits.cellCharacters };
}

const textOf = (cell: Cell) => (cell instanceof FailedFormula ? cell.text : String(cell));

async function wholeSource(source: ByteSource, limits: ImportLimits): Promise<Buffer> {
	const parts: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of source.open()) {
		size += chunk.byteLength;
		if (size > limits.fileBytes) throw fileProblem('too_large', { limit: limits.fileBytes });
		parts.push(chunk);
	}
	return Buffer.concat(parts);
}
