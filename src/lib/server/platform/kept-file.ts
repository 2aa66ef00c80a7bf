import { sql } from 'drizzle-orm';
import type { Executor } from './database.ts';
import type { FileLimits, FileSource, FileStore, StoredFile } from './files.ts';

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

/** Removes stored files that nothing refers to any more, after the transaction that let go of them. */
export async function removeUnusedFiles({ db, files }: Stores, sha256s: readonly string[]): Promise<void> {
	for (const sha256 of new Set(sha256s)) {
		// Every table with a column `sha256` is asked, whatever its walls (migration 0012).
		const { rows } = await db.execute<{ used: boolean }>(sql`select stored_file_in_use(${sha256}) as used`);
		if (!rows[0]!.used) await files.remove(sha256);
	}
}
