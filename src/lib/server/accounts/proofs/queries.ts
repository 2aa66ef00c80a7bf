import { and, eq, gt } from 'drizzle-orm';
import type { Executor } from '#lib/server/platform/database.ts';
import { pendingProof, type ProofKind } from '../security-tables.ts';

export async function insertProof(db: Executor, values: typeof pendingProof.$inferInsert): Promise<void> {
	await db.insert(pendingProof).values(values);
}

/** Takes what a browser was to prove, so that it is asked for once. */
export async function takeProof(db: Executor, input: { keyHash: Uint8Array; kind: ProofKind; now: Date }) {
	const rows = await db
		.delete(pendingProof)
		.where(and(eq(pendingProof.keyHash, input.keyHash), eq(pendingProof.kind, input.kind), gt(pendingProof.expiresAt, input.now)))
		.returning({ userId: pendingProof.userId, detail: pendingProof.detail });
	return rows[0];
}
