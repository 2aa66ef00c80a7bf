import { recordAudit } from '#lib/server/platform/audit.ts';
import { operator } from '#lib/server/platform/acting.ts';
import { inTransaction, type Database } from '#lib/server/platform/database.ts';
import { log } from '#lib/server/platform/log.ts';
import { chainHead, pruneAudit } from './queries.ts';

/**
 * Keeps the log as the policy says: entries older than so many years are taken out from its beginning, a checkpoint keeps
 * the hash that the chain goes on behind, and that it was done is an entry. The head of the chain goes into the server's own
 * log, so that a chain that somebody wrote anew can be told from this one (`mitra audit verify --anchor`).
 */
export async function keepAudit(db: Database, policy: { years: number; now: Date }): Promise<{ removed: number }> {
	const before = new Date(policy.now);
	before.setUTCDate(before.getUTCDate() - Math.round(policy.years * 365.25) - 1);
	const removed = await inTransaction(db, async (tx) => {
		const gone = await pruneAudit(tx, before);
		if (gone > 0)
			await recordAudit(tx, { actor: operator('audit'), action: 'audit.prune', entity: 'audit', entityId: 'log', detail: { removed: gone, before: before.toISOString() } });
		return gone;
	});
	const head = await chainHead(db);
	log.info('audit.head', { number: head.number, hash: head.hash });
	return { removed };
}
