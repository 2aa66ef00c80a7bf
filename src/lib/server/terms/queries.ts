import { and, asc, desc, eq, lt, lte, notInArray } from 'drizzle-orm';
import { docking } from '#lib/server/docking/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { termsOffer } from './tables.ts';

export type OfferRow = typeof termsOffer.$inferSelect;

/** The offers of a docking, the newest first; inside `asActor` only. */
export async function offersOf(tx: Executor, dockingId: string): Promise<OfferRow[]> {
	return tx.select().from(termsOffer).where(eq(termsOffer.dockingId, dockingId)).orderBy(desc(termsOffer.number));
}

export async function insertOffer(tx: Executor, values: Omit<typeof termsOffer.$inferInsert, 'termsSha256'>): Promise<OfferRow> {
	const [row] = await tx.insert(termsOffer).values(values).returning();
	return row!;
}

export async function answerOfferRow(tx: Executor, id: string, values: Partial<typeof termsOffer.$inferInsert>): Promise<void> {
	await tx.update(termsOffer).set(values).where(eq(termsOffer.id, id));
}

/** The dockings of open offers whose last day is before `today`; as the operator. */
export async function dockingsOfOverdueOffers(tx: Executor, today: string, most: number): Promise<string[]> {
	const rows = await tx.select({ id: termsOffer.dockingId }).from(termsOffer).where(and(eq(termsOffer.state, 'open'), lt(termsOffer.standsUntil, today))).orderBy(asc(termsOffer.standsUntil)).limit(most);
	return rows.map(({ id }) => id);
}

/** The dockings of open offers of which the other side is to be reminded; none that is stopped or completed. As the operator. */
export async function dockingsOfOffersToRemindOf(tx: Executor, today: string, most: number): Promise<string[]> {
	const rows = await tx
		.select({ id: termsOffer.dockingId })
		.from(termsOffer)
		.innerJoin(docking, eq(docking.id, termsOffer.dockingId))
		.where(and(eq(termsOffer.state, 'open'), lte(termsOffer.remindOn, today), notInArray(docking.state, ['stopped', 'completed'])))
		.orderBy(asc(termsOffer.standsUntil))
		.limit(most);
	return rows.map(({ id }) => id);
}

/** The terms that were accepted last; what an agreement is made from. */
export async function acceptedOffer(tx: Executor, dockingId: string): Promise<OfferRow | undefined> {
	const [row] = await tx.select().from(termsOffer).where(and(eq(termsOffer.dockingId, dockingId), eq(termsOffer.state, 'accepted'))).orderBy(desc(termsOffer.number)).limit(1);
	return row;
}
