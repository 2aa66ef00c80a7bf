import type { Clock } from '#lib/server/platform/clock.ts';
import { inTransaction, type Database } from '#lib/server/platform/database.ts';
import type { Jobs } from '#lib/server/platform/jobs.ts';
import { sendMail, type NewMail } from '#lib/server/platform/mail.ts';
import { lockPair, stepOf, updateStep } from './queries.ts';

/**
 * Sends the letters of a decision, once, unless it was taken back meanwhile. A question that another decision has made
 * needless is not asked either. Returns how many left.
 */
export async function sendDecisionLetters(
	context: { db: Database; clock: Clock; jobs: Jobs },
	input: { decisionId: string; letters: readonly NewMail[] },
): Promise<number> {
	return inTransaction(context.db, async (tx) => {
		const found = await stepOf(tx, input.decisionId);
		const pair = found && (await lockPair(tx, found.step.pairId));
		// Read again under the lock: an undo may have come between.
		const step = pair && (await stepOf(tx, input.decisionId));
		if (!step || step.step.undoneAt || step.step.lettersAt) return 0;
		if (step.decision.decision === 'ask' && pair.row.state !== 'asked') return 0;
		for (const letter of input.letters) await sendMail(tx, context.jobs, letter);
		await updateStep(tx, input.decisionId, { lettersAt: context.clock() });
		return input.letters.length;
	});
}
