import { nextTurn } from '#lib/server/platform/next-turn.ts';
import { fileProblem } from './file-problem.ts';
import type { ImportTable } from './table.ts';

/** Reads a table to its end, so that what is wrong with the file shows before a row of it is stored. Answers its rows. */
export async function countRows(table: ImportTable, progress?: (done: number) => void): Promise<number> {
	let rows = 0;
	for await (const row of table.rows()) {
		rows = row.number;
		if (rows % 1000 === 0) {
			progress?.(rows);
			await nextTurn();
		}
	}
	if (rows === 0) throw fileProblem('no_rows');
	return rows;
}
