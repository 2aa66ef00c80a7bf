import { and, eq } from 'drizzle-orm';
import type { Executor } from '#lib/server/platform/database.ts';
import { passkey } from '../security-tables.ts';

export type PasskeyRow = typeof passkey.$inferSelect;

export async function passkeysOf(db: Executor, userId: string): Promise<PasskeyRow[]> {
	return db.select().from(passkey).where(eq(passkey.userId, userId)).orderBy(passkey.createdAt);
}

export async function passkeyByCredential(db: Executor, credentialId: string): Promise<PasskeyRow | undefined> {
	return (await db.select().from(passkey).where(eq(passkey.credentialId, credentialId)))[0];
}

export async function insertPasskey(tx: Executor, values: typeof passkey.$inferInsert): Promise<string> {
	return (await tx.insert(passkey).values(values).returning({ id: passkey.id }))[0]!.id;
}

export async function updateUse(db: Executor, id: string, use: { counter: number; backedUp: boolean; at: Date }): Promise<void> {
	await db.update(passkey).set({ counter: use.counter, backedUp: use.backedUp, lastUsedAt: use.at }).where(eq(passkey.id, id));
}

export async function deletePasskey(tx: Executor, key: { id: string; userId: string }): Promise<boolean> {
	const rows = await tx.delete(passkey).where(and(eq(passkey.id, key.id), eq(passkey.userId, key.userId))).returning({ id: passkey.id });
	return rows.length > 0;
}
