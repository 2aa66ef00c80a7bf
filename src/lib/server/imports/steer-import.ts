import type { Actor } from '#lib/server/accounts/actor.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Clock } from '#lib/server/platform/clock.ts';
import { inTransaction, type Database, type Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { taskKey, type Jobs } from '#lib/server/platform/jobs.ts';
import type { ImportPlan } from './fields.ts';
import { batchById, deleteRows, lockBatch, updateBatch, type ImportBatchRow, type ImportOwnerRow } from './queries.ts';
import { importRules } from './rules.ts';
import type { ImportState } from './tables.ts';

export const checkImportKey = taskKey<{ batchId: string }>('imports.check');
export const runImportKey = taskKey<{ batchId: string }>('imports.run');

interface SteerContext {
	db: Database;
	clock: Clock;
	jobs: Jobs;
}

/** An import as its page shows it. Errors: not_found, also where the actor does not import for its organisation. */
export async function importForActor(
	db: Database,
	actor: Actor,
	batchId: string,
): Promise<{ batch: ImportBatchRow; owner: ImportOwnerRow; mayPublish: boolean }> {
	const found = await batchById(db, batchId);
	const owner = found && { organisationId: found.owner.id, centreId: found.owner.centreId };
	if (!found || !owner || !importRules.run(actor, owner)) throw new ExpectedError('not_found', 'No such import.');
	return { ...found, mayPublish: importRules.publish(actor, owner) };
}

/** Says how columns become fields, and has every row checked. Errors: not_found, conflict. */
export async function planImport(context: SteerContext, actor: Actor, batchId: string, plan: ImportPlan): Promise<void> {
	await steer(context, actor, batchId, ['uploaded', 'checking', 'previewed', 'failed', 'cancelled'], async (tx, batch) => {
		if (batch.rowsCreated + batch.rowsUpdated > 0) throw new ExpectedError('conflict', 'The import has begun already.');
		await deleteRows(tx, batchId);
		await updateBatch(tx, batchId, { ...plan, state: 'checking', rowsDone: 0, rowsBad: 0, failure: null, progressAt: context.clock() });
		await context.jobs.enqueue(checkImportKey, { batchId }, { singletonKey: batchId, transaction: tx });
	});
}

/** Begins to import the good rows. Errors: not_found, forbidden (to publish), conflict. */
export async function beginImport(context: SteerContext, actor: Actor, batchId: string, input: { publish: boolean }): Promise<void> {
	await steer(context, actor, batchId, ['previewed'], async (tx, _batch, mayPublish) => {
		if (input.publish && !mayPublish) throw new ExpectedError('forbidden', 'Only an officer of the centre publishes without review.');
		// The run notes every bad row itself.
		await deleteRows(tx, batchId);
		await updateBatch(tx, batchId, { state: 'running', publish: input.publish, rowsDone: 0, rowsBad: 0, progressAt: context.clock() });
		await context.jobs.enqueue(runImportKey, { batchId }, { singletonKey: batchId, transaction: tx });
		await recordAudit(tx, { actor, action: 'import.run', entity: 'import_batch', entityId: batchId, detail: { publish: input.publish } });
	});
}

/** Stops an import between two batches of rows: what was imported stays. Errors: not_found, conflict. */
export async function cancelImport(context: SteerContext, actor: Actor, batchId: string): Promise<void> {
	await steer(context, actor, batchId, ['uploaded', 'checking', 'previewed', 'running'], async (tx) => {
		await updateBatch(tx, batchId, { state: 'cancelled', finishedAt: context.clock() });
		await recordAudit(tx, { actor, action: 'import.cancel', entity: 'import_batch', entityId: batchId });
	});
}

/** Takes up an import that stopped or failed half way, behind the last row that was acknowledged. Errors: not_found, conflict. */
export async function resumeImport(context: SteerContext, actor: Actor, batchId: string): Promise<void> {
	await steer(context, actor, batchId, ['running', 'failed', 'cancelled'], async (tx, batch) => {
		if (batch.rowsDone === 0 || batch.rowsCreated + batch.rowsUpdated + batch.rowsUnchanged + batch.rowsBad !== batch.rowsDone)
			throw new ExpectedError('conflict', 'The import has not begun.');
		await updateBatch(tx, batchId, { state: 'running', failure: null, finishedAt: null, progressAt: context.clock() });
		await context.jobs.enqueue(runImportKey, { batchId }, { singletonKey: batchId, transaction: tx });
	});
}

async function steer(
	context: SteerContext,
	actor: Actor,
	batchId: string,
	from: readonly ImportState[],
	change: (tx: Transaction, batch: ImportBatchRow, mayPublish: boolean) => Promise<void>,
): Promise<void> {
	const { mayPublish } = await importForActor(context.db, actor, batchId);
	await inTransaction(context.db, async (tx) => {
		const batch = await lockBatch(tx, batchId);
		if (!batch || !from.includes(batch.state)) throw new ExpectedError('conflict', 'The import has gone on in the meantime.');
		await change(tx, batch, mayPublish);
	});
}
