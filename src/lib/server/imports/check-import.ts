import { inTransaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { nextTurn } from '#lib/server/platform/next-turn.ts';
import { RowChecker, type CheckedRow } from './check-row.ts';
import { fileProblem } from './file-problem.ts';
import { batchById, deleteRows, insertRows, lockBatch, updateBatch } from './queries.ts';
import { planOf, positionsOf, type ImportContext } from './run-import.ts';
import type { ImportTable } from './table.ts';

/** Rows whose errors are stored together. */
const BATCH_ROWS = 1000;

/**
 * Reads a whole file of a batch in state "checking" as listings, and notes every error of every row; no listing changes.
 * At its end the batch is "previewed". It may run again from the beginning. Errors: not_found, conflict, invalid_input.
 */
export async function checkImport(context: ImportContext, batchId: string, table: ImportTable): Promise<void> {
	const found = await batchById(context.db, batchId);
	if (!found) throw new ExpectedError('not_found', 'No such import.');
	if (found.batch.state !== 'checking') return;
	await inTransaction(context.db, async (tx) => {
		await deleteRows(tx, batchId);
		await updateBatch(tx, batchId, { rowsDone: 0, rowsBad: 0, progressAt: context.clock() });
	});
	const checker = new RowChecker({ plan: planOf(found.batch), positions: positionsOf(table), areas: context.areas });
	let done = 0;
	let waiting: CheckedRow[] = [];
	const note = async (isLast: boolean): Promise<boolean> => {
		const goesOn = await noteRows(context, batchId, waiting, done, isLast);
		done += waiting.length;
		waiting = [];
		context.progress?.(done);
		return goesOn;
	};
	for await (const row of table.rows()) {
		waiting.push(checker.check(row));
		if (row.number % 10 === 0) await nextTurn();
		if (waiting.length < BATCH_ROWS) continue;
		if (context.signal?.aborted) throw new ExpectedError('unavailable', 'The check was interrupted.');
		if (!(await note(false))) return;
	}
	if (done + waiting.length === 0) throw fileProblem('no_rows');
	await note(true);
}

async function noteRows(context: ImportContext, batchId: string, rows: CheckedRow[], done: number, isLast: boolean): Promise<boolean> {
	return inTransaction(context.db, async (tx) => {
		const batch = await lockBatch(tx, batchId);
		if (batch?.state !== 'checking') return false;
		if (batch.rowsDone !== done) throw new ExpectedError('conflict', 'Another process checks this import already.');
		const bad = rows.flatMap((row) => (row.ok ? [] : [{ batchId, number: row.number, cells: [], errors: row.errors, outcome: 'bad' as const }]));
		await insertRows(tx, bad);
		await updateBatch(tx, batchId, {
			rowsDone: done + rows.length,
			rowsTotal: Math.max(batch.rowsTotal, done + rows.length),
			rowsBad: batch.rowsBad + bad.length,
			progressAt: context.clock(),
			...(isLast ? { state: 'previewed' } : {}),
		});
		return true;
	});
}
