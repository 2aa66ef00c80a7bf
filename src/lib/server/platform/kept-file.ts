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
 * Stores a file for what `work` writes down of it. Where that fails, and nothing else has the same bytes, they are not kept.
 * Errors: too_large, unsupported_type, invalid_input (empty), and those of `work`.
 */
export async function withStoredFile<Result>(stores: Stores, source: FileSource, limits: FileLimits, work: (stored: StoredFile) => Promise<Result>): Promise<Result> {
	const stored = await stores.files.put(source, limits);
	try {
		return await work(stored);
	} catch (error) {
		await removeUnusedFiles(stores, [stored.sha256]);
		throw error;
	}
}

/**
 * Removes stored files that nothing refers to any more, after the transaction that let go of them. Where this process dies before that,
 * the database still knows of them (migration 0043), and `removeFilesLetGo` goes on.
 */
export async function removeUnusedFiles({ db, files }: Stores, sha256s: readonly string[]): Promise<void> {
	for (const sha256 of new Set(sha256s)) {
		await asActor(db, operator('files'), async (tx) => {
			// Held until the file is gone: whoever lets go of the same bytes meanwhile waits, and they are looked at again.
			await tx.execute(sql`delete from file_let_go where digest = ${sha256}`);
			// Every table with a column `sha256` is asked, whatever its walls (migration 0012).
			const { rows } = await tx.execute<{ used: boolean }>(sql`select stored_file_in_use(${sha256}) as used`);
			if (!rows[0]!.used) await files.remove(sha256);
		});
	}
}

const AT_ONCE = 5000;

/** Removes the files of rows that are gone and of which nobody saw to the file: a process died in between, or a disk refused. Answers how many it looked at. */
export async function removeFilesLetGo(stores: Stores): Promise<number> {
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
