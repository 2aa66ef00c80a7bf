import { setTimeout as wait } from 'node:timers/promises';
import { actorOfUser } from '#lib/server/accounts/queries.ts';
import type { Clock } from '#lib/server/platform/clock.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { FileStore } from '#lib/server/platform/files.ts';
import { task, taskKey, type Jobs, type TaskRun } from '#lib/server/platform/jobs.ts';
import { checkImport } from './check-import.ts';
import { createAreaChooser, type AreaChooser } from './choose-areas.ts';
import type { Thesaurus } from '#lib/engines/thesaurus/thesaurus.ts';
import { BROWSER_LIMITS } from './limits.ts';
import { openTable, storedSource } from './open-table.ts';
import { batchById, standingBatches, updateBatch } from './queries.ts';
import { runImport, type ImportContext } from './run-import.ts';
import { checkImportKey, runImportKey } from './steer-import.ts';

export interface ImportTaskContext {
	db: Database;
	clock: Clock;
	jobs(): Jobs;
	files: FileStore;
	/** As it is now: somebody may have edited it since the last import. */
	thesaurus(): Promise<Thesaurus>;
}

/** An import that has not moved for this long has lost its worker. */
const STANDING_SECONDS = 20;
const RETRIES = 3;

/** The jobs of imports: check a file, import it, and take up what stands still because a server was killed. */
export function importTasks(context: ImportTaskContext) {
	let chooser: { of: Thesaurus; areas: AreaChooser } | undefined;
	const areaChooser = async () => {
		const thesaurus = await context.thesaurus();
		if (chooser?.of !== thesaurus) chooser = { of: thesaurus, areas: createAreaChooser(thesaurus) };
		return chooser.areas;
	};
	const settings = { retries: RETRIES, timeoutSeconds: 3600 };
	return [
		task(checkImportKey, (data, run) => work(context, areaChooser, data.batchId, run, check), settings),
		task(runImportKey, (data, run) => work(context, areaChooser, data.batchId, run, importRows), settings),
		task(taskKey<Record<string, never>>('imports.take-up'), () => takeUp(context), { cron: '* * * * *', secondsAfterStart: STANDING_SECONDS }),
	];
}

type Work = (context: ImportContext, batchId: string, task: ImportTaskContext) => Promise<void>;

const check: Work = async (context, batchId, task) => checkImport(context, batchId, await tableOf(task, batchId));

const importRows: Work = async (context, batchId, task) => {
	const found = await batchById(task.db, batchId);
	if (!found || found.batch.state !== 'running') return;
	// The person's rights as they are now: who has left the organisation meanwhile imports nothing more.
	const actor = await actorOfUser(task.db, found.batch.createdBy ?? '');
	await runImport(context, actor, batchId, await tableOf(task, batchId));
};

async function work(
	context: ImportTaskContext,
	areas: () => Promise<AreaChooser>,
	batchId: string,
	run: TaskRun,
	does: Work,
): Promise<void> {
	try {
		await does({ db: context.db, clock: context.clock, areas: await areas(), signal: run.signal }, batchId, context);
	} catch (error) {
		// Somebody else does it, or the server stops: the batch stays as it is, and goes on.
		if (error instanceof ExpectedError && error.code === 'conflict') return;
		if (run.signal.aborted) throw error;
		const isFinal = error instanceof ExpectedError && error.code !== 'unavailable';
		if (!isFinal && run.retry < RETRIES) throw error;
		await failBatch(context, batchId, error);
		if (!isFinal) throw error;
	}
}

async function failBatch(context: ImportTaskContext, batchId: string, error: unknown): Promise<void> {
	const detail = error instanceof ExpectedError ? (error.detail ?? { code: error.code }) : { code: 'internal' };
	await updateBatch(context.db, batchId, { state: 'failed', failure: JSON.stringify(detail), finishedAt: context.clock() });
}

async function tableOf(context: ImportTaskContext, batchId: string) {
	const found = await batchById(context.db, batchId);
	if (!found) throw new ExpectedError('not_found', 'No such import.');
	return openTable(await storedSource(context.files, found.batch.sha256), BROWSER_LIMITS);
}

async function takeUp(context: ImportTaskContext): Promise<void> {
	const since = new Date(context.clock().getTime() - STANDING_SECONDS * 1000);
	for (const { id, state } of await standingBatches(context.db, since))
		await context.jobs().enqueue(state === 'checking' ? checkImportKey : runImportKey, { batchId: id }, { singletonKey: `${id}:again` });
}

/** Waits until an import has left the states of work, at most for some time: a small file is done before the page loads. */
export async function settledWithin(db: Database, batchId: string, milliseconds: number): Promise<void> {
	const until = Date.now() + milliseconds;
	while (Date.now() < until) {
		const found = await batchById(db, batchId);
		if (!found || (found.batch.state !== 'checking' && found.batch.state !== 'running')) return;
		await wait(60);
	}
}
