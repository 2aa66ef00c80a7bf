import type { Actor } from '#lib/server/accounts/actor.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { inTransaction, type Database } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { missingForSubmission, type FieldError } from './input.ts';
import { transition } from './listing.ts';
import { versionFor } from './guarded/queries.ts';
import { lifeOf, lockListing, updateListing } from './queries.ts';
import { listingRules } from './rules.ts';

/**
 * Hands the version being written to the owner's centre for review. Where something is missing, nothing changes and the
 * answer lists the fields. Errors: not_found, forbidden.
 */
export async function submitListing(
	db: Database,
	actor: Actor,
	input: { listingId: string; areaExists(concept: string): boolean },
): Promise<{ submitted: true } | { submitted: false; missing: FieldError[] }> {
	return inTransaction(db, async (tx) => {
		const row = await lockListing(tx, input.listingId);
		if (!row || !listingRules.viewWorkingVersion(actor, { ...row, ...lifeOf(row) }))
			throw new ExpectedError('not_found', 'No such listing.');
		if (!listingRules.submit(actor, { ...row, ...lifeOf(row) }))
			throw new ExpectedError('forbidden', 'The listing cannot be submitted by this actor now.');
		const version = row.workingVersionId ? await versionFor(tx, actor, row.workingVersionId) : undefined;
		if (!version) throw new ExpectedError('conflict', 'There is no version to submit.');
		const missing = missingForSubmission(row.kind, version.content, input.areaExists);
		if (missing.length > 0) return { submitted: false, missing };
		const next = transition(lifeOf(row), { type: 'submit' });
		if (!next) throw new ExpectedError('conflict', 'The listing cannot be submitted now.');
		await updateListing(tx, row.id, next);
		await recordAudit(tx, { actor, action: 'listing.submit', entity: 'listing', entityId: row.id, before: { ...lifeOf(row) }, after: { ...next } });
		return { submitted: true };
	});
}
