import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import { listing, listingVersion } from '#lib/server/listings/tables.ts';
import { organisation } from '#lib/server/network/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';

/** The newest published listings of some organisations, by organisation: not those whose owner asked to stay unnamed. */
export async function publishedBy(tx: Executor, organisations: readonly string[], mostEach: number): Promise<Map<string, string[]>> {
	if (organisations.length === 0) return new Map();
	const newest = sql<number>`row_number() over (partition by ${listing.organisationId} order by ${listing.publishedAt} desc, ${listing.id})`.as('newest');
	const published = tx
		.select({ id: listing.id, organisationId: listing.organisationId, newest })
		.from(listing)
		.innerJoin(listingVersion, eq(listingVersion.id, listing.publishedVersionId))
		.where(and(inArray(listing.organisationId, [...organisations]), eq(listing.state, 'published'), sql`${listingVersion.display} <> 'hidden'`))
		.as('published');
	const rows = await tx.select({ id: published.id, organisationId: published.organisationId }).from(published).where(sql`${published.newest} <= ${mostEach}`).orderBy(published.newest);
	return new Map([...Map.groupBy(rows, ({ organisationId }) => organisationId)].map(([id, own]) => [id, own.map((row) => row.id)]));
}

/** The areas that some organisations work in, as their public pages have them. */
export async function areasOf(tx: Executor, organisations: readonly string[]): Promise<Map<string, string[]>> {
	if (organisations.length === 0) return new Map();
	return new Map((await tx.select({ id: organisation.id, areas: organisation.areas }).from(organisation).where(and(inArray(organisation.id, [...organisations]), eq(organisation.state, 'admitted')))).map(({ id, areas }) => [id, areas]));
}
