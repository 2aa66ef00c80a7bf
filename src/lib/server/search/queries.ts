import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Executor } from '#lib/server/platform/database.ts';
import { contentOf } from '#lib/server/listings/queries.ts';
import { publicCopy } from '#lib/server/listings/reader-copy.ts';
import { listing, listingVersion } from '#lib/server/listings/tables.ts';
import { organisation } from '#lib/server/network/tables.ts';
import type { PublicListing } from './public-listing.ts';

const columns = { listing, version: listingVersion, organisation };
const published = eq(listing.state, 'published');

type Row = {
	listing: typeof listing.$inferSelect;
	version: typeof listingVersion.$inferSelect;
	organisation: typeof organisation.$inferSelect;
};

function publicListing(row: Row): PublicListing {
	const { listing: l, version: v, organisation: o } = row;
	const { content } = publicCopy(contentOf(v));
	return {
		id: l.id,
		reference: l.reference,
		kind: l.kind,
		changeNumber: l.changeNumber,
		content,
		provenance: v.provenance,
		publishedAt: (l.publishedAt ?? l.createdAt).toISOString(),
		validUntil: l.validUntil ?? '',
		centreId: l.centreId,
		organisation: organisationShown(o),
	};
}

/** The published listings among some ids, with public text only. */
export async function publicListings(db: Executor, ids: string[]): Promise<PublicListing[]> {
	if (ids.length === 0) return [];
	const rows = await db
		.select(columns)
		.from(listing)
		.innerJoin(listingVersion, eq(listingVersion.id, listing.publishedVersionId))
		.innerJoin(organisation, eq(organisation.id, listing.organisationId))
		.where(and(published, inArray(listing.id, ids)));
	return rows.map(publicListing);
}

/** A page of all published listings in the order of publication; `after` is the last page's last row. */
export async function publicListingsAfter(
	db: Executor,
	after: { publishedAt: string; id: string } | null,
	limit: number,
): Promise<PublicListing[]> {
	// The moment is asked of the row itself: what a program keeps of it has lost its microseconds, and would find the same rows again.
	const later = after
		? sql`(${listing.publishedAt}, ${listing.id}) > (coalesce((select last.published_at from listing last where last.id = ${after.id}::uuid), ${after.publishedAt}::timestamptz), ${after.id}::uuid)`
		: sql`true`;
	const rows = await db
		.select(columns)
		.from(listing)
		.innerJoin(listingVersion, eq(listingVersion.id, listing.publishedVersionId))
		.innerJoin(organisation, eq(organisation.id, listing.organisationId))
		.where(and(published, later))
		.orderBy(asc(listing.publishedAt), asc(listing.id))
		.limit(limit);
	return rows.map(publicListing);
}

/** Every published listing's id and change number: what an index must hold to be in step. */
export async function publishedChangeNumbers(db: Executor): Promise<Map<string, number>> {
	const rows = await db.select({ id: listing.id, changeNumber: listing.changeNumber }).from(listing).where(published);
	return new Map(rows.map((row) => [row.id, row.changeNumber]));
}

/** Which database this is, and how far its listings have come. */
export async function databaseState(db: Executor): Promise<{ id: string; lastChange: number }> {
	const { rows } = await db.execute<{ id: string; last: string | number }>(
		sql`select d.oid || '/' || d.datname || '/' || (select min(applied_at) from schema_migration) as id, s.last_value as last
			from pg_database d, listing_change s where d.datname = current_database()`,
	);
	return { id: rows[0]!.id, lastChange: Number(rows[0]!.last) };
}

/** What published listings show of their organisations, by its slug: they change without the listings' numbers. */
export async function publishedOrganisations(db: Executor): Promise<Map<string, PublicListing['organisation']>> {
	const rows = await db
		.selectDistinctOn([organisation.id], { organisation })
		.from(organisation)
		.innerJoin(listing, eq(listing.organisationId, organisation.id))
		.where(published);
	return new Map(rows.map(({ organisation: o }) => [o.slug, organisationShown(o)]));
}

function organisationShown(o: typeof organisation.$inferSelect): PublicListing['organisation'] {
	return { slug: o.slug, names: o.names, kind: o.kind, size: o.size, country: o.country, place: o.place, isSample: o.isSample };
}
