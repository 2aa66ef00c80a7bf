import type { Database } from '#lib/server/platform/database.ts';
import type { FileStore } from '#lib/server/platform/files.ts';
import { cellText } from './bad-rows-csv.ts';
import { BROWSER_LIMITS } from './limits.ts';
import { openTable, storedSource } from './open-table.ts';
import { badRows, errorKinds, type ErrorKind, type ImportBatchRow } from './queries.ts';
import type { RowError } from './row-errors.ts';

export interface PreviewRow {
	number: number;
	cells: string[];
	errors: RowError[];
}

/** Characters of a cell that a preview shows. */
const SHOWN_CHARACTERS = 140;

/** The first rows of an import's file with the errors that its check found, and what is wrong most often. */
export async function previewImport(
	context: { db: Database; files: FileStore },
	batch: ImportBatchRow,
	count: number,
): Promise<{ rows: PreviewRow[]; kinds: ErrorKind[] }> {
	const bad = new Map((await badRows(context.db, batch.id, 0, count)).map((row) => [row.number, row.errors]));
	const rows = (await firstRows(context.files, batch, count)).map((row) => ({ ...row, errors: bad.get(row.number) ?? [] }));
	return { rows, kinds: await errorKinds(context.db, batch.id, 8) };
}

/** The first rows of an import's file as text. */
export async function firstRows(files: FileStore, batch: ImportBatchRow, count: number): Promise<{ number: number; cells: string[] }[]> {
	const table = await openTable(await storedSource(files, batch.sha256), BROWSER_LIMITS);
	const rows: { number: number; cells: string[] }[] = [];
	for await (const row of table.rows()) {
		rows.push({ number: row.number, cells: table.columns.map((_name, index) => shortened(cellText(row.cells[index]))) });
		if (rows.length >= count) break;
	}
	return rows;
}

function shortened(text: string): string {
	const characters = [...text.replace(/\s+/g, ' ').trim().slice(0, SHOWN_CHARACTERS * 2)];
	return characters.length > SHOWN_CHARACTERS ? `${characters.slice(0, SHOWN_CHARACTERS).join('')}…` : characters.join('');
}
