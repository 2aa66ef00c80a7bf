import type { Actor } from '#lib/server/accounts/actor.ts';
import { organisationById } from '#lib/server/network/queries.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { inTransaction, type Database } from '#lib/server/platform/database.ts';
import { ExpectedError, isExpectedError } from '#lib/server/platform/errors.ts';
import type { FileSource, FileStore } from '#lib/server/platform/files.ts';
import { withStoredFiles } from '#lib/server/platform/kept-file.ts';
import { countRows } from './count-rows.ts';
import { fileProblem } from './file-problem.ts';
import { BROWSER_LIMITS } from './limits.ts';
import { openTable, storedSource } from './open-table.ts';
import { insertBatch, type ImportBatchRow } from './queries.ts';
import { importRules } from './rules.ts';
import { suggestMapping } from './suggest-mapping.ts';

/**
 * Takes in a file of listings: stored, read once to its end, its columns guessed at; nothing is imported yet. The right is asked
 * for before the first byte is read. Errors: not_found, forbidden, too_large, unsupported_type, invalid_input.
 */
export async function startImport(
	context: { db: Database; files: FileStore },
	actor: Actor,
	input: { organisationId: string; fileName: string; file: FileSource },
): Promise<ImportBatchRow> {
	const owner = await organisationById(context.db, input.organisationId);
	if (!owner || !importRules.run(actor, { organisationId: owner.id, centreId: owner.centreId }))
		throw new ExpectedError(owner ? 'forbidden' : 'not_found', 'The actor does not import for this organisation.');
	return withStoredFiles(context, async (put) => {
		const stored = await putFile(put, input.file);
		// Read to its end, so that a break in its last line is told now.
		const table = await openTable(await storedSource(context.files, stored.sha256), BROWSER_LIMITS);
		const rows = await countRows(table);
		return inTransaction(context.db, async (tx) => {
			const batch = await insertBatch(tx, {
				organisationId: owner.id,
				createdBy: actor.kind === 'member' ? actor.userId : null,
				fileName: shortName(input.fileName),
				format: table.format,
				sha256: stored.sha256,
				columns: [...table.columns],
				rowsTotal: rows,
				mapping: suggestMapping(table.columns),
				defaults: { language: 'auto', areas: 'auto' },
			});
			await recordAudit(tx, { actor, action: 'import.upload', entity: 'import_batch', entityId: batch.id, detail: { bytes: stored.size } });
			return batch;
		});
	});
}

async function putFile(put: FileStore['put'], file: FileSource) {
	try {
		return await put(file, { kinds: ['csv', 'xlsx'], maxBytes: BROWSER_LIMITS.fileBytes });
	} catch (error) {
		if (isExpectedError(error, 'too_large')) throw fileProblem('too_large', { limit: BROWSER_LIMITS.fileBytes }, error);
		if (isExpectedError(error, 'unsupported_type')) throw fileProblem('unsupported', {}, error);
		// An upload that broke off says so itself; what else is refused as input is a file of no bytes.
		if (isExpectedError(error, 'invalid_input') && error.detail?.code === undefined) throw fileProblem('empty', {}, error);
		throw error;
	}
}

/** The last part of a path, as some browsers send one, without what could not be shown. */
export function shortName(name: string): string {
	const last = name.split(/[/\\]/).at(-1) ?? '';
	return [...last.replace(/[\u0000-\u001F\u007F]/g, '')].slice(0, 300).join('') || 'import';
}
