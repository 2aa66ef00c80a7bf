import { and, asc, eq, gt, isNull, sql } from 'drizzle-orm';
import type { Executor } from '#lib/server/platform/database.ts';
import { contentOf } from '#lib/server/listings/queries.ts';
import { publicCopy } from '#lib/server/listings/reader-copy.ts';
import { listing, listingVersion } from '#lib/server/listings/tables.ts';
import type { ListingContent } from '#lib/server/listings/listing.ts';
import { listingVector } from './tables.ts';

const published = eq(listing.state, 'published');
/** A translation by a machine is nobody's text: it gets no vector. */
const written = sql`${listingVersion.provenance} <> 'machine-translation'`;

/** Published versions, as everyone may read them, that have no vector of the model yet. */
export async function versionsWithoutVector(db: Executor, model: string, limit: number): Promise<{ versionId: string; content: ListingContent }[]> {
	const rows = await db
		.select({ version: listingVersion })
		.from(listing)
		.innerJoin(listingVersion, eq(listingVersion.id, listing.publishedVersionId))
		.leftJoin(listingVector, and(eq(listingVector.versionId, listingVersion.id), eq(listingVector.model, model)))
		.where(and(published, written, isNull(listingVector.versionId)))
		.orderBy(asc(listing.publishedAt), asc(listing.id))
		.limit(limit);
	return rows.map(({ version }) => ({ versionId: version.id, content: publicCopy(contentOf(version)).content }));
}

export async function storeVectors(db: Executor, rows: readonly (typeof listingVector.$inferInsert)[]): Promise<void> {
	if (rows.length === 0) return;
	await db.insert(listingVector).values([...rows]).onConflictDoNothing();
}

/** Vectors of published listings that were stored after a moment, oldest first. */
export async function vectorsSince(db: Executor, model: string, since: Date, limit: number): Promise<{ listingId: string; vector: number[]; createdAt: Date }[]> {
	return db
		.select({ listingId: listing.id, vector: listingVector.vector, createdAt: listingVector.createdAt })
		.from(listingVector)
		.innerJoin(listing, eq(listing.publishedVersionId, listingVector.versionId))
		.where(and(published, eq(listingVector.model, model), gt(listingVector.createdAt, since)))
		.orderBy(asc(listingVector.createdAt), asc(listingVector.versionId))
		.limit(limit);
}

export async function hasPgvector(db: Executor): Promise<boolean> {
	const { rows } = await db.execute(sql`select 1 from pg_extension where extname = 'vector'`);
	return rows.length > 0;
}

/** The nearest published listings, reckoned by pgvector; similarity is the cosine, -1 to 1. */
export async function nearestByPgvector(db: Executor, model: string, vector: Float32Array, limit: number): Promise<{ id: string; similarity: number }[]> {
	const asked = sql`${`[${[...vector].join(',')}]`}::vector`;
	const { rows } = await db.execute<{ id: string; similarity: number }>(
		sql`select l.id, 1 - (v.vector::vector <=> ${asked}) as similarity from listing_vector v join listing l on l.published_version_id = v.version_id
			where l.state = 'published' and v.model = ${model} and cardinality(v.vector) = ${vector.length} order by v.vector::vector <=> ${asked} limit ${limit}`,
	);
	return rows;
}
