import type { Actor } from '#lib/server/accounts/actor.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Clock } from '#lib/server/platform/clock.ts';
import { inTransaction, type Database } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { centreDockingRules } from '../rules.ts';
import { centreScreens, putCentreDocking } from './queries.ts';

/** Whether a centre looks at interests before they go on. What is on its way stays where it is. Errors: forbidden. */
export async function setScreening(context: { db: Database; clock: Clock }, actor: Actor, input: { centreId: string; screens: boolean }): Promise<void> {
	if (!centreDockingRules.settings(actor, input)) throw new ExpectedError('forbidden', 'Officers decide this for their centre.');
	await inTransaction(context.db, async (tx) => {
		const before = await centreScreens(tx, input.centreId);
		await putCentreDocking(tx, { ...input, updatedBy: actor.kind === 'member' ? actor.userId : null, updatedAt: context.clock() });
		await recordAudit(tx, { actor, action: 'centre.set-screening', entity: 'centre', entityId: input.centreId, before: { screens: before }, after: { screens: input.screens } });
	});
}
