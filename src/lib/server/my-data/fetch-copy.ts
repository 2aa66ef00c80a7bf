import type { Readable } from 'node:stream';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { isUuid } from '#lib/server/platform/uuid.ts';
import type { DataContext } from './data-context.ts';
import { copyById, updateCopy } from './queries.ts';
import { copyRules } from './rules.ts';

/** Opens the ZIP of a copy, and puts on record that it was fetched. Errors: not_found, also where it is somebody else's; expired. */
export async function fetchCopy(context: Pick<DataContext, 'db' | 'clock' | 'copies'>, actor: Actor, id: string): Promise<{ size: number; stream: Readable; about: 'person' | 'organisation' }> {
	const now = context.clock();
	if (!isUuid(id)) throw new ExpectedError('not_found', 'There is no such copy.');
	const copy = await asActor(context.db, actor, async (tx) => {
		const row = await copyById(tx, id);
		if (row && actor.kind === 'member' && row.userId === actor.userId && (row.state === 'expired' || (row.expiresAt && row.expiresAt <= now)))
			throw new ExpectedError('expired', 'The copy is too old; a new one is made in a moment.');
		if (!row || !copyRules.fetch(actor, row)) throw new ExpectedError('not_found', 'There is no such copy.');
		await updateCopy(tx, id, { fetchedAt: now });
		await recordAudit(tx, {
			actor,
			action: row.organisationId ? 'organisation.read-guarded-copy' : 'user.fetch-copy',
			entity: row.organisationId ? 'organisation' : 'user',
			entityId: row.organisationId ?? row.userId,
			detail: { copyId: id },
		});
		return row;
	});
	return { ...(await context.copies.open(id)), about: copy.organisationId ? 'organisation' : 'person' };
}
