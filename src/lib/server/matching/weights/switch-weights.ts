import type { Actor } from '#lib/server/accounts/actor.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Clock } from '#lib/server/platform/clock.ts';
import { inTransaction, type Database } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { weightsRules } from '../rules.ts';
import { setActiveWeights, weightsById } from './queries.ts';

/**
 * Lets learned weights hold from now on, or the defaults again (`to` null). Pairs that are stored are judged anew by the next
 * matching of all with all. Errors: forbidden, not_found.
 */
export async function switchWeights(context: { db: Database; clock: Clock }, actor: Actor, { to }: { to: string | null }): Promise<void> {
	if (!weightsRules.switchOn(actor)) throw new ExpectedError('forbidden', 'Only the secretariat switches weights.');
	await inTransaction(context.db, async (tx) => {
		if (to !== null && !(await weightsById(tx, to))) throw new ExpectedError('not_found', 'No such weights.');
		await setActiveWeights(tx, to, actor.kind === 'member' ? actor.userId : null, context.clock());
		await recordAudit(tx, { actor, action: 'match-weights.switch', entity: 'match_weights', entityId: to ?? 'default' });
	});
}
