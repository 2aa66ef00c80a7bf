import { actorId, type Actor } from '#lib/server/accounts/actor.ts';
import { detectEncoding, decodedText } from '#lib/server/imports/text-encoding.ts';
import { inTransaction } from '#lib/server/platform/database.ts';
import { ExpectedError, isExpectedError } from '#lib/server/platform/errors.ts';
import { isUuid } from '#lib/server/platform/uuid.ts';
import { applyPlan } from './apply-plan.ts';
import { changedCells } from './check-cells.ts';
import { editorOf, type EditContext } from './edit-concept.ts';
import { planUpload, readUploadedTable, type FileProblem, type UploadPlan } from './plan-upload.ts';
import { insertUpload, lockThesaurus, markUploadApplied, uploadById, type UploadRow } from './queries.ts';
import { thesaurusRules } from './rules.ts';

export const UPLOAD_BYTES = 16 * 1024 * 1024;

/** Keeps a table for its preview; nothing of it is in the thesaurus yet. Errors: forbidden. */
export async function uploadTable(
	context: EditContext,
	actor: Actor,
	file: { name: string; bytes: Uint8Array },
): Promise<{ id: string } | { problem: FileProblem | { code: 'unknown_encoding' | 'too_large'; limit?: number } }> {
	const by = actorId(actor);
	if (!thesaurusRules.upload(await editorOf(context.db, actor)) || by === null) throw new ExpectedError('forbidden', 'Officers upload tables.');
	if (file.bytes.byteLength > UPLOAD_BYTES) return { problem: { code: 'too_large', limit: UPLOAD_BYTES } };
	const content = await textOf(file.bytes);
	if (content === undefined) return { problem: { code: 'unknown_encoding' } };
	const read = readUploadedTable(content);
	if ('problem' in read) return read;
	return { id: await insertUpload(context.db, { createdBy: by, fileName: [...file.name].slice(0, 300).join(''), content, createdAt: context.clock() }) };
}

async function textOf(bytes: Uint8Array): Promise<string | undefined> {
	const source = {
		size: bytes.byteLength,
		open: async function* () {
			yield bytes;
		},
	};
	try {
		let text = '';
		for await (const piece of decodedText(source, await detectEncoding(source))) text += piece;
		return text.includes('\0') ? undefined : text;
	} catch (error) {
		if (isExpectedError(error)) return undefined;
		throw error;
	}
}

/** What an upload would change, as the thesaurus is now. Errors: not_found (somebody else's too). */
export async function previewUpload(context: Pick<EditContext, 'db'>, actor: Actor, id: string): Promise<{ upload: UploadRow; plan: UploadPlan | null }> {
	const upload = await ownUpload(context, actor, id);
	if (upload.appliedAt) return { upload, plan: null };
	return { upload, plan: await planUpload(context.db, await editorOf(context.db, actor), rowsOf(upload)) };
}

/**
 * Stores what the preview showed, in one transaction; rows with problems are left out. Where others edited meanwhile, so that
 * the table would change something else than was shown, nothing is stored. Errors: not_found, conflict.
 */
export async function confirmUpload(context: EditContext, actor: Actor, wanted: { id: string; digest: string }): Promise<{ concepts: number; cells: number }> {
	const editor = await editorOf(context.db, actor);
	return inTransaction(context.db, async (tx) => {
		await lockThesaurus(tx);
		const upload = await ownUpload({ db: tx }, actor, wanted.id);
		if (upload.appliedAt) throw new ExpectedError('conflict', 'The table was stored already.');
		const { rows, digest } = await planUpload(tx, editor, rowsOf(upload));
		if (digest !== wanted.digest) throw new ExpectedError('conflict', 'The thesaurus has changed since the preview.');
		const good = rows.filter(({ problems }) => problems.length === 0).map(({ plan }) => plan);
		const applied = await applyPlan({ tx, now: context.clock(), jobs: context.jobs }, actor, good, 'upload');
		await markUploadApplied(tx, upload.id, applied?.cells ?? 0, context.clock());
		return { concepts: good.filter((plan) => plan.isNew || changedCells(plan).length > 0).length, cells: applied?.cells ?? 0 };
	});
}

async function ownUpload(context: { db: Parameters<typeof uploadById>[0] }, actor: Actor, id: string): Promise<UploadRow> {
	const upload = isUuid(id) ? await uploadById(context.db, id) : undefined;
	if (!upload || upload.createdBy !== actorId(actor)) throw new ExpectedError('not_found', 'No such upload.');
	return upload;
}

function rowsOf(upload: UploadRow) {
	const read = readUploadedTable(upload.content);
	if ('problem' in read) throw new ExpectedError('invalid_input', 'The table cannot be read.');
	return read.rows;
}
