import type { Actor } from '#lib/server/accounts/actor.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Clock } from '#lib/server/platform/clock.ts';
import { inTransaction, type Database } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { passRules } from '../rules.ts';
import { endPass, runningPass } from './queries.ts';

/** Ends the running pass after the listings that it is matching; what was stored stays. Errors: forbidden, not_found (none runs). */
export async function cancelMatchPass(context: { db: Database; clock: Clock }, actor: Actor): Promise<void> {
	if (!passRules.steer(actor)) throw new ExpectedError('forbidden', 'Only the secretariat cancels a matching of all with all.');
	await inTransaction(context.db, async (tx) => {
		const pass = await runningPass(tx);
		if (!pass || !(await endPass(tx, pass.id, { state: 'cancelled', now: context.clock() })))
			throw new ExpectedError('not_found', 'No matching of all with all is running.');
		await recordAudit(tx, { actor, action: 'match-pass.cancel', entity: 'match_pass', entityId: pass.id });
	});
}
