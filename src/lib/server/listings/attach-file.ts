import type { Actor } from '#lib/server/accounts/actor.ts';
import type { Disclosure } from '#lib/listings/vocabulary.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { inTransaction, type Database } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { FileKind, FileSource, FileStore } from '#lib/server/platform/files.ts';
import { removeUnusedFiles, withStoredFile } from '#lib/server/platform/kept-file.ts';
import { cleanText } from './input.ts';
import {
	attachmentById,
	attachmentsOf,
	deleteAttachment,
	insertAttachment,
	lifeOf,
	lockListing,
	type AttachmentRow,
} from './queries.ts';
import { listingRules } from './rules.ts';
import { ensureWorkingVersion } from './save-draft.ts';

export const ATTACHMENT_KINDS: readonly FileKind[] = ['png', 'jpeg', 'webp', 'pdf'];
export const ATTACHMENT_BYTES = 10 * 1024 * 1024;
export const ATTACHMENTS_PER_LISTING = 10;

interface Context {
	db: Database;
	files: FileStore;
}

/**
 * Attaches a file to the version being written; others see it once that version is published. What the file is is judged
 * by its bytes. Nothing is stored where it is refused.
 * Errors: not_found, forbidden, too_large, unsupported_type, invalid_input (empty, or one too many).
 */
export async function attachFile(
	context: Context,
	actor: Actor,
	input: { listingId: string; name: string; disclosure: Disclosure; source: FileSource },
): Promise<AttachmentRow> {
	// Asked before the bytes are taken in, and again under the lock.
	await inTransaction(context.db, (tx) => writableListing(tx, actor, input.listingId));
	return withStoredFile(context, input.source, { kinds: ATTACHMENT_KINDS, maxBytes: ATTACHMENT_BYTES }, (stored) =>
		inTransaction(context.db, async (tx) => {
			const row = await writableListing(tx, actor, input.listingId);
			await ensureWorkingVersion(tx, actor, row);
			const attachment = await asActor(tx, actor, () => insertAttachment(tx, {
				listingId: row.id,
				name: fileName(input.name),
				mediaType: stored.mediaType,
				bytes: stored.size,
				sha256: stored.sha256,
				disclosure: input.disclosure,
				createdBy: actor.kind === 'member' ? actor.userId : null,
			}));
			await recordAudit(tx, { actor, action: 'listing.attach', entity: 'attachment', entityId: attachment.id, detail: { listingId: row.id, disclosure: input.disclosure } });
			return attachment;
		}),
	);
}

/** Removes an attachment at once, also from what is public: its owner may take it back. Errors: not_found, forbidden. */
export async function removeAttachment(
	context: Context,
	actor: Actor,
	input: { listingId: string; attachmentId: string },
): Promise<void> {
	const sha256 = await inTransaction(context.db, async (tx) => {
		const row = await lockListing(tx, input.listingId);
		const file = await asActor(tx, actor, () => attachmentById(tx, input.attachmentId));
		if (!row || !file || file.listingId !== row.id || !listingRules.viewWorkingVersion(actor, { ...row, ...lifeOf(row) }))
			throw new ExpectedError('not_found', 'No such file.');
		if (!listingRules.attach(actor, { ...row, ...lifeOf(row) }))
			throw new ExpectedError('forbidden', 'Files of this listing cannot be changed by this actor now.');
		await recordAudit(tx, { actor, action: 'listing.detach', entity: 'attachment', entityId: file.id, detail: { listingId: row.id, disclosure: file.disclosure } });
		await asActor(tx, actor, () => deleteAttachment(tx, file.id));
		return file.sha256;
	});
	await removeUnusedFiles(context, [sha256]);
}

async function writableListing(tx: Parameters<typeof lockListing>[0], actor: Actor, listingId: string) {
	const row = await lockListing(tx, listingId);
	if (!row || !listingRules.viewWorkingVersion(actor, { ...row, ...lifeOf(row) }))
		throw new ExpectedError('not_found', 'No such listing.');
	if (!listingRules.attach(actor, { ...row, ...lifeOf(row) }))
		throw new ExpectedError('forbidden', 'Files of this listing cannot be changed by this actor now.');
	const files = await asActor(tx, actor, () => attachmentsOf(tx, listingId));
	if (files.length >= ATTACHMENTS_PER_LISTING)
		throw new ExpectedError('invalid_input', 'The listing has as many files as it can have.', {
			field: 'file',
			detail: { code: 'too_many', limit: ATTACHMENTS_PER_LISTING },
		});
	return row;
}

/** The name without the folders that some browsers send, shortened before its ending where it is too long. */
function fileName(name: string): string {
	const last = cleanText(name.split(/[/\\]/).at(-1) ?? '').replace(/[\n\t]/g, ' ') || 'file';
	const characters = [...last];
	if (characters.length <= 200) return last;
	const ending = /\.[A-Za-z0-9]{1,8}$/.exec(last)?.[0] ?? '';
	return characters.slice(0, 200 - ending.length).join('') + ending;
}
