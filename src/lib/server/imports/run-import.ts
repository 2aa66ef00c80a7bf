import type { Actor } from '#lib/server/accounts/actor.ts';
import type { Clock } from '#lib/server/platform/clock.ts';
import { inTransaction, type Database } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { nextTurn } from '#lib/server/platform/next-turn.ts';
import { applyRows, type AppliedRow } from './apply-rows.ts';
import { RowChecker, type CheckedRow } from './check-row.ts';
import type { AreaChooser } from './choose-areas.ts';
import type { ImportPlan } from './fields.ts';
import { batchById, insertRows, lockBatch, updateBatch, type ImportBatchRow } from './queries.ts';
import { importRules } from './rules.ts';
import type { ImportTable } from './table.ts';

/** Rows that are acknowledged together, in one transaction. */
export const BATCH_ROWS = 200;
/** Rows read between two pauses in which the process answers others. */
const ROWS_A_TURN = 10;

export interface ImportContext {
	db: Database;
	clock: Clock;
	areas: AreaChooser;
	/** Asks the work to stop between two batches; it can be taken up again. */
	signal?: AbortSignal;
	progress?(done: number): void;
}

/**
 * Imports the rows of a batch in state "running", behind those that were acknowledged before: it may be interrupted at any
 * moment, and run again. Ends when the file ends, or when the batch is cancelled. Errors: not_found, forbidden, conflict
 * (another process does the same batch), invalid_input (the file cannot be read).
 */
export async function runImport(context: ImportContext, actor: Actor, batchId: string, table: ImportTable): Promise<ImportBatchRow> {
	const found = await batchById(context.db, batchId);
	if (!found) throw new ExpectedError('not_found', 'No such import.');
	const owner = { organisationId: found.owner.id, centreId: found.owner.centreId };
	if (!importRules.run(actor, owner) || (found.batch.publish && !importRules.publish(actor, owner)))
		throw new ExpectedError('forbidden', 'This person may not import for the organisation, or not publish.');
	let done = found.batch.rowsDone;
	const checker = new RowChecker({ plan: planOf(found.batch), positions: positionsOf(table), areas: context.areas });
	const acknowledge = async (rows: CheckedRow[]): Promise<boolean> => {
		const goesOn = await acknowledgeRows(context, actor, found, rows, done);
		done += rows.length;
		context.progress?.(done);
		return goesOn;
	};
	if (found.batch.state !== 'running') return found.batch;
	let waiting: CheckedRow[] = [];
	for await (const row of table.rows()) {
		const checked = checker.check(row);
		if (row.number % ROWS_A_TURN === 0) await nextTurn();
		if (row.number <= done) continue;
		waiting.push(checked);
		if (waiting.length < BATCH_ROWS) continue;
		if (context.signal?.aborted) throw new ExpectedError('unavailable', 'The import was interrupted, and can go on.');
		if (!(await acknowledge(waiting))) return (await batchById(context.db, batchId))!.batch;
		waiting = [];
	}
	if (waiting.length > 0) await acknowledge(waiting);
	return finish(context, batchId);
}

/** Applies some rows and says so in one transaction. False where somebody has cancelled the import. */
async function acknowledgeRows(
	context: ImportContext,
	actor: Actor,
	found: NonNullable<Awaited<ReturnType<typeof batchById>>>,
	rows: CheckedRow[],
	done: number,
): Promise<boolean> {
	const batchId = found.batch.id;
	return inTransaction(context.db, async (tx) => {
		const batch = await lockBatch(tx, batchId);
		if (batch?.state !== 'running') return false;
		if (batch.rowsDone !== done) throw new ExpectedError('conflict', 'Another process does this import already.');
		const good = rows.filter((row) => row.ok);
		const bad = rows.flatMap((row): AppliedRow[] =>
			row.ok ? [] : [{ number: row.number, outcome: 'bad', listingId: null, errors: row.errors }],
		);
		const applied = await applyRows(
			tx,
			{ actor, owner: found.owner, publish: batch.publish, source: batch.source, now: context.clock(), batchId },
			good,
		);
		const all = [...applied, ...bad];
		await insertRows(tx, all.map((row) => ({ batchId, cells: [], ...row })));
		const count = (outcome: AppliedRow['outcome']) => all.filter((row) => row.outcome === outcome).length;
		await updateBatch(tx, batchId, {
			rowsDone: done + rows.length,
			rowsTotal: Math.max(batch.rowsTotal, done + rows.length),
			rowsCreated: batch.rowsCreated + count('created'),
			rowsUpdated: batch.rowsUpdated + count('updated'),
			rowsUnchanged: batch.rowsUnchanged + count('unchanged'),
			rowsBad: batch.rowsBad + count('bad'),
			progressAt: context.clock(),
		});
		return true;
	});
}

async function finish(context: ImportContext, batchId: string): Promise<ImportBatchRow> {
	return inTransaction(context.db, async (tx) => {
		const batch = await lockBatch(tx, batchId);
		if (!batch) throw new ExpectedError('not_found', 'No such import.');
		if (batch.state !== 'running') return batch;
		const end = { state: 'finished' as const, finishedAt: context.clock(), rowsTotal: batch.rowsDone };
		await updateBatch(tx, batchId, end);
		return { ...batch, ...end };
	});
}

export function planOf(batch: Pick<ImportBatchRow, 'mapping' | 'defaults' | 'cut'>): ImportPlan {
	return { mapping: batch.mapping, defaults: batch.defaults, cut: batch.cut };
}

export function positionsOf(table: Pick<ImportTable, 'columns'>): Map<string, number> {
	return new Map(table.columns.map((name, index) => [name, index]));
}
