import type { Actor } from '#lib/server/accounts/actor.ts';
import { lockListing } from '#lib/server/listings/queries.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { inTransaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { DataContext } from './data-context.ts';
import { dropWithdrawnOrganisation, listingIdsOf, lockOrganisationForData, recordWithdrawnOrganisation, setWithdrawn } from './queries.ts';
import { organisationDataRules } from './rules.ts';
import { withdraw } from './withdraw-listing.ts';

/**
 * Takes an organisation out of the network with its listings, its core membership and its alliances; everything stays with
 * its people. The network keeps the entries of its index. Errors: not_found, forbidden.
 */
export async function withdrawOrganisation(context: Pick<DataContext, 'db' | 'clock'>, actor: Actor, organisationId: string): Promise<void> {
	const now = context.clock();
	await inTransaction(context.db, async (tx) => {
		const row = await lockOrganisationForData(tx, organisationId);
		if (!row || actor.kind !== 'member' || !actor.organisations.has(row.id)) throw new ExpectedError('not_found', 'No such organisation.');
		if (!organisationDataRules.withdraw(actor, row)) throw new ExpectedError('forbidden', 'Only an owner withdraws an organisation, while it is a member.');
		await recordWithdrawnOrganisation(tx, row.id, 'withdrawn', now);
		for (const id of await listingIdsOf(tx, row.id)) {
			const listing = await lockListing(tx, id);
			if (listing?.publishedVersionId) await withdraw(tx, actor, listing, now);
		}
		await setWithdrawn(tx, row.id, true, now);
		await recordAudit(tx, { actor, action: 'organisation.withdraw', entity: 'organisation', entityId: row.id, before: { state: row.state }, after: { state: 'withdrawn' } });
	});
}

/** Makes a withdrawn organisation a member again, as it was admitted; its listings are written anew. Errors: not_found, forbidden. */
export async function comeBack(context: Pick<DataContext, 'db' | 'clock'>, actor: Actor, organisationId: string): Promise<void> {
	await inTransaction(context.db, async (tx) => {
		const row = await lockOrganisationForData(tx, organisationId);
		if (!row || actor.kind !== 'member' || !actor.organisations.has(row.id)) throw new ExpectedError('not_found', 'No such organisation.');
		if (!organisationDataRules.comeBack(actor, row)) throw new ExpectedError('forbidden', 'Only an owner brings a withdrawn organisation back.');
		await setWithdrawn(tx, row.id, false, context.clock());
		await dropWithdrawnOrganisation(tx, row.slug);
		await recordAudit(tx, { actor, action: 'organisation.come-back', entity: 'organisation', entityId: row.id, before: { state: row.state }, after: { state: 'admitted' } });
	});
}
