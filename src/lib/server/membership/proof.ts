import type { Actor } from '#lib/server/accounts/actor.ts';
import { ATTACHMENT_BYTES, ATTACHMENT_KINDS } from '#lib/server/listings/attach-file.ts';
import { cleanText } from '#lib/server/listings/input.ts';
import { PROOFS_MOST } from '#lib/membership/vocabulary.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { FileSource } from '#lib/server/platform/files.ts';
import { removeUnusedFiles, withStoredFile } from '#lib/server/platform/kept-file.ts';
import type { MembershipContext } from './context.ts';
import { deleteProof, insertProof, lockOrganisation, organisationFor, proofById, proofsOf, type ProofRow } from './queries.ts';
import { organisationRules } from './rules.ts';

/** The name without the folders that some browsers send, at most 200 characters. */
export function fileName(name: string): string {
	const last = cleanText(name.split(/[/\\]/).at(-1) ?? '').replace(/[\n\t]/g, ' ').trim() || 'file';
	const characters = [...last];
	const ending = /\.[A-Za-z0-9]{1,8}$/.exec(last)?.[0] ?? '';
	return characters.length <= 200 ? last : characters.slice(0, 200 - ending.length).join('') + ending;
}

/**
 * Adds a document that proves what an organisation says of itself. Errors: not_found, forbidden, too_large,
 * unsupported_type, invalid_input (empty, or one too many).
 */
export async function addProof(context: Pick<MembershipContext, 'db' | 'clock' | 'files'>, actor: Actor, input: { organisationId: string; name: string; source: FileSource }): Promise<void> {
	// Asked before the bytes are taken in, and again under the lock.
	await asActor(context.db, actor, (tx) => assertMayAdd(tx, actor, input.organisationId));
	await withStoredFile(context, input.source, { kinds: ATTACHMENT_KINDS, maxBytes: ATTACHMENT_BYTES }, (stored) =>
		asActor(context.db, actor, async (tx) => {
			await assertMayAdd(tx, actor, input.organisationId);
			const id = await insertProof(tx, {
				organisationId: input.organisationId,
				name: fileName(input.name),
				mediaType: stored.mediaType,
				bytes: stored.size,
				sha256: stored.sha256,
				createdBy: actor.kind === 'member' ? actor.userId : null,
				createdAt: context.clock(),
			});
			await recordAudit(tx, { actor, action: 'organisation.add-proof', entity: 'organisation', entityId: input.organisationId, detail: { proofId: id } });
		}),
	);
}

async function assertMayAdd(tx: Transaction, actor: Actor, organisationId: string): Promise<void> {
	const found = await lockOrganisation(tx, organisationId);
	if (!found || !organisationRules.viewInside(actor, found.forRules)) throw new ExpectedError('not_found', 'No such organisation.');
	if (!organisationRules.addProof(actor, found.forRules)) throw new ExpectedError('forbidden', 'Owners add documents while their application is open.');
	if ((await proofsOf(tx, organisationId)).length >= PROOFS_MOST)
		throw new ExpectedError('invalid_input', 'The application has as many documents as it can have.', { field: 'proof', detail: { code: 'too_many', limit: PROOFS_MOST } });
}

/** Errors: not_found, forbidden. */
export async function removeProof(context: Pick<MembershipContext, 'db' | 'files'>, actor: Actor, input: { organisationId: string; proofId: string }): Promise<void> {
	const sha256 = await asActor(context.db, actor, async (tx) => {
		const found = await lockOrganisation(tx, input.organisationId);
		const proof = await proofById(tx, input.proofId);
		if (!found || !proof || proof.organisationId !== found.row.id) throw new ExpectedError('not_found', 'No such document.');
		if (!organisationRules.addProof(actor, found.forRules)) throw new ExpectedError('forbidden', 'Owners take documents back while their application is open.');
		await deleteProof(tx, proof.id);
		await recordAudit(tx, { actor, action: 'organisation.remove-proof', entity: 'organisation', entityId: found.row.id, detail: { proofId: proof.id } });
		return proof.sha256;
	});
	await removeUnusedFiles(context, [sha256]);
}

/** Opens a proof; that it was opened is on record. Errors: not_found (also for whoever may not read it). */
export async function readProof(context: Pick<MembershipContext, 'db'>, actor: Actor, input: { proofId: string }): Promise<ProofRow> {
	return asActor(context.db, actor, async (tx) => {
		const proof = await proofById(tx, input.proofId);
		const found = proof && (await organisationFor(tx, proof.organisationId));
		if (!proof || !found || !organisationRules.readProof(actor, found.forRules)) throw new ExpectedError('not_found', 'No such document.');
		await recordAudit(tx, { actor, action: 'organisation.read-guarded-file', entity: 'organisation', entityId: found.row.id, detail: { proofId: proof.id } });
		return proof;
	});
}
