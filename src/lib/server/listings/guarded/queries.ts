import { asc, eq, inArray, sql } from 'drizzle-orm';
import type { Disclosure, Section } from '#lib/listings/vocabulary.ts';
import { belongsTo, type Actor } from '#lib/server/accounts/actor.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import type { ListingContent } from '../listing.ts';
import type { ListingOpening } from '../rules.ts';
import { attachmentsOf, contentOf, publishedAttachmentIds, versionById, type AttachmentRow, type VersionRow } from '../queries.ts';
import { listingGuardedSection } from '../tables.ts';

/** A version with the sections behind the wall that the database gives out to one actor. */
export interface ReadVersion {
	version: VersionRow;
	content: ListingContent;
	/** The sections of the version that stand behind the wall, whether or not this actor was given them. */
	held: readonly Section[];
}

export async function versionFor(db: Executor, actor: Actor, id: string): Promise<ReadVersion | undefined> {
	const version = await versionById(db, id);
	if (!version) return undefined;
	return { version, content: (await contentsFor(db, actor, [version])).get(id)!, held: version.guarded };
}

/** What some versions say as far as the database lets this actor read it, by the id of the version. */
export async function contentsFor(db: Executor, actor: Actor, versions: readonly VersionRow[]): Promise<Map<string, ListingContent>> {
	const contents = new Map(versions.map((version) => [version.id, contentOf(version)]));
	const guarded = versions.filter((version) => version.guarded.length > 0).map(({ id }) => id);
	if (guarded.length === 0) return contents;
	const sections = await asActor(db, actor, (tx) =>
		tx.select().from(listingGuardedSection).where(inArray(listingGuardedSection.versionId, guarded)).orderBy(asc(listingGuardedSection.section)),
	);
	for (const { versionId, content } of sections) Object.assign(contents.get(versionId)!, content);
	return contents;
}

/** The files of a listing that the database gives out to an actor, which of them were published, and what others there are. */
export async function filesFor(
	db: Executor,
	actor: Actor,
	listingId: string,
): Promise<{ files: AttachmentRow[]; published: ReadonlySet<string>; guarded: { id: string; disclosure: Disclosure; published: boolean }[] }> {
	const { files, published } = await asActor(db, actor, async (tx) => ({
		files: await attachmentsOf(tx, listingId),
		published: await publishedAttachmentIds(tx, listingId),
	}));
	const { rows } = await db.execute<{ id: string; disclosure: Disclosure; published: boolean }>(
		sql`select id, disclosure, published from listing_withheld_files(${listingId})`,
	);
	return { files, published, guarded: rows };
}

/**
 * How far a listing is open to the actor beyond the network: sections for the parties once a centre has introduced one of the
 * actor's organisations to the owner, who did not decline, or a docking has opened; confidential ones to everybody in a docking
 * whose NDA both sides have signed. The database looks at the signatures itself (migration 0018).
 */
export async function openingFor(db: Executor, actor: Actor, listing: { id: string; organisationId: string }): Promise<ListingOpening> {
	if (actor.kind !== 'member' || belongsTo(actor, listing.organisationId)) return null;
	// Who belongs to nothing is in no docking.
	if (actor.organisations.size === 0 && actor.centres.size === 0) return null;
	const opened = await asActor(db, actor, async (tx) => (await tx.execute<{ opened: ListingOpening }>(sql`select mitra_listing_opening(${listing.id}) as opened`)).rows[0]!.opened);
	// The NDA does not bind a helper who looks through a person's eyes.
	if (opened) return actor.support ? 'parties' : opened;
	const { rows } = await db.execute<{ id: string }>(sql`select introduced.id from listing_introduced_to(${listing.id}) as introduced(id)`);
	return rows.some(({ id }) => actor.organisations.has(id)) ? 'parties' : null;
}

/** How many sections stand behind the wall; for checks of the wall itself. */
export async function guardedSectionsOf(db: Executor, versionId: string): Promise<Section[]> {
	const rows = await db.select({ section: listingGuardedSection.section }).from(listingGuardedSection).where(eq(listingGuardedSection.versionId, versionId));
	return rows.map(({ section }) => section);
}
