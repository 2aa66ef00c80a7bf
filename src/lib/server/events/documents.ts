import type { Actor } from '#lib/server/accounts/actor.ts';
import { DOCUMENT_AUDIENCES, EVENT_LIMITS } from '#lib/events/vocabulary.ts';
import { cleanLine } from '#lib/server/accounts/input.ts';
import { ATTACHMENT_BYTES } from '#lib/server/listings/attach-file.ts';
import { fileName } from '#lib/server/membership/proof.ts';
import { removeUnusedFiles, withStoredFile } from '#lib/server/platform/kept-file.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import type { FileKind } from '#lib/server/platform/files.ts';
import { changeEvent, gone, organisedEvent, personOf } from './change-event.ts';
import type { EventsContext } from './context.ts';
import { countDocuments, deleteDocument, documentById, insertDocument, type DocumentRow } from './files/queries.ts';
import { choiceInput, textsInput, wrong } from './input.ts';
import { findEvent, sessionsOf } from './queries.ts';
import { eventRules } from './rules.ts';

type Context = Pick<EventsContext, 'db' | 'clock' | 'files'>;
export const EVENT_DOCUMENT_KINDS: readonly FileKind[] = ['pdf', 'docx', 'xlsx', 'png', 'jpeg', 'webp'];

/** Asked before the bytes of a file are taken in, and again under the lock. Errors: not_found, forbidden. */
export async function assertOrganises(context: Pick<EventsContext, 'db' | 'clock'>, actor: Actor, eventId: string): Promise<void> {
	await asActor(context.db, actor, (tx) => organisedEvent(tx, context, actor, eventId));
}

/** Adds a document of the event or of one of its sessions, for everybody or for the organisers alone. Errors: not_found, forbidden, invalid_input, too_large, unsupported_type. */
export async function addDocument(context: Context, actor: Actor, input: { eventId: string; form: FormData; file: File | undefined }): Promise<void> {
	await assertOrganises(context, actor, input.eventId);
	if (!input.file) throw wrong('file', 'required');
	const { name } = input.file;
	await withStoredFile(context, input.file.stream(), { kinds: EVENT_DOCUMENT_KINDS, maxBytes: ATTACHMENT_BYTES }, (stored) =>
		changeEvent(context, actor, { eventId: input.eventId, action: 'add-document' }, async ({ tx, row, now, note }) => {
			if ((await countDocuments(tx, row.id)) >= EVENT_LIMITS.documents) throw wrong('file', 'too_many', EVENT_LIMITS.documents);
			const shown = choiceInput(input.form, 'shown', DOCUMENT_AUDIENCES);
			const titles = textsInput(input.form, 'title', row.languages, { limit: EVENT_LIMITS.name, required: true });
			const sessionId = await sessionIn(tx, row.id, input.form);
			const id = await insertDocument(tx, { eventId: row.id, sessionId, titles, shown, name: fileName(name), mediaType: stored.mediaType, bytes: stored.size, sha256: stored.sha256, addedBy: personOf(actor), addedAt: now });
			note({ detail: { documentId: id, shown } });
		}),
	);
}

/** The session that a form names; null where it names none. */
async function sessionIn(tx: Transaction, eventId: string, form: FormData): Promise<string | null> {
	const typed = cleanLine(form.get('session'));
	const session = typed === '' ? null : (await sessionsOf(tx, eventId)).find(({ id }) => id === typed);
	if (session === undefined) throw wrong('session', 'not_allowed');
	return session && session.id;
}

/** Errors: not_found, forbidden. */
export async function removeDocument(context: Context, actor: Actor, input: { eventId: string; id: string | null }): Promise<void> {
	const sha256 = await changeEvent(context, actor, { eventId: input.eventId, action: 'remove-document' }, async ({ tx, row, note }) => {
		const document = await documentById(tx, row.id, input.id);
		if (!document) throw gone('document');
		await deleteDocument(tx, document.id);
		note({ detail: { documentId: document.id } });
		return document.sha256;
	});
	await removeUnusedFiles(context, [sha256]);
}

/** A document to be sent; that an inner one was opened is on record. Errors: not_found (also for whoever may not read it). */
export async function readDocument(context: Pick<EventsContext, 'db' | 'clock'>, actor: Actor, input: { eventId: string; id: string | null }): Promise<DocumentRow> {
	return asActor(context.db, actor, async (tx) => {
		const found = await findEvent(tx, input.eventId, context.clock());
		const document = found && (await documentById(tx, found.row.id, input.id));
		if (!document || !eventRules[document.shown === 'public' ? 'view' : 'viewInside'](actor, found.forRules)) throw gone('document');
		if (document.shown === 'organisers') await recordAudit(tx, { actor, action: 'event.read-guarded-file', entity: 'event', entityId: found.row.id, detail: { documentId: document.id }, about: { centreId: found.row.centreId } });
		return document;
	});
}
