import { compareWeights } from '#lib/engines/matching/compare-weights.ts';
import { LEAST_DECISIONS, learnWeights } from '#lib/engines/matching/learn-weights.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Clock } from '#lib/server/platform/clock.ts';
import { inTransaction, type Database } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { weightsRules } from '../rules.ts';
import { insertLearnedWeights, telling } from './queries.ts';

/**
 * Learns weights from what brokers decided and keeps them beside the defaults, with how both do on decisions they have not
 * seen. They do not hold until somebody switches them on. Answers their id.
 * Errors: forbidden, conflict (too few decisions, or of one kind only).
 */
export async function learnNewWeights(context: { db: Database; clock: Clock }, actor: Actor): Promise<string> {
	if (!weightsRules.learn(actor)) throw new ExpectedError('forbidden', 'Only the secretariat learns weights.');
	const decisions = await telling(context.db);
	const kinds = new Set(decisions.map(({ introduced }) => introduced));
	if (decisions.length < LEAST_DECISIONS || kinds.size < 2)
		throw new ExpectedError('conflict', 'There are too few decisions to learn from.', { detail: { least: LEAST_DECISIONS, count: decisions.length } });
	const { weights } = learnWeights(decisions);
	const figures = compareWeights(decisions);
	return inTransaction(context.db, async (tx) => {
		const id = await insertLearnedWeights(tx, { weights, trainedOn: decisions.length, figures: { ...figures }, at: context.clock() });
		await recordAudit(tx, { actor, action: 'match-weights.learn', entity: 'match_weights', entityId: id, detail: { decisions: decisions.length } });
		return id;
	});
}
