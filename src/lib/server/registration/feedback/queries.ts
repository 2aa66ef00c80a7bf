import { and, eq } from 'drizzle-orm';
import type { Executor } from '#lib/server/platform/database.ts';
import { eventFeedback } from '../tables.ts';

export const feedbackOf = (tx: Executor, registrationId: string) => tx.select().from(eventFeedback).where(eq(eventFeedback.registrationId, registrationId));
/** Everybody's, without whose it is; as the operator. */
export const feedbackIn = (tx: Executor, eventId: string) =>
	tx.select({ sessionId: eventFeedback.sessionId, rating: eventFeedback.rating, words: eventFeedback.words, language: eventFeedback.language }).from(eventFeedback).where(eq(eventFeedback.eventId, eventId)).orderBy(eventFeedback.id);
/** Instead of what the person said before. */
export async function putFeedback(tx: Executor, eventId: string, registrationId: string, rows: (typeof eventFeedback.$inferInsert)[]): Promise<void> {
	await tx.delete(eventFeedback).where(and(eq(eventFeedback.registrationId, registrationId), eq(eventFeedback.eventId, eventId)));
	if (rows.length > 0) await tx.insert(eventFeedback).values(rows);
}
