import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import { user } from '#lib/server/accounts/tables.ts';
import type { CriterionWeights } from '#lib/engines/matching/matching-weights.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import type { DecisionScores } from '../suggested-pair.ts';
import { matchWeights, pairDecision } from '../tables.ts';

export type WeightsRow = typeof matchWeights.$inferSelect;

/** The weights that a person has switched on; undefined where the engine's defaults hold. */
export async function activeWeights(db: Executor): Promise<WeightsRow | undefined> {
	return (await db.select().from(matchWeights).where(eq(matchWeights.active, true)))[0];
}

/** The weights learned last. */
export async function latestLearnedWeights(db: Executor): Promise<WeightsRow | undefined> {
	return (await db.select().from(matchWeights).where(eq(matchWeights.kind, 'learned')).orderBy(desc(matchWeights.at)).limit(1))[0];
}

export async function weightsById(db: Executor, id: string): Promise<WeightsRow | undefined> {
	return (await db.select().from(matchWeights).where(eq(matchWeights.id, id)))[0];
}

export async function insertLearnedWeights(
	db: Executor,
	values: { weights: CriterionWeights; trainedOn: number; figures: Record<string, unknown>; at: Date },
): Promise<string> {
	return (await db.insert(matchWeights).values({ kind: 'learned', ...values }).returning({ id: matchWeights.id }))[0]!.id;
}

/** Makes one set of weights the one in use, or none (the defaults): within a transaction. */
export async function setActiveWeights(tx: Executor, id: string | null, by: string | null, at: Date): Promise<void> {
	await tx.update(matchWeights).set({ active: false }).where(eq(matchWeights.active, true));
	if (id !== null) await tx.update(matchWeights).set({ active: true, switchedOnBy: by, switchedOnAt: at }).where(eq(matchWeights.id, id));
}

/**
 * For each pair the last decision that says whether it was good (introduce) or not (reject), with the scores of its time.
 * One that was taken back or opened again afterwards says nothing.
 */
export async function telling(db: Executor): Promise<{ introduced: boolean; scores: DecisionScores; at: Date }[]> {
	const last = db
		.selectDistinctOn([pairDecision.pairId], {
			decision: pairDecision.decision,
			scores: pairDecision.scores,
			reason: pairDecision.reason,
			at: pairDecision.at,
			id: pairDecision.id,
		})
		.from(pairDecision)
		.where(inArray(pairDecision.decision, ['introduce', 'reject', 'undo', 'reopen']))
		.orderBy(pairDecision.pairId, desc(pairDecision.at), desc(pairDecision.id))
		.as('last');
	const rows = await db
		.select()
		.from(last)
		.where(
			and(
				inArray(last.decision, ['introduce', 'reject']),
				// These say nothing of how well the two fit each other.
				sql`(${last.reason} is null or ${last.reason} not in ('known', 'duplicate', 'outdated'))`,
			),
		)
		.orderBy(asc(last.at), asc(last.id));
	return rows.map(({ decision, scores, at }) => ({ introduced: decision === 'introduce', scores, at }));
}

export async function nameOfUser(db: Executor, id: string): Promise<string | undefined> {
	return (await db.select({ name: user.name }).from(user).where(eq(user.id, id)))[0]?.name;
}
