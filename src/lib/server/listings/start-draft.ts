import { writesFor, type Actor } from '#lib/server/accounts/actor.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { ListingKind } from '#lib/listings/vocabulary.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { inTransaction, type Database } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { organisationById } from '#lib/server/network/queries.ts';
import { emptyContent } from './listing.ts';
import { insertListing, insertVersion, replaceContacts, updateListing, type ListingRow } from './queries.ts';

/**
 * Begins an empty listing of an organisation that the actor writes for; its author is its first contact.
 * Errors: forbidden, not_found.
 */
export async function startDraft(
	db: Database,
	actor: Actor,
	input: { kind: ListingKind; language: Language; organisationId: string },
): Promise<ListingRow> {
	if (!writesFor(actor, input.organisationId)) throw new ExpectedError('forbidden', 'The actor does not write for it.');
	return inTransaction(db, async (tx) => {
		const organisation = await organisationById(tx, input.organisationId);
		if (!organisation) throw new ExpectedError('not_found', 'No such organisation.');
		const author = actor.kind === 'member' ? actor.userId : null;
		const row = await insertListing(tx, {
			kind: input.kind,
			organisationId: organisation.id,
			centreId: organisation.centreId,
			createdBy: author,
		});
		const version = await insertVersion(tx, {
			listingId: row.id,
			number: 1,
			content: emptyContent(input.language),
			createdBy: author,
		});
		await updateListing(tx, row.id, { workingVersionId: version.id });
		if (author) await replaceContacts(tx, row.id, [author]);
		await recordAudit(tx, { actor, action: 'listing.start', entity: 'listing', entityId: row.id });
		return { ...row, workingVersionId: version.id };
	});
}

