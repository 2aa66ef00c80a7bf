import type { Actor } from '#lib/server/accounts/actor.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { inTransaction, type Database } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { assignTo, lockPair, officersOf } from './queries.ts';
import { ownCentresOf, pairRules } from './rules.ts';

/**
 * Gives a pair to an officer of one's own centre, or to nobody. What the other centre's officer has stays there.
 * Errors: not_found, forbidden, conflict (changed since it was read), invalid_input (no officer of this centre).
 */
export async function assignPair(
	context: { db: Database },
	actor: Actor,
	input: { pairId: string; expected: number; to: string | null },
): Promise<void> {
	await inTransaction(context.db, async (tx) => {
		const pair = await lockPair(tx, input.pairId);
		if (!pair || !pairRules.view(actor, pair.forRules)) throw new ExpectedError('not_found', 'No such pair.');
		if (!pairRules.assign(actor, pair.forRules)) throw new ExpectedError('forbidden', 'Who belongs to a side does not broker it.');
		if (pair.row.version !== input.expected) throw new ExpectedError('conflict', 'Another officer has changed this pair meanwhile.');
		const own = new Set((await officersOf(tx, ownCentresOf(actor, pair.forRules))).map(({ userId }) => userId));
		// Who acts for the secretariat serves the centre without being a member of it.
		if (actor.kind === 'member') own.add(actor.userId);
		if (pair.row.assignedTo !== null && !own.has(pair.row.assignedTo))
			throw new ExpectedError('forbidden', 'The other centre’s officer has this pair.');
		if (input.to !== null && !own.has(input.to))
			throw new ExpectedError('invalid_input', 'This is no officer of the centre.', { field: 'to', detail: { code: 'not_allowed' } });
		if (input.to === pair.row.assignedTo) return;
		await assignTo(tx, pair.row.id, input.to);
		await recordAudit(tx, { actor, action: 'pair.assign', entity: 'suggested_pair', entityId: pair.row.id, before: { assignedTo: pair.row.assignedTo }, after: { assignedTo: input.to } });
	});
}

/** Gives several pairs to one officer, each by itself: one that cannot be given keeps no other from it. */
export async function assignPairs(
	context: { db: Database },
	actor: Actor,
	input: { pairs: readonly { pairId: string; expected: number }[]; to: string | null },
): Promise<{ done: number; left: string[] }> {
	const outcome = { done: 0, left: [] as string[] };
	for (const { pairId, expected } of input.pairs) {
		try {
			await assignPair(context, actor, { pairId, expected, to: input.to });
			outcome.done++;
		} catch (error) {
			if (!(error instanceof ExpectedError)) throw error;
			outcome.left.push(pairId);
		}
	}
	return outcome;
}
