import { FEWEST_REPORTS, OUTCOME_DIMENSIONS, outcomesBy, type OutcomeDimension, type OutcomeGroup } from '#lib/outcomes/figures.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { outcomeRules } from '../rules.ts';
import { figureLines } from './queries.ts';

/**
 * Outcomes by year, country pair and area, counted from what parties report, for anybody. What few reports stand behind is for
 * the secretariat and the supervising authority only.
 */
export async function outcomeFigures(db: Executor, actor: Actor): Promise<{ reports: number; by: Record<OutcomeDimension, OutcomeGroup[]> }> {
	const lines = await figureLines(db);
	const fewest = outcomeRules.viewSmallSums(actor) ? 1 : FEWEST_REPORTS;
	const by = Object.fromEntries(OUTCOME_DIMENSIONS.map((dimension) => [dimension, outcomesBy(lines, dimension, fewest)])) as Record<OutcomeDimension, OutcomeGroup[]>;
	return { reports: lines.reduce((sum, { reports }) => sum + reports, 0), by };
}
