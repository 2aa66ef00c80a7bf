import type { Database } from '#lib/server/platform/database.ts';
import { badRows, type ImportRowRow } from './queries.ts';
import type { RowError } from './row-errors.ts';
import { BYTE_ORDER_MARK, csvLine } from './spreadsheet-text.ts';
import { FailedFormula, type Cell, type ImportTable } from './table.ts';

/** Bad rows read from the database at once. */
const PAGE = 500;

/**
 * The bad rows of an import as CSV for spreadsheets: the columns of the file as they were, and a last one that says what is
 * wrong, in the reader's words. Made from the file itself, so that nothing is lost on the way. It can be imported again.
 */
export async function* badRowsCsv(
	db: Database,
	batchId: string,
	table: ImportTable,
	words: { heading: string; error(error: RowError): string },
): AsyncGenerator<string> {
	yield BYTE_ORDER_MARK + csvLine([...table.columns, words.heading]);
	let bad = await badRows(db, batchId, 0, PAGE);
	let next = 0;
	for await (const row of table.rows()) {
		const wanted: ImportRowRow | undefined = bad[next];
		if (!wanted) return;
		if (row.number !== wanted.number) continue;
		const cells = table.columns.map((_name, index) => cellText(row.cells[index]));
		// What stands beyond the last column stays with it, for somebody to put right.
		const surplus = row.cells.slice(table.columns.length).map(cellText).filter((text) => text !== '');
		if (surplus.length > 0) cells.push([cells.pop() ?? '', ...surplus].join('; '));
		yield csvLine([...cells, wanted.errors.map(words.error).join(' ')]);
		next++;
		if (next < bad.length) continue;
		bad = bad.length < PAGE ? [] : await badRows(db, batchId, wanted.number, PAGE);
		next = 0;
	}
}

/** A cell as text: lists separated by semicolons, anything deeper as JSON. */
export function cellText(cell: Cell): string {
	if (cell === null || cell === undefined) return '';
	if (cell instanceof FailedFormula) return cell.text;
	if (Array.isArray(cell)) return cell.every((each) => typeof each !== 'object') ? cell.join('; ') : JSON.stringify(cell);
	return typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
}
