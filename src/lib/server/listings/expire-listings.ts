import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Clock } from '#lib/server/platform/clock.ts';
import { inTransaction, type Database } from '#lib/server/platform/database.ts';
import type { Jobs } from '#lib/server/platform/jobs.ts';
import { mailValidityReminder } from './listing-mails.ts';
import { transition } from './listing.ts';
import { lifeOf, listingsEndingBy, lockListing, updateListing, versionById } from './queries.ts';
import { dayAfterDays, REMINDER_DAYS } from './validity.ts';

/**
 * The daily round: listings past their validity expire (their page stays, marked), and owners are reminded once, fourteen
 * days before. Each listing is its own transaction, so that a run that was killed resumes where it stopped.
 */
export async function expireListings(context: { db: Database; clock: Clock; jobs: Jobs; baseUrl: string }): Promise<{ expired: number; reminded: number }> {
	const now = context.clock();
	const today = now.toISOString().slice(0, 10);
	const due = await listingsEndingBy(context.db, dayAfterDays(now, REMINDER_DAYS));
	let expired = 0;
	let reminded = 0;
	for (const { id } of due) {
		await inTransaction(context.db, async (tx) => {
			const row = await lockListing(tx, id);
			if (!row?.validUntil || !row.publishedVersionId) return;
			if (row.validUntil < today) {
				const next = transition(lifeOf(row), { type: 'expire' });
				if (!next) return;
				await updateListing(tx, id, next);
				await recordAudit(tx, { actor: { kind: 'operator', name: 'expiry' }, action: 'listing.expire', entity: 'listing', entityId: id, before: { state: row.state }, after: { state: next.state } });
				expired++;
			} else if (row.remindedOn === null && row.state === 'published') {
				const version = await versionById(tx, row.publishedVersionId);
				await mailValidityReminder(tx, context, { listing: row, title: version?.title ?? '' });
				await updateListing(tx, id, { remindedOn: today });
				reminded++;
			}
		});
	}
	return { expired, reminded };
}
