import { and, desc, eq } from 'drizzle-orm';
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

/** The terms that were accepted last; what an agreement is made from. */
export async function acceptedOffer(tx: Executor, dockingId: string): Promise<OfferRow | undefined> {
	const [row] = await tx.select().from(termsOffer).where(and(eq(termsOffer.dockingId, dockingId), eq(termsOffer.state, 'accepted'))).orderBy(desc(termsOffer.number)).limit(1);
	return row;
}
