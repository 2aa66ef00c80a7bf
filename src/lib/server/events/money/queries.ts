import { and, asc, eq } from 'drizzle-orm';
import type { Executor } from '#lib/server/platform/database.ts';
import { eventBudgetLine, eventSponsor } from '../tables.ts';

type BudgetLine = typeof eventBudgetLine.$inferSelect;

/** The budget of an event; inside `asActor`, where only organisers find it. */
export async function budgetOf(tx: Executor, eventId: string): Promise<BudgetLine[]> {
	return tx.select().from(eventBudgetLine).where(eq(eventBudgetLine.eventId, eventId)).orderBy(asc(eventBudgetLine.side), asc(eventBudgetLine.position), asc(eventBudgetLine.id));
}
export async function budgetLine(tx: Executor, eventId: string, id: string | null): Promise<BudgetLine | undefined> {
	return id === null ? undefined : (await tx.select().from(eventBudgetLine).where(and(eq(eventBudgetLine.id, id), eq(eventBudgetLine.eventId, eventId))))[0];
}
export async function countBudget(tx: Executor, eventId: string): Promise<number> {
	return tx.$count(eventBudgetLine, eq(eventBudgetLine.eventId, eventId));
}
export async function putBudgetLine(tx: Executor, id: string | null, values: typeof eventBudgetLine.$inferInsert): Promise<void> {
	if (id) await tx.update(eventBudgetLine).set(values).where(eq(eventBudgetLine.id, id));
	else await tx.insert(eventBudgetLine).values(values);
}
export async function deleteBudgetLine(tx: Executor, id: string): Promise<void> {
	await tx.delete(eventBudgetLine).where(eq(eventBudgetLine.id, id));
}

export async function sponsorById(tx: Executor, eventId: string, id: string | null) {
	return id === null ? undefined : (await tx.select().from(eventSponsor).where(and(eq(eventSponsor.id, id), eq(eventSponsor.eventId, eventId))))[0];
}
export async function countSponsors(tx: Executor, eventId: string): Promise<number> {
	return tx.$count(eventSponsor, eq(eventSponsor.eventId, eventId));
}
export async function insertSponsor(tx: Executor, values: typeof eventSponsor.$inferInsert): Promise<void> {
	await tx.insert(eventSponsor).values(values).onConflictDoNothing();
}
export async function deleteSponsor(tx: Executor, id: string): Promise<void> {
	await tx.delete(eventSponsor).where(eq(eventSponsor.id, id));
}
