import type { Language } from '#lib/engines/text/language.ts';
import type { NetworkDisclosure } from '#lib/membership/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { ATTACHMENT_BYTES, ATTACHMENT_KINDS } from '#lib/server/listings/attach-file.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { FileSource } from '#lib/server/platform/files.ts';
import { removeUnusedFiles, withStoredFile } from '#lib/server/platform/kept-file.ts';
import type { MembershipContext } from '../context.ts';
import { fileName } from '../proof.ts';
import { networkRules } from '../rules.ts';
import { deleteDocument, documentById, insertDocument, type DocumentRow } from './queries.ts';
import { networkForRules } from './view-networks.ts';

async function assertMayAdd(tx: Transaction, actor: Actor, networkId: string): Promise<void> {
	const { forRules } = await networkForRules(tx, networkId);
	if (!networkRules.addDocument(actor, forRules)) throw new ExpectedError('forbidden', 'Coordinators add documents.');
}

/** A coordinator adds a document. Errors: not_found, forbidden, too_large, unsupported_type, invalid_input (empty). */
export async function addDocument(
	context: Pick<MembershipContext, 'db' | 'clock' | 'files'>,
	actor: Actor,
	input: { networkId: string; title: string; language: Language; disclosure: NetworkDisclosure; name: string; source: FileSource },
): Promise<void> {
	await asActor(context.db, actor, (tx) => assertMayAdd(tx, actor, input.networkId));
	await withStoredFile(context, input.source, { kinds: ATTACHMENT_KINDS, maxBytes: ATTACHMENT_BYTES }, (stored) =>
		asActor(context.db, actor, async (tx) => {
			await assertMayAdd(tx, actor, input.networkId);
			const id = await insertDocument(tx, {
				networkId: input.networkId,
				title: input.title,
				language: input.language,
				disclosure: input.disclosure,
				name: fileName(input.name),
				mediaType: stored.mediaType,
				bytes: stored.size,
				sha256: stored.sha256,
				createdBy: actor.kind === 'member' ? actor.userId : null,
				createdAt: context.clock(),
			});
			await recordAudit(tx, { actor, action: 'thematic-network.add-document', entity: 'thematic_network', entityId: input.networkId, detail: { documentId: id, disclosure: input.disclosure } });
		}),
	);
}

/** Errors: not_found, forbidden. */
export async function removeDocument(context: Pick<MembershipContext, 'db' | 'files'>, actor: Actor, input: { networkId: string; documentId: string }): Promise<void> {
	const sha256 = await asActor(context.db, actor, async (tx) => {
		const { forRules } = await networkForRules(tx, input.networkId);
		const row = await documentById(tx, input.documentId);
		if (!row || row.networkId !== input.networkId) throw new ExpectedError('not_found', 'No such document.');
		if (!networkRules.addDocument(actor, forRules)) throw new ExpectedError('forbidden', 'Coordinators remove documents.');
		await deleteDocument(tx, row.id);
		await recordAudit(tx, { actor, action: 'thematic-network.remove-document', entity: 'thematic_network', entityId: input.networkId, detail: { documentId: row.id } });
		return row.sha256;
	});
	await removeUnusedFiles(context, [sha256]);
}

/** Opens a document; that a guarded one was opened is on record. Errors: not_found (also for whoever may not read it). */
export async function readDocument(context: Pick<MembershipContext, 'db'>, actor: Actor, input: { networkId: string; documentId: string }): Promise<DocumentRow> {
	return asActor(context.db, actor, async (tx) => {
		const row = await documentById(tx, input.documentId);
		const { forRules } = await networkForRules(tx, input.networkId);
		const may = row && row.networkId === input.networkId && (row.disclosure === 'public' || networkRules[row.disclosure === 'network' ? 'readNetworkDocuments' : 'readMembersDocuments'](actor, forRules));
		if (!row || !may) throw new ExpectedError('not_found', 'No such document.');
		if (row.disclosure !== 'public') await recordAudit(tx, { actor, action: 'thematic-network.read-guarded-file', entity: 'thematic_network', entityId: input.networkId, detail: { documentId: row.id } });
		return row;
	});
}
