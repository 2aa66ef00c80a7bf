import { asc, eq, inArray, sql } from 'drizzle-orm';
import type { Disclosure, Section } from '#lib/listings/vocabulary.ts';
import { belongsTo, type Actor } from '#lib/server/accounts/actor.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import type { ListingContent } from '../listing.ts';
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

/** Whether a centre has introduced one of the actor's organisations to the owner of a listing, who did not decline. */
export async function isIntroduced(db: Executor, actor: Actor, listing: { id: string; organisationId: string }): Promise<boolean> {
	if (actor.kind !== 'member' || actor.organisations.size === 0 || belongsTo(actor, listing.organisationId)) return false;
	const { rows } = await db.execute<{ id: string }>(sql`select introduced.id from listing_introduced_to(${listing.id}) as introduced(id)`);
	return rows.some(({ id }) => actor.organisations.has(id));
}

/** How many sections stand behind the wall; for checks of the wall itself. */
export async function guardedSectionsOf(db: Executor, versionId: string): Promise<Section[]> {
	const rows = await db.select({ section: listingGuardedSection.section }).from(listingGuardedSection).where(eq(listingGuardedSection.versionId, versionId));
	return rows.map(({ section }) => section);
}
