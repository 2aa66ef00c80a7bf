import { LEAST_DECISIONS } from '#lib/engines/matching/learn-weights.ts';
import { CRITERION_WEIGHTS, type CriterionWeights } from '#lib/engines/matching/matching-weights.ts';
import { CRITERIA, type Criterion } from '#lib/engines/matching/types.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { latestPass, type PassRow } from '../pass/queries.ts';
import { passRules, weightsRules } from '../rules.ts';
import { activeWeights, latestLearnedWeights, nameOfUser, telling } from './queries.ts';
import { figuresIn, type StoredFigures } from './stored-figures.ts';

export interface WeightsView {
	decisions: number;
	least: number;
	criteria: { criterion: Criterion; default: number; learned: number | null }[];
	learned: { id: string; at: Date; trainedOn: number; figures: StoredFigures | null } | null;
	active: { kind: 'default' } | { kind: 'learned'; id: string; by: string | null; at: Date | null };
	pass: Pick<PassRow, 'state' | 'done' | 'total' | 'pairs' | 'finishedAt' | 'startedAt'> | null;
	may: { learn: boolean; switchOn: boolean; steerPass: boolean };
}

/** The default weights beside the learned ones, how both do on past decisions, and how far the matching is. Errors: forbidden. */
export async function viewWeights({ db }: { db: Database }, actor: Actor): Promise<WeightsView> {
	if (!weightsRules.view(actor)) throw new ExpectedError('forbidden', 'The weights are for officers.');
	const [decisions, newest, active, pass] = await Promise.all([telling(db), latestLearnedWeights(db), activeWeights(db), latestPass(db)]);
	// Weights in use are shown even where newer ones were learned by somebody else meanwhile.
	const learned = newest ?? active;
	const byDefault = shares(CRITERION_WEIGHTS);
	const byLearned = learned && shares({ ...CRITERION_WEIGHTS, ...learned.weights });
	return {
		decisions: decisions.length,
		least: LEAST_DECISIONS,
		criteria: CRITERIA.map((criterion) => ({ criterion, default: byDefault[criterion], learned: byLearned?.[criterion] ?? null })),
		learned: learned ? { id: learned.id, at: learned.at, trainedOn: learned.trainedOn, figures: figuresIn(learned.figures) } : null,
		active: active
			? { kind: 'learned', id: active.id, by: active.switchedOnBy === null ? null : ((await nameOfUser(db, active.switchedOnBy)) ?? null), at: active.switchedOnAt }
			: { kind: 'default' },
		pass: pass ?? null,
		may: { learn: weightsRules.learn(actor), switchOn: weightsRules.switchOn(actor), steerPass: passRules.steer(actor) },
	};
}

function shares(weights: CriterionWeights): CriterionWeights {
	const whole = CRITERIA.reduce((sum, each) => sum + weights[each], 0);
	return Object.fromEntries(CRITERIA.map((each) => [each, weights[each] / whole])) as Record<Criterion, number>;
}
