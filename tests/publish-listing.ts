import { insertListing, insertVersion, updateListing } from '#lib/server/listings/queries.ts';
import type { ListingContent } from '#lib/server/listings/listing.ts';
import type { Executor } from '#lib/server/platform/database.ts';

/** A listing that is published, past drafts and review, for tests of what comes after. Returns its id. */
export async function publishListing(
	db: Executor,
	values: { organisationId: string; centreId: string; kind: 'offer' | 'need'; content: ListingContent; validUntil?: string },
): Promise<string> {
	const { organisationId, centreId, kind, content, validUntil = '2099-12-31' } = values;
	const row = await insertListing(db, { organisationId, centreId, kind, createdBy: null });
	const version = await insertVersion(db, { listingId: row.id, number: 1, content, createdBy: null });
	await updateListing(db, row.id, { state: 'published', publishedVersionId: version.id, publishedAt: new Date(), validUntil });
	return row.id;
}
