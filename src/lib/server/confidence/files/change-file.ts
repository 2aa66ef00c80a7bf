import type { Actor } from '#lib/server/accounts/actor.ts';
import { changeDocking } from '#lib/server/docking/change-docking.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { removeUnusedFiles } from '#lib/server/platform/kept-file.ts';
import { findDocking } from '#lib/server/docking/queries.ts';
import { dockingRules, standOf } from '#lib/server/docking/rules.ts';
import type { ConfidenceContext } from '../context.ts';
import type { FileSettings } from '../input.ts';
import { deleteVersions, fileById, updateFile, versionsOf } from '../queries.ts';
import { dockingFileRules } from '../rules.ts';
import { ownFile } from './add-file.ts';

/** Says anew who may open a file, and whether as it is. Errors: not_found, forbidden. */
export async function changeDockingFile(context: ConfidenceContext, actor: Actor, input: { reference: string; fileId: string; settings: FileSettings }): Promise<void> {
	await changeDocking(context, actor, { reference: input.reference, right: 'write', lock: false }, async (change) => {
		const { file } = await ownFile(change, actor, input.fileId);
		const { disclosure, asItIs } = input.settings;
		if (file.disclosure === disclosure && file.asItIs === asItIs) return;
		await updateFile(change.tx, file.id, { disclosure, asItIs, touchedAt: change.now });
		await recordAudit(change.tx, { actor, action: 'docking.change-file', entity: 'docking', entityId: change.row.id, detail: { fileId: file.id }, before: { disclosure: file.disclosure, asItIs: file.asItIs }, after: { disclosure, asItIs } });
		if (file.disclosure === 'own' && disclosure !== 'own') await change.tell('file');
	});
}

/**
 * Takes a file back: all its versions go, and what was read from them; that it was there, and who opened it, stays on record.
 * Possible also when the docking is over. Errors: not_found, forbidden.
 */
export async function removeDockingFile(context: ConfidenceContext, actor: Actor, input: { reference: string; fileId: string }): Promise<void> {
	const gone = await asActor(context.db, actor, async (tx) => {
		const found = await findDocking(tx, { reference: input.reference });
		const file = found && dockingRules.view(actor, found.access) && standOf(actor, found.access) ? await fileById(tx, found.row.id, input.fileId) : undefined;
		if (!found || !file || file.removedAt !== null) throw new ExpectedError('not_found', 'No such file.');
		const forRules = { access: found.access, side: file.side, disclosure: file.disclosure, ndaInForce: true, removed: false };
		if (!dockingFileRules.remove(actor, forRules)) throw new ExpectedError('forbidden', 'Who added a file takes it back.');
		await fileById(tx, found.row.id, file.id, { lock: true });
		const versions = await versionsOf(tx, [file.id]);
		await deleteVersions(tx, file.id);
		const now = context.clock();
		await updateFile(tx, file.id, { removedAt: now, removedBy: actor.kind === 'member' ? actor.userId : null, touchedAt: now });
		await recordAudit(tx, { actor, action: 'docking.remove-file', entity: 'docking', entityId: found.row.id, detail: { fileId: file.id, versions: versions.length } });
		return versions.map(({ sha256 }) => sha256);
	});
	await removeUnusedFiles(context, gone);
}
