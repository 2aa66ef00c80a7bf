import { sql } from 'drizzle-orm';
import { asActor, operator } from './acting.ts';
import type { Executor } from './database.ts';
import type { FileLimits, FileSource, FileStore, StoredFile } from './files.ts';
import { task, taskKey } from './jobs.ts';
import { log } from './log.ts';

interface Stores {
	db: Executor;
	files: FileStore;
}

/**
 * Stores files, each by `put`, for what `work` writes down of them. Until it has, nobody takes them away who lets go of the same bytes.
 * Where it fails, those that nothing else has are not kept. Errors: those of `work`; of `put` too_large, unsupported_type, invalid_input
 * (empty).
 */
export async function withStoredFiles<Result>(stores: Stores, work: (put: (source: FileSource, limits: FileLimits) => Promise<StoredFile>) => Promise<Result>): Promise<Result> {
	const puttingDown: string[] = [];
	const digests: string[] = [];
	const put = (source: FileSource, limits: FileLimits) =>
		stores.files.put(source, limits, async (sha256) => {
			digests.push(sha256);
			puttingDown.push(await beginPutDown(stores.db, sha256));
		});
	try {
		return await work(put).finally(() => endPutDown(stores.db, puttingDown));
	} catch (error) {
		await removeUnusedFiles(stores, digests);
		throw error;
	}
}

/** The same for one file. */
export const withStoredFile = <Result>(stores: Stores, source: FileSource, limits: FileLimits, work: (stored: StoredFile) => Promise<Result>): Promise<Result> =>
	withStoredFiles(stores, async (put) => work(await put(source, limits)));

/** Whoever puts bytes down or takes them away does so one after the other, until the end of the transaction. */
const takeTurn = (tx: Executor, sha256: string) => tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`file|${sha256}`}, 0))`);

async function beginPutDown(db: Executor, sha256: string): Promise<string> {
	return asActor(db, operator('files'), async (tx) => {
		await takeTurn(tx, sha256);
		return (await tx.execute<{ id: string }>(sql`insert into file_put_down (digest) values (${sha256}) returning id`)).rows[0]!.id;
	});
}

async function endPutDown(db: Executor, ids: readonly string[]): Promise<void> {
	for (const id of ids) await db.execute(sql`delete from file_put_down where id = ${id}`);
}

/**
 * Removes stored files that nothing refers to any more, after the transaction that let go of them. Where this process dies before that,
 * the database still knows of them (migration 0043), and `removeFilesLetGo` goes on.
 */
export async function removeUnusedFiles({ db, files }: Stores, sha256s: readonly string[]): Promise<void> {
	for (const sha256 of new Set(sha256s)) {
		await asActor(db, operator('files'), async (tx) => {
			await takeTurn(tx, sha256);
			// Held until the file is gone: whoever lets go of the same bytes meanwhile waits, and they are looked at again.
			await tx.execute(sql`delete from file_let_go where digest = ${sha256}`);
			// Every table with a column `sha256` is asked, whatever its walls (migration 0012).
			const { rows } = await tx.execute<{ used: boolean }>(sql`select stored_file_in_use(${sha256}) or exists (select from file_put_down where digest = ${sha256}) as used`);
			if (!rows[0]!.used) await files.remove(sha256);
		});
	}
}

const AT_ONCE = 5000;

/**
 * Removes the files of rows that are gone and of which nobody saw to the file, and those that were put down and came into no row: a
 * process died in between, or a disk refused. Answers how many it looked at.
 */
export async function removeFilesLetGo(stores: Stores): Promise<number> {
	await stores.db.execute(sql`
		with died as (delete from file_put_down where since < now() - interval '1 day' returning digest)
		insert into file_let_go (digest) select distinct digest from died on conflict do nothing`);
	const { rows } = await stores.db.execute<{ digest: string }>(sql`select digest from file_let_go order by since limit ${AT_ONCE}`);
	for (const { digest } of rows) {
		try {
			await removeUnusedFiles(stores, [digest]);
		} catch (error) {
			// The others are not kept waiting for it.
			log.error('files.not-removed', error, { digest });
			await stores.db.execute(sql`update file_let_go set since = now() where digest = ${digest}`);
		}
	}
	return rows.length;
}

/** The job that sees to it. */
export const filesLetGoTask = (stores: Stores) =>
	task(taskKey<Record<string, never>>('files.remove-let-go'), async () => void (await removeFilesLetGo(stores)), { cron: '*/10 * * * *', secondsAfterStart: 30 });
