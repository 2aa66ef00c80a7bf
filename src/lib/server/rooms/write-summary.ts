import type { Actor } from '#lib/server/accounts/actor.ts';
import { changeDocking } from '#lib/server/docking/change-docking.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { RoomsContext } from './context.ts';
import type { Written } from './input.ts';
import { insertSummary } from './messages/queries.ts';
import { personOf } from './messages/write-message.ts';

/** An adviser writes down where things stand; an earlier summary in that language stays on record. Errors: not_found, forbidden. */
export async function writeSummary(context: RoomsContext, actor: Actor, input: { reference: string; summary: Written }): Promise<void> {
	await changeDocking(context, actor, { reference: input.reference, right: 'advise', lock: false }, async (change) => {
		const { id, name } = personOf(actor);
		await insertSummary(change.tx, { dockingId: change.row.id, ...input.summary, authorId: id, called: name, at: change.now });
		await recordAudit(change.tx, { actor, action: 'docking.summarise', entity: 'docking', entityId: change.row.id, detail: { language: input.summary.language } });
		await change.tell('summary');
	});
}
