import { lte, sql } from 'drizzle-orm';
import type { Executor } from '#lib/server/platform/database.ts';
import { spentCode } from '../security-tables.ts';

/** Counts one attempt and answers how many there were in the window; safe when several come at once. */
export async function countAttempt(db: Executor, keyHash: Uint8Array, window: { now: Date; ms: number }): Promise<number> {
	const now = window.now.toISOString();
	const end = new Date(window.now.getTime() + window.ms).toISOString();
	const { rows } = await db.execute<{ count: number }>(sql`
		insert into attempt (key_hash, count, since, expires_at) values (${Buffer.from(keyHash)}, 1, ${now}, ${end})
		on conflict (key_hash) do update set
			count = case when attempt.expires_at <= ${now} then 1 else attempt.count + 1 end,
			since = case when attempt.expires_at <= ${now} then ${now} else attempt.since end,
			expires_at = case when attempt.expires_at <= ${now} then ${end} else attempt.expires_at end
		returning count`);
	return rows[0]!.count;
}

export async function takeBackAttempt(db: Executor, keyHash: Uint8Array): Promise<void> {
	await db.execute(sql`update attempt set count = greatest(count - 1, 0) where key_hash = ${Buffer.from(keyHash)}`);
}

export async function forgetAttempts(db: Executor, keyHash: Uint8Array): Promise<void> {
	await db.execute(sql`delete from attempt where key_hash = ${Buffer.from(keyHash)}`);
}

/** Marks a code as spent; false where it was already. */
export async function spendCode(db: Executor, values: typeof spentCode.$inferInsert): Promise<boolean> {
	const rows = await db.insert(spentCode).values(values).onConflictDoNothing().returning({ userId: spentCode.userId });
	return rows.length > 0;
}

/** What has run out by a moment: attempts, codes, links nobody followed. */
export async function deleteWhatRanOut(db: Executor, now: Date): Promise<void> {
	const moment = now.toISOString();
	await db.delete(spentCode).where(lte(spentCode.expiresAt, now));
	for (const table of ['attempt', 'pending_proof', 'registration', 'address_proof', 'verification', 'session'])
		await db.execute(sql`delete from ${sql.identifier(table)} where expires_at <= ${moment}`);
}
