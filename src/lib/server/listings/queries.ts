import { and, asc, count, desc, eq, inArray, lte, or, sql } from 'drizzle-orm';
import type { Executor } from '#lib/server/platform/database.ts';
import { membership, user } from '#lib/server/accounts/tables.ts';
import { organisation } from '#lib/server/network/tables.ts';
import type { ListingContent, ListingLife } from './listing.ts';
import type { ListingKind } from '#lib/listings/vocabulary.ts';
import { attachment, listing, listingContact, listingVersion, review } from './tables.ts';

export type ListingRow = typeof listing.$inferSelect;
export type VersionRow = typeof listingVersion.$inferSelect;
export type AttachmentRow = typeof attachment.$inferSelect;

/** The content of a version, without its bookkeeping and without what stands behind the wall (`guarded/queries.ts`). */
export function contentOf(version: VersionRow): ListingContent {
	return {
		language: version.language,
		title: version.title,
		summary: version.summary,
		description: version.description,
		advantages: version.advantages,
		benefitInFigures: version.benefitInFigures,
		comparedWith: version.comparedWith,
		sought: version.sought,
		areas: version.areas,
		keywords: version.keywords,
		trl: version.trl,
		ip: version.ip,
		cooperation: version.cooperation,
		partner: version.partner,
		countries: version.countries,
		price: version.price,
		budget: version.budget,
		relevantDate: version.relevantDate,
		sdgs: version.sdgs,
		exportControl: version.exportControl,
		videoUrl: version.videoUrl,
		display: version.display,
		disclosure: version.disclosure,
	};
}

export function lifeOf(row: ListingRow): ListingLife {
	return { state: row.state, revision: row.revision, closedReason: row.closedReason };
}

export async function listingById(db: Executor, id: string): Promise<ListingRow | undefined> {
	return (await db.select().from(listing).where(eq(listing.id, id)))[0];
}

export async function listingByReference(db: Executor, reference: number): Promise<ListingRow | undefined> {
	return (await db.select().from(listing).where(eq(listing.reference, reference)))[0];
}

/** The listing locked until the transaction ends, so that two decisions on it cannot cross. */
export async function lockListing(tx: Executor, id: string): Promise<ListingRow | undefined> {
	return (await tx.select().from(listing).where(eq(listing.id, id)).for('update'))[0];
}

export async function listingByExternalId(
	db: Executor,
	organisationId: string,
	externalId: string,
): Promise<ListingRow | undefined> {
	return (
		await db
			.select()
			.from(listing)
			.where(and(eq(listing.organisationId, organisationId), eq(listing.externalId, externalId)))
	)[0];
}

export async function versionById(db: Executor, id: string): Promise<VersionRow | undefined> {
	return (await db.select().from(listingVersion).where(eq(listingVersion.id, id)))[0];
}

export async function insertListing(
	tx: Executor,
	values: {
		kind: ListingKind;
		organisationId: string;
		centreId: string;
		createdBy: string | null;
		externalId?: string | null;
		source?: string | null;
	},
): Promise<ListingRow> {
	const rows = await tx
		.insert(listing)
		.values({
			...values,
			reference: sql`nextval('listing_reference')`,
			changeNumber: sql`nextval('listing_change')`,
		})
		.returning();
	return rows[0]!;
}

export async function insertVersion(
	tx: Executor,
	values: { listingId: string; number: number; content: ListingContent; createdBy: string | null },
): Promise<VersionRow> {
	const { content, ...rest } = values;
	return (await tx.insert(listingVersion).values({ ...rest, ...content }).returning())[0]!;
}

export async function latestVersionNumber(tx: Executor, listingId: string): Promise<number> {
	const rows = await tx
		.select({ number: sql<number>`coalesce(max(${listingVersion.number}), 0)` })
		.from(listingVersion)
		.where(eq(listingVersion.listingId, listingId));
	return Number(rows[0]?.number ?? 0);
}

export async function updateVersion(tx: Executor, id: string, content: ListingContent): Promise<void> {
	await tx
		.update(listingVersion)
		// Letting go of the sections behind the wall: the content is whole, and those still guarded go there again.
		.set({ ...content, guarded: [], updatedAt: sql`now()` })
		.where(eq(listingVersion.id, id));
}

export async function updateListing(
	tx: Executor,
	id: string,
	values: Partial<Omit<ListingRow, 'id' | 'reference' | 'changeNumber'>>,
): Promise<void> {
	await tx.update(listing).set(values).where(eq(listing.id, id));
}

export async function insertReview(
	tx: Executor,
	values: Omit<typeof review.$inferInsert, 'id' | 'createdAt'>,
): Promise<void> {
	await tx.insert(review).values(values);
}

export interface ReviewEntry {
	decision: 'published' | 'returned';
	remark: string;
	language: VersionRow['language'];
	at: Date;
	reviewer: string | null;
}

export async function reviewsOf(db: Executor, listingId: string): Promise<ReviewEntry[]> {
	return db
		.select({
			decision: review.decision,
			remark: review.remark,
			language: review.language,
			at: review.createdAt,
			reviewer: user.name,
		})
		.from(review)
		.leftJoin(user, eq(user.id, review.reviewerId))
		.where(eq(review.listingId, listingId))
		.orderBy(desc(review.createdAt));
}

/** A line of a list of listings on a working page (desk, queue), with the title being written. */
export interface ListingLine {
	id: string;
	reference: number;
	kind: ListingKind;
	state: ListingRow['state'];
	revision: ListingRow['revision'];
	title: string;
	language: VersionRow['language'];
	organisationId: string;
	organisationNames: (typeof organisation.$inferSelect)['names'];
	validUntil: string | null;
	updatedAt: Date;
	centreId: string;
	closedReason: ListingRow['closedReason'];
	publishedVersionId: string | null;
}

const line = {
	id: listing.id,
	reference: listing.reference,
	kind: listing.kind,
	state: listing.state,
	revision: listing.revision,
	title: listingVersion.title,
	language: listingVersion.language,
	organisationId: listing.organisationId,
	organisationNames: organisation.names,
	validUntil: listing.validUntil,
	updatedAt: listing.updatedAt,
	centreId: listing.centreId,
	closedReason: listing.closedReason,
	publishedVersionId: listing.publishedVersionId,
};

const shownVersion = sql`coalesce(${listing.workingVersionId}, ${listing.publishedVersionId})`;

export async function listingsOfOrganisations(db: Executor, organisationIds: string[]): Promise<ListingLine[]> {
	if (organisationIds.length === 0) return [];
	return db
		.select(line)
		.from(listing)
		.innerJoin(listingVersion, eq(listingVersion.id, shownVersion))
		.innerJoin(organisation, eq(organisation.id, listing.organisationId))
		.where(inArray(listing.organisationId, organisationIds))
		.orderBy(desc(listing.updatedAt))
		.limit(500);
}

/** The review queue of some centres (all centres where `centreIds` is undefined), oldest submission first. */
export async function listingsInReview(db: Executor, centreIds: string[] | undefined): Promise<ListingLine[]> {
	if (centreIds?.length === 0) return [];
	const waiting = or(eq(listing.state, 'submitted'), eq(listing.revision, 'submitted'));
	return db
		.select(line)
		.from(listing)
		.innerJoin(listingVersion, eq(listingVersion.id, shownVersion))
		.innerJoin(organisation, eq(organisation.id, listing.organisationId))
		.where(centreIds ? and(waiting, inArray(listing.centreId, centreIds)) : waiting)
		.orderBy(asc(listing.updatedAt))
		.limit(500);
}

export async function countByState(db: Executor): Promise<{ kind: ListingKind; state: ListingRow['state']; count: number }[]> {
	return db
		.select({ kind: listing.kind, state: listing.state, count: count() })
		.from(listing)
		.groupBy(listing.kind, listing.state);
}

/** Published listings whose validity ends on or before a day, and those to be reminded of it. */
export async function listingsEndingBy(db: Executor, day: string): Promise<ListingRow[]> {
	return db
		.select()
		.from(listing)
		.where(and(inArray(listing.state, ['published', 'paused']), lte(listing.validUntil, day)))
		.orderBy(asc(listing.validUntil))
		.limit(10_000);
}

export async function attachmentsOf(db: Executor, listingId: string): Promise<AttachmentRow[]> {
	return db.select().from(attachment).where(eq(attachment.listingId, listingId)).orderBy(asc(attachment.createdAt));
}

/** Ids of the attachments that an officer has seen and published: those older than the newest publication. */
export async function publishedAttachmentIds(db: Executor, listingId: string): Promise<Set<string>> {
	const rows = await db
		.select({ id: attachment.id })
		.from(attachment)
		.where(
			and(
				eq(attachment.listingId, listingId),
				sql`${attachment.createdAt} <= (select max(r.created_at) from review r where r.listing_id = ${listingId} and r.decision = 'published')`,
			),
		);
	return new Set(rows.map(({ id }) => id));
}

export async function attachmentById(db: Executor, id: string): Promise<AttachmentRow | undefined> {
	return (await db.select().from(attachment).where(eq(attachment.id, id)))[0];
}

export async function insertAttachment(
	tx: Executor,
	values: Omit<typeof attachment.$inferInsert, 'id' | 'createdAt'>,
): Promise<AttachmentRow> {
	// Not the transaction's start: it may have waited for a review to end, which did not see this file.
	return (await tx.insert(attachment).values({ ...values, createdAt: sql`clock_timestamp()` }).returning())[0]!;
}

export async function deleteAttachment(tx: Executor, id: string): Promise<void> {
	await tx.delete(attachment).where(eq(attachment.id, id));
}

export async function replaceContacts(tx: Executor, listingId: string, userIds: string[]): Promise<void> {
	await tx.delete(listingContact).where(eq(listingContact.listingId, listingId));
	if (userIds.length > 0) await tx.insert(listingContact).values(userIds.map((userId) => ({ listingId, userId })));
}

/** Whether a version has been reviewed, so that it must stay on record as it was. */
export async function reviewedVersion(db: Executor, versionId: string): Promise<boolean> {
	const rows = await db.select({ id: review.id }).from(review).where(eq(review.versionId, versionId)).limit(1);
	return rows.length > 0;
}

/** The people who may be told about a listing: its contacts, else the owners of its organisation. */
export async function contactsOf(
	db: Executor,
	listingId: string,
): Promise<{ userId: string; name: string; email: string; language: string }[]> {
	const person = { userId: user.id, name: user.name, email: user.email, language: user.language };
	const contacts = await db
		.select(person)
		.from(listingContact)
		.innerJoin(user, eq(user.id, listingContact.userId))
		.where(eq(listingContact.listingId, listingId));
	if (contacts.length > 0) return contacts;
	return db
		.select(person)
		.from(listing)
		.innerJoin(membership, eq(membership.organisationId, listing.organisationId))
		.innerJoin(user, eq(user.id, membership.userId))
		.where(and(eq(listing.id, listingId), eq(membership.role, 'owner')));
}

/** Ids of an organisation's published listings under its own name, newest first: those with a hidden owner are left out. */
export async function openListingIdsOf(db: Executor, organisationId: string, limit: number): Promise<string[]> {
	const rows = await db
		.select({ id: listing.id })
		.from(listing)
		.innerJoin(listingVersion, eq(listingVersion.id, listing.publishedVersionId))
		.where(and(eq(listing.organisationId, organisationId), eq(listing.state, 'published'), eq(listingVersion.display, 'open')))
		.orderBy(desc(listing.publishedAt))
		.limit(limit);
	return rows.map(({ id }) => id);
}

/** Ids of the published listings that a centre looks after, newest first. */
export async function publishedListingIdsOfCentre(db: Executor, centreId: string, limit: number): Promise<string[]> {
	const rows = await db
		.select({ id: listing.id })
		.from(listing)
		.where(and(eq(listing.centreId, centreId), eq(listing.state, 'published')))
		.orderBy(desc(listing.publishedAt))
		.limit(limit);
	return rows.map(({ id }) => id);
}

export async function countPublishedOfCentre(db: Executor, centreId: string): Promise<number> {
	const rows = await db
		.select({ count: count() })
		.from(listing)
		.where(and(eq(listing.centreId, centreId), eq(listing.state, 'published')));
	return Number(rows[0]?.count ?? 0);
}

/** How many published listings some organisations show under their own name, by organisation id. */
export async function openListingCounts(db: Executor, organisationIds: string[]): Promise<Map<string, number>> {
	if (organisationIds.length === 0) return new Map();
	const rows = await db
		.select({ id: listing.organisationId, count: count() })
		.from(listing)
		.innerJoin(listingVersion, eq(listingVersion.id, listing.publishedVersionId))
		.where(
			and(inArray(listing.organisationId, organisationIds), eq(listing.state, 'published'), eq(listingVersion.display, 'open')),
		)
		.groupBy(listing.organisationId);
	return new Map(rows.map((row) => [row.id, Number(row.count)]));
}

/** The newest remark of each returned listing, by listing id. */
export async function latestReturns(db: Executor, listingIds: string[]): Promise<Map<string, { text: string; language: string }>> {
	if (listingIds.length === 0) return new Map();
	const rows = await db
		.selectDistinctOn([review.listingId], { id: review.listingId, text: review.remark, language: review.language })
		.from(review)
		.where(and(inArray(review.listingId, listingIds), eq(review.decision, 'returned')))
		.orderBy(review.listingId, desc(review.createdAt));
	return new Map(rows.map(({ id, ...remark }) => [id, remark]));
}
