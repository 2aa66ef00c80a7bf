import { CRITERION_WEIGHTS, ENGINE_VERSION, type CriterionWeights } from '#lib/engines/matching/matching-weights.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import type { MatchSource } from '#lib/server/search/match-source.ts';
import { activeWeights } from './queries.ts';

export interface WeightsInUse {
	weights: CriterionWeights;
	/** Names the engine and these weights in stored judgements. */
	engine: string;
}

/** The weights that hold now: those switched on, else the engine's defaults. A criterion that they do not know keeps its default. */
export async function weightsInUse(db: Executor): Promise<WeightsInUse> {
	const active = await activeWeights(db);
	if (!active) return { weights: CRITERION_WEIGHTS, engine: `${ENGINE_VERSION}/default` };
	return { weights: { ...CRITERION_WEIGHTS, ...active.weights }, engine: `${ENGINE_VERSION}/${active.id}` };
}

/** Lets a source judge by the weights that hold now; answers their name. */
export async function adoptWeights(db: Executor, source: MatchSource): Promise<string> {
	const { weights, engine } = await weightsInUse(db);
	source.useWeights(weights);
	return engine;
}
