import { and, asc, desc, eq, gt, inArray, lt, or, sql } from 'drizzle-orm';
import { membership } from '#lib/server/accounts/tables.ts';
import { listing, listingContact, listingVersion } from '#lib/server/listings/tables.ts';
import { country, organisation } from '#lib/server/network/tables.ts';
import { audit } from '#lib/server/platform/audit.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import type { RowError } from './row-errors.ts';
import { importBatch, importRow } from './tables.ts';

export type ImportBatchRow = typeof importBatch.$inferSelect;
export type ImportRowRow = typeof importRow.$inferSelect;
export type ImportOwnerRow = typeof organisation.$inferSelect;

/** What an owner says now: the version being written, else the published one. */
const newestVersion = sql`coalesce(${listing.workingVersionId}, ${listing.publishedVersionId})`;

export async function insertBatch(tx: Executor, values: typeof importBatch.$inferInsert): Promise<ImportBatchRow> {
	return (await tx.insert(importBatch).values(values).returning())[0]!;
}

export async function batchById(db: Executor, id: string): Promise<{ batch: ImportBatchRow; owner: ImportOwnerRow } | undefined> {
	const rows = await db
		.select({ batch: importBatch, owner: organisation })
		.from(importBatch)
		.innerJoin(organisation, eq(organisation.id, importBatch.organisationId))
		.where(eq(importBatch.id, id));
	return rows[0];
}

/** The batch locked until the transaction ends: two workers never do the same rows. */
export async function lockBatch(tx: Executor, id: string): Promise<ImportBatchRow | undefined> {
	return (await tx.select().from(importBatch).where(eq(importBatch.id, id)).for('update'))[0];
}

export async function updateBatch(tx: Executor, id: string, values: Partial<typeof importBatch.$inferInsert>): Promise<void> {
	await tx.update(importBatch).set(values).where(eq(importBatch.id, id));
}

/** The newest imports of some organisations. */
export async function batchesOf(
	db: Executor,
	organisationIds: string[],
	limit: number,
): Promise<{ batch: ImportBatchRow; owner: ImportOwnerRow }[]> {
	if (organisationIds.length === 0) return [];
	return db
		.select({ batch: importBatch, owner: organisation })
		.from(importBatch)
		.innerJoin(organisation, eq(organisation.id, importBatch.organisationId))
		.where(inArray(importBatch.organisationId, organisationIds))
		.orderBy(desc(importBatch.createdAt))
		.limit(limit);
}

/** Imports from browsers that are under way but have not moved since an instant: their worker is gone. */
export async function standingBatches(db: Executor, since: Date): Promise<{ id: string; state: ImportBatchRow['state'] }[]> {
	return db
		.select({ id: importBatch.id, state: importBatch.state })
		.from(importBatch)
		.where(
			and(
				eq(importBatch.origin, 'browser'),
				or(eq(importBatch.state, 'checking'), eq(importBatch.state, 'running')),
				lt(importBatch.progressAt, since),
			),
		);
}

/** The import of the same file for the same organisation from the command line that was interrupted, newest first. */
export async function interruptedCommandBatches(db: Executor, organisationId: string, sha256: string): Promise<ImportBatchRow[]> {
	return db
		.select()
		.from(importBatch)
		.where(
			and(
				eq(importBatch.origin, 'command'),
				eq(importBatch.state, 'running'),
				eq(importBatch.organisationId, organisationId),
				eq(importBatch.sha256, sha256),
			),
		)
		.orderBy(desc(importBatch.createdAt));
}

export async function insertRows(tx: Executor, rows: (typeof importRow.$inferInsert)[]): Promise<void> {
	if (rows.length > 0) await tx.insert(importRow).values(rows);
}

export async function deleteRows(tx: Executor, batchId: string): Promise<void> {
	await tx.delete(importRow).where(eq(importRow.batchId, batchId));
}

/** Bad rows in the order of the file; `after` is the number of the last one of the page before. */
export async function badRows(db: Executor, batchId: string, after: number, limit: number): Promise<ImportRowRow[]> {
	return db
		.select()
		.from(importRow)
		.where(and(eq(importRow.batchId, batchId), eq(importRow.outcome, 'bad'), gt(importRow.number, after)))
		.orderBy(asc(importRow.number))
		.limit(limit);
}

export interface ImportedListing {
	number: number;
	outcome: ImportRowRow['outcome'];
	listingId: string;
	reference: number;
	state: (typeof listing.$inferSelect)['state'];
	title: string;
	language: (typeof listingVersion.$inferSelect)['language'];
}

/** The listings that an import made or changed, in the order of the file. */
export async function importedListings(db: Executor, batchId: string, limit: number): Promise<ImportedListing[]> {
	return db
		.select({
			number: importRow.number,
			outcome: importRow.outcome,
			listingId: listing.id,
			reference: listing.reference,
			state: listing.state,
			title: listingVersion.title,
			language: listingVersion.language,
		})
		.from(importRow)
		.innerJoin(listing, eq(listing.id, importRow.listingId))
		.innerJoin(listingVersion, eq(listingVersion.id, newestVersion))
		.where(and(eq(importRow.batchId, batchId), inArray(importRow.outcome, ['created', 'updated'])))
		.orderBy(asc(importRow.number))
		.limit(limit);
}

export interface ExistingListing {
	listing: typeof listing.$inferSelect;
	/** What its owner says now: the version being written, else the published one. */
	version: typeof listingVersion.$inferSelect;
	latestNumber: number;
}

/** Listings of an organisation by external id, locked; `mitra:<reference>` finds one that has no external id. */
export async function existingListings(tx: Executor, organisationId: string, externalIds: string[]): Promise<Map<string, ExistingListing>> {
	const references = externalIds.flatMap((id) => /^mitra:(\d{1,9})$/.exec(id)?.[1] ?? []).map(Number);
	const rows = await tx
		.select({
			listing,
			version: listingVersion,
			latestNumber: sql<number>`(select max(v.number) from listing_version v where v.listing_id = ${listing.id})`,
		})
		.from(listing)
		.innerJoin(listingVersion, eq(listingVersion.id, newestVersion))
		.where(
			and(
				eq(listing.organisationId, organisationId),
				or(
					inArray(listing.externalId, externalIds),
					...(references.length > 0 ? [and(sql`${listing.externalId} is null`, inArray(listing.reference, references))] : []),
				),
			),
		)
		.orderBy(asc(listing.id))
		.for('update', { of: listing });
	return new Map(rows.map((row) => [row.listing.externalId ?? `mitra:${row.listing.reference}`, row]));
}

/** The people of an organisation who stand as contacts of what is imported for it: its owners. */
export async function ownersOf(db: Executor, organisationId: string): Promise<string[]> {
	const rows = await db
		.select({ userId: membership.userId })
		.from(membership)
		.where(and(eq(membership.organisationId, organisationId), eq(membership.role, 'owner')));
	return rows.map(({ userId }) => userId);
}

/** An organisation that an operator brings in with its listings, and its country where the network does not know it yet. */
export async function insertOrganisation(
	tx: Executor,
	values: Omit<typeof organisation.$inferInsert, 'about' | 'areas'>,
): Promise<ImportOwnerRow> {
	await tx.insert(country).values({ code: values.country }).onConflictDoNothing();
	return (await tx.insert(organisation).values({ ...values, about: [], areas: [] }).returning())[0]!;
}

export interface ExportedListing {
	listing: typeof listing.$inferSelect;
	version: typeof listingVersion.$inferSelect;
	organisation: string;
}

/** Listings with their newest version, in the order of their references; `after` is the last reference of the page before. */
export async function listingsToExport(
	db: Executor,
	filter: { states?: readonly ExportedListing['listing']['state'][]; kind?: ExportedListing['listing']['kind']; organisationId?: string },
	after: number,
	limit: number,
): Promise<ExportedListing[]> {
	return db
		.select({ listing, version: listingVersion, organisation: organisation.slug })
		.from(listing)
		.innerJoin(listingVersion, eq(listingVersion.id, newestVersion))
		.innerJoin(organisation, eq(organisation.id, listing.organisationId))
		.where(
			and(
				gt(listing.reference, after),
				filter.states ? inArray(listing.state, [...filter.states]) : undefined,
				filter.kind ? eq(listing.kind, filter.kind) : undefined,
				filter.organisationId ? eq(listing.organisationId, filter.organisationId) : undefined,
			),
		)
		.orderBy(asc(listing.reference))
		.limit(limit);
}

export interface ErrorKind {
	error: RowError;
	rows: number;
}

/** What is wrong most often in an import, each with an example. */
export async function errorKinds(db: Executor, batchId: string, limit: number): Promise<ErrorKind[]> {
	const found = await db.execute<{ error: RowError; rows: number }>(sql`
		select (array_agg(e.error order by r.number))[1] as error, count(*)::int as rows
		from import_row r, jsonb_array_elements(r.errors) as e(error)
		where r.batch_id = ${batchId} and r.outcome = 'bad'
		group by e.error->>'field', e.error->>'code'
		order by rows desc
		limit ${limit}`);
	return found.rows;
}

/** New listings, each with its first version and the same contacts. */
export async function insertImported(
	tx: Executor,
	made: {
		listing: Omit<typeof listing.$inferInsert, 'reference' | 'changeNumber'>;
		version: typeof listingVersion.$inferInsert;
	}[],
	contacts: string[],
): Promise<void> {
	await tx.insert(listing).values(
		made.map((one) => ({
			...one.listing,
			reference: sql`nextval('listing_reference')`,
			changeNumber: sql`nextval('listing_change')`,
		})),
	);
	await tx.insert(listingVersion).values(made.map(({ version }) => version));
	const rows = made.flatMap(({ version }) => contacts.map((userId) => ({ listingId: version.listingId, userId })));
	if (rows.length > 0) await tx.insert(listingContact).values(rows);
}

export async function insertAudits(tx: Executor, entries: (typeof audit.$inferInsert)[]): Promise<void> {
	if (entries.length > 0) await tx.insert(audit).values(entries);
}
