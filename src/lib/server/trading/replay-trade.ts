import type { Actor } from '#lib/server/accounts/actor.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { logFault, logOf, tradeByNumber } from './queries.ts';
import { replay } from './replay.ts';

/** The whole log of a trade, whether it is as it was written, and what playing it anew gives. Errors: not_found. */
export async function replayTrade(db: Database, actor: Actor, number: number) {
	return asActor(db, actor, async (tx) => {
		const row = await tradeByNumber(tx, number);
		if (!row) throw new ExpectedError('not_found', 'No such trade.');
		const log = await logOf(tx, row.id);
		return { trade: row, log, fault: await logFault(tx, row.id), replayed: replay(log) };
	});
}
