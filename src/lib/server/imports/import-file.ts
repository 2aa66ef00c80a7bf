import { createHash } from 'node:crypto';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { inTransaction, type Database } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { nextTurn } from '#lib/server/platform/next-turn.ts';
import { RowChecker } from './check-row.ts';
import type { ImportPlan } from './fields.ts';
import { insertBatch, interruptedCommandBatches, updateBatch, type ImportBatchRow, type ImportOwnerRow } from './queries.ts';
import type { RowError } from './row-errors.ts';
import { positionsOf, runImport, type ImportContext } from './run-import.ts';
import { shortName } from './start-import.ts';
import type { ByteSource, ImportTable } from './table.ts';

export interface FileImport {
	table: ImportTable;
	file: ByteSource;
	fileName: string;
	owner: ImportOwnerRow;
	plan: ImportPlan;
	publish: boolean;
	source: string | null;
}

/**
 * Imports a file that is at hand, as an operator does from the command line. Where the same import of the same file was
 * interrupted, it goes on behind the last acknowledged row. Errors: those of `runImport`.
 */
export async function importFile(context: ImportContext, actor: Actor, wanted: FileImport): Promise<{ batch: ImportBatchRow; resumedAt: number }> {
	const sha256 = await hashOf(wanted.file);
	const batch = (await interruptedBatch(context.db, wanted, sha256)) ?? (await newBatch(context.db, actor, wanted, sha256));
	try {
		return { batch: await runImport(context, actor, batch.id, wanted.table), resumedAt: batch.rowsDone };
	} catch (error) {
		// What can be said of the failure now needs no second attempt at the same rows later.
		if (error instanceof ExpectedError && error.code === 'invalid_input')
			await updateBatch(context.db, batch.id, { state: 'failed', failure: JSON.stringify(error.detail ?? {}), finishedAt: context.clock() });
		throw error;
	}
}

async function newBatch(db: Database, actor: Actor, wanted: FileImport, sha256: string): Promise<ImportBatchRow> {
	return insertBatch(db, {
		organisationId: wanted.owner.id,
		createdBy: actor.kind === 'member' ? actor.userId : null,
		fileName: shortName(wanted.fileName),
		format: wanted.table.format,
		sha256,
		columns: [...wanted.table.columns],
		...wanted.plan,
		publish: wanted.publish,
		source: wanted.source,
		origin: 'command',
		state: 'running',
	});
}

/** An interrupted import that did the very same; others of this file are given up, for their rows were read differently. */
async function interruptedBatch(db: Database, wanted: FileImport, sha256: string): Promise<ImportBatchRow | undefined> {
	return inTransaction(db, async (tx) => {
		let same: ImportBatchRow | undefined;
		for (const batch of await interruptedCommandBatches(tx, wanted.owner.id, sha256)) {
			if (!same && isSameImport(batch, wanted)) same = batch;
			else await updateBatch(tx, batch.id, { state: 'cancelled', finishedAt: new Date() });
		}
		return same;
	});
}

function isSameImport(batch: ImportBatchRow, wanted: FileImport): boolean {
	const { mapping, defaults, cut } = wanted.plan;
	const told = (m: object, d: object, rest: unknown[]) => JSON.stringify([sorted(m), sorted(d), rest]);
	return (
		told(batch.mapping, batch.defaults, [batch.cut, batch.publish, batch.source, batch.columns]) ===
		told(mapping, defaults, [cut, wanted.publish, wanted.source, wanted.table.columns])
	);
}

const sorted = (record: object) => Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));

async function hashOf(file: ByteSource): Promise<string> {
	const hash = createHash('sha256');
	for await (const chunk of file.open()) hash.update(chunk);
	return hash.digest('hex');
}

export interface CheckSummary {
	rows: number;
	bad: number;
	/** Each kind of error with how many rows have it and where it stands first, most frequent first. */
	errors: { error: RowError; rows: number; firstLine: number }[];
}

/** Checks a whole table without storing anything. */
export async function checkTable(
	context: Pick<ImportContext, 'areas' | 'progress'>,
	table: ImportTable,
	plan: ImportPlan,
): Promise<CheckSummary> {
	const checker = new RowChecker({ plan, positions: positionsOf(table), areas: context.areas });
	const kinds = new Map<string, CheckSummary['errors'][number]>();
	let rows = 0;
	let bad = 0;
	for await (const row of table.rows()) {
		rows++;
		const checked = checker.check(row);
		if (rows % 100 === 0) {
			context.progress?.(rows);
			await nextTurn();
		}
		if (checked.ok) continue;
		bad++;
		for (const error of checked.errors) {
			const key = `${error.field}\n${error.code}`;
			const kind = kinds.get(key);
			if (kind) kind.rows++;
			else kinds.set(key, { error, rows: 1, firstLine: row.line });
		}
	}
	return { rows, bad, errors: [...kinds.values()].sort((a, b) => b.rows - a.rows) };
}
