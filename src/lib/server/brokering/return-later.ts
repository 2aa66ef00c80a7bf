import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Clock } from '#lib/server/platform/clock.ts';
import { inTransaction, type Database } from '#lib/server/platform/database.ts';
import { dayAfter } from './input.ts';
import { nextPairState } from './pair.ts';
import { lockPair, movePair, pairsWhoseDayHasCome } from './queries.ts';

const AT_ONCE = 500;

/** Pairs that were put off come back to the queue on their day. Returns how many did. */
export async function returnLater(context: { db: Database; clock: Clock }): Promise<number> {
	let returned = 0;
	for (;;) {
		const today = dayAfter(context.clock(), 0);
		const ids = await pairsWhoseDayHasCome(context.db, today, AT_ONCE);
		for (const id of ids) {
			await inTransaction(context.db, async (tx) => {
				const pair = await lockPair(tx, id);
				const state = pair && nextPairState(pair.row.state, 'day-has-come');
				if (!pair || !state || pair.row.laterUntil === null || pair.row.laterUntil > today) return;
				await movePair(tx, id, { state, laterUntil: null });
				await recordAudit(tx, { actor: { kind: 'operator', name: 'jobs' }, action: 'pair.return', entity: 'suggested_pair', entityId: id });
				returned++;
			});
		}
		if (ids.length < AT_ONCE) return returned;
	}
}
