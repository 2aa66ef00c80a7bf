import { and, desc, eq, isNull, ne, or, sql } from 'drizzle-orm';
import { listing } from '#lib/server/listings/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { matchPass, matchProgress } from '../tables.ts';

export type PassRow = typeof matchPass.$inferSelect;

export async function runningPass(db: Executor): Promise<PassRow | undefined> {
	return (await db.select().from(matchPass).where(eq(matchPass.state, 'running')))[0];
}

export async function latestPass(db: Executor): Promise<PassRow | undefined> {
	return (await db.select().from(matchPass).orderBy(desc(matchPass.startedAt)).limit(1))[0];
}

export async function passById(db: Executor, id: string): Promise<PassRow | undefined> {
	return (await db.select().from(matchPass).where(eq(matchPass.id, id)))[0];
}

export async function insertPass(db: Executor, values: { engine: string; origin: PassRow['origin']; now: Date }): Promise<PassRow> {
	const { engine, origin, now } = values;
	return (await db.insert(matchPass).values({ engine, origin, startedAt: now, progressAt: now }).returning())[0]!;
}

/** Listings that a pass has still to match: every published need, and offers whose present state was never matched. */
export async function leftOfPass(db: Executor, passId: string): Promise<string[]> {
	const rows = await db
		.select({ id: listing.id })
		.from(listing)
		.leftJoin(matchProgress, eq(matchProgress.listingId, listing.id))
		.where(
			and(
				eq(listing.state, 'published'),
				or(
					isNull(matchProgress.listingId),
					ne(matchProgress.changeNumber, listing.changeNumber),
					and(eq(listing.kind, 'need'), sql`${matchProgress.passId} is distinct from ${passId}`),
				),
			),
		)
		// Needs first: they are what the pass is for.
		.orderBy(sql`${listing.kind} = 'offer'`, listing.id);
	return rows.map(({ id }) => id);
}

export async function setPassTotal(db: Executor, id: string, total: number, now: Date): Promise<void> {
	await db.update(matchPass).set({ total, progressAt: now }).where(eq(matchPass.id, id));
}

/** Counts what was done; answers the state of the pass, which somebody may have cancelled meanwhile. */
export async function advancePass(db: Executor, id: string, step: { done: number; pairs: number }, now: Date): Promise<PassRow['state']> {
	const rows = await db
		.update(matchPass)
		.set({ done: sql`${matchPass.done} + ${step.done}`, pairs: sql`${matchPass.pairs} + ${step.pairs}`, progressAt: now })
		.where(eq(matchPass.id, id))
		.returning({ state: matchPass.state });
	return rows[0]?.state ?? 'cancelled';
}

/** Ends a running pass; one that is over stays as it is. Answers whether it was running. */
export async function endPass(
	db: Executor,
	id: string,
	end: { state: 'finished' | 'cancelled' | 'failed'; failure?: string; now: Date },
): Promise<boolean> {
	const rows = await db
		.update(matchPass)
		.set({ state: end.state, failure: end.failure ?? null, finishedAt: end.now, progressAt: end.now })
		.where(and(eq(matchPass.id, id), eq(matchPass.state, 'running')))
		.returning({ id: matchPass.id });
	return rows.length > 0;
}
