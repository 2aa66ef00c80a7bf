import type { PairDecision, PairState } from '#lib/brokering/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Clock } from '#lib/server/platform/clock.ts';
import { inTransaction, type Database } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { nextPairState } from './pair.ts';
import { insertDecision, lastStep, lockPair, movePair, restoreQuestion, updateIntroduction, updateStep, withdrawOpenQuestion } from './queries.ts';
import { mayUndo, pairRules } from './rules.ts';

/**
 * Takes back one's newest decision on a pair, if nothing has followed it and no letter of it has left. The pair stands as
 * before; the decision and its undoing stay on record.
 * Errors: not_found, forbidden (somebody else's), conflict (something followed), expired (the letters have left).
 */
export async function undoDecision(
	context: { db: Database; clock: Clock },
	actor: Actor,
	input: { pairId: string; decisionId: string },
): Promise<void> {
	await inTransaction(context.db, async (tx) => {
		const pair = await lockPair(tx, input.pairId);
		if (!pair || !pairRules.view(actor, pair.forRules) || actor.kind !== 'member') throw new ExpectedError('not_found', 'No such pair.');
		const last = await lastStep(tx, pair.row.id);
		if (last?.decision.id !== input.decisionId) throw new ExpectedError('conflict', 'Something followed this decision.');
		if (!mayUndo(actor, last.decision.by)) throw new ExpectedError('forbidden', 'Only who decided takes it back.');
		// The day that it was put off to has come, or a listing was withdrawn: no undoing of that.
		if (pair.row.state !== stateAfter(last.decision.decision)) throw new ExpectedError('conflict', 'Something followed this decision.');
		if (last.step.lettersAt) throw new ExpectedError('expired', 'The letters have left.');
		const now = context.clock();
		const { decision } = last;
		if (decision.decision === 'introduce') await updateIntroduction(tx, decision.id, { withdrawnAt: now });
		if (decision.decision === 'ask') await withdrawOpenQuestion(tx, pair.row.id, now);
		if (last.step.stateBefore === 'asked') await restoreQuestion(tx, pair.row.id, decision.at);
		await updateStep(tx, decision.id, { undoneAt: now });
		await insertDecision(tx, { pairId: pair.row.id, decision: 'undo', by: actor.userId, at: now }, null);
		await movePair(tx, pair.row.id, { state: last.step.stateBefore, laterUntil: last.step.laterUntilBefore });
		await recordAudit(tx, {
			actor,
			action: 'pair.undo',
			entity: 'suggested_pair',
			entityId: pair.row.id,
			detail: { decisionId: decision.id, decision: decision.decision },
			before: { state: pair.row.state },
			after: { state: last.step.stateBefore },
		});
	});
}

function stateAfter(decision: PairDecision): PairState | undefined {
	return decision === 'undo' ? undefined : nextPairState(decision === 'reopen' ? 'rejected' : 'suggested', decision);
}
