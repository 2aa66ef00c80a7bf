import { and, desc, eq, gt, isNull, lt, or, sql } from 'drizzle-orm';
import type { Executor } from '#lib/server/platform/database.ts';
import { apiKey } from '../security-tables.ts';

export type ApiKeyRow = typeof apiKey.$inferSelect;

export async function keysOf(db: Executor, userId: string): Promise<ApiKeyRow[]> {
	return db.select().from(apiKey).where(eq(apiKey.userId, userId)).orderBy(desc(apiKey.createdAt)).limit(100);
}

export async function countStandingKeys(db: Executor, userId: string, now: Date): Promise<number> {
	return db.$count(apiKey, and(eq(apiKey.userId, userId), isNull(apiKey.revokedAt), gt(apiKey.expiresAt, now)));
}

export async function insertKey(tx: Executor, values: typeof apiKey.$inferInsert): Promise<string> {
	return (await tx.insert(apiKey).values(values).returning({ id: apiKey.id }))[0]!.id;
}

export async function standingKey(db: Executor, secretHash: Uint8Array, now: Date): Promise<ApiKeyRow | undefined> {
	const rows = await db
		.select()
		.from(apiKey)
		.where(and(eq(apiKey.secretHash, secretHash), isNull(apiKey.revokedAt), gt(apiKey.expiresAt, now)));
	return rows[0];
}

/** Notes that a key was used; once a minute is enough to know. */
export async function noteUse(db: Executor, id: string, now: Date): Promise<void> {
	const minuteAgo = new Date(now.getTime() - 60_000);
	await db.update(apiKey).set({ lastUsedAt: now }).where(and(eq(apiKey.id, id), or(isNull(apiKey.lastUsedAt), lt(apiKey.lastUsedAt, minuteAgo))));
}

export async function revokeKey(tx: Executor, key: { id: string; userId: string; now: Date }): Promise<boolean> {
	const rows = await tx
		.update(apiKey)
		.set({ revokedAt: sql`least(${key.now.toISOString()}::timestamptz, ${apiKey.expiresAt})` })
		.where(and(eq(apiKey.id, key.id), eq(apiKey.userId, key.userId), isNull(apiKey.revokedAt)))
		.returning({ id: apiKey.id });
	return rows.length > 0;
}
