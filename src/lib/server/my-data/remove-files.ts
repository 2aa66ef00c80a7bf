import type { Database } from '#lib/server/platform/database.ts';
import type { FileStore } from '#lib/server/platform/files.ts';
import { isFileInUse } from './holdings/queries.ts';

/** Removes stored files that nothing refers to any more, after the transaction that let go of them. */
export async function removeUnusedFiles(context: { db: Database; files: FileStore }, sha256s: readonly string[]): Promise<void> {
	for (const sha256 of new Set(sha256s)) if (!(await isFileInUse(context.db, sha256))) await context.files.remove(sha256);
}
