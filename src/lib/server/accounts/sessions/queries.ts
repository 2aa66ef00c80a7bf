import { and, desc, eq, gt, ne } from 'drizzle-orm';
import type { Executor } from '#lib/server/platform/database.ts';
import { session } from '../tables.ts';

export async function openSessions(db: Executor, userId: string, now: Date) {
	return db
		.select({ id: session.id, place: session.ipAddress, agent: session.userAgent, createdAt: session.createdAt, updatedAt: session.updatedAt })
		.from(session)
		.where(and(eq(session.userId, userId), gt(session.expiresAt, now)))
		.orderBy(desc(session.updatedAt));
}

export async function deleteSession(tx: Executor, input: { id: string; userId: string }): Promise<boolean> {
	return (await tx.delete(session).where(and(eq(session.id, input.id), eq(session.userId, input.userId))).returning({ id: session.id })).length > 0;
}

export async function deleteOtherSessions(tx: Executor, input: { kept: string; userId: string }): Promise<number> {
	return (await tx.delete(session).where(and(ne(session.id, input.kept), eq(session.userId, input.userId))).returning({ id: session.id })).length;
}
