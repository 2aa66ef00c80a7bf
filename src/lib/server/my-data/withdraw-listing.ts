import type { Actor } from '#lib/server/accounts/actor.ts';
import { transition, type ListingLife } from '#lib/server/listings/listing.ts';
import { lifeOf, lockListing, updateListing, type ListingRow } from '#lib/server/listings/queries.ts';
import { listingRules } from '#lib/server/listings/rules.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { inTransaction, type Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { DataContext } from './data-context.ts';
import { deleteListing, filesOfListing, recordWithdrawnListing } from './queries.ts';
import { removeUnusedFiles } from '#lib/server/platform/kept-file.ts';
import { listingDataRules } from './rules.ts';

/**
 * Takes a listing out of the network: what it says is its owner's alone from then on, and what was public of it shows the
 * entry of the index only. Errors: not_found, forbidden.
 */
export async function withdrawListing(context: Pick<DataContext, 'db' | 'clock'>, actor: Actor, listingId: string): Promise<void> {
	await inTransaction(context.db, async (tx) => {
		const row = await ownListing(tx, actor, listingId);
		if (!listingDataRules.withdraw(actor, row)) throw new ExpectedError('forbidden', 'Only who writes for the owner withdraws a listing.');
		await withdraw(tx, actor, row, context.clock());
	});
}

/** Withdraws a listing inside a transaction that has checked the right. */
export async function withdraw(tx: Transaction, actor: Actor, row: ListingRow, now: Date): Promise<void> {
	const before = lifeOf(row);
	const closed = before.state === 'expired' ? before : (transition(before, { type: 'close', reason: 'withdrawn' }) ?? before);
	const after: ListingLife = transition(closed, { type: 'archive' }) ?? closed;
	await recordWithdrawnListing(tx, row.id, 'withdrawn', now);
	if (before.state === 'archived') return;
	await updateListing(tx, row.id, after);
	await recordAudit(tx, { actor, action: 'listing.withdraw', entity: 'listing', entityId: row.id, before: { ...before }, after: { ...after } });
}

/** Deletes a listing with its versions and files for good; what was ever public leaves the entry of the index. Errors: not_found, forbidden. */
export async function eraseListing(context: Pick<DataContext, 'db' | 'clock' | 'files'>, actor: Actor, listingId: string): Promise<void> {
	const files = await inTransaction(context.db, async (tx) => {
		const row = await ownListing(tx, actor, listingId);
		if (!listingDataRules.erase(actor, row)) throw new ExpectedError('forbidden', 'Only an owner erases a listing.');
		await recordAudit(tx, { actor, action: 'listing.erase', entity: 'listing', entityId: row.id, detail: { reference: row.reference } });
		await recordWithdrawnListing(tx, row.id, 'erased', context.clock());
		return asActor(tx, operator('my-data'), async () => {
			const held = await filesOfListing(tx, row.id);
			await deleteListing(tx, row.id);
			return held;
		});
	});
	await removeUnusedFiles(context, files);
}

async function ownListing(tx: Transaction, actor: Actor, id: string): Promise<ListingRow> {
	const row = await lockListing(tx, id);
	if (!row || !listingRules.view(actor, { ...row, ...lifeOf(row) })) throw new ExpectedError('not_found', 'No such listing.');
	return row;
}
