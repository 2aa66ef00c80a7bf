import { and, asc, eq, inArray, notInArray, sql } from 'drizzle-orm';
import { listing, listingVersion } from '#lib/server/listings/tables.ts';
import { organisation } from '#lib/server/network/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { event, eventRoom, eventVenue } from '#lib/server/events/tables.ts';
import { exhibitionHall, exhibitionStand, exhibitor, exhibitorListing } from './tables.ts';

export type StandRow = typeof exhibitionStand.$inferSelect;
type ExhibitorRow = typeof exhibitor.$inferSelect;

/** The halls of an event with the names of their rooms and venues; inside `asActor`. */
export async function hallsOf(db: Executor, eventId: string) {
	return db
		.select({ roomId: exhibitionHall.roomId, width: exhibitionHall.width, depth: exhibitionHall.depth, names: eventRoom.names, venue: eventVenue.names })
		.from(exhibitionHall)
		.innerJoin(eventRoom, eq(eventRoom.id, exhibitionHall.roomId))
		.innerJoin(eventVenue, eq(eventVenue.id, eventRoom.venueId))
		.where(eq(exhibitionHall.eventId, eventId))
		.orderBy(asc(eventVenue.position), asc(eventRoom.position), asc(eventRoom.id));
}
export async function hallOf(tx: Executor, eventId: string, roomId: string | null) {
	return roomId === null ? undefined : (await tx.select().from(exhibitionHall).where(and(eq(exhibitionHall.roomId, roomId), eq(exhibitionHall.eventId, eventId))))[0];
}
export async function putHall(tx: Executor, values: typeof exhibitionHall.$inferInsert): Promise<void> {
	await tx.insert(exhibitionHall).values(values).onConflictDoUpdate({ target: exhibitionHall.roomId, set: { width: values.width, depth: values.depth } });
}
export async function deleteHall(tx: Executor, roomId: string): Promise<void> {
	await tx.delete(exhibitionHall).where(eq(exhibitionHall.roomId, roomId));
}

/** The stands of an event, by their labels as people count: A2 before A10. */
export async function standsOf(db: Executor, eventId: string): Promise<StandRow[]> {
	return db
		.select()
		.from(exhibitionStand)
		.where(eq(exhibitionStand.eventId, eventId))
		.orderBy(sql`regexp_replace(${exhibitionStand.label}, '\\d+$', '')`, sql`coalesce(substring(${exhibitionStand.label} from '(\\d{1,9})$')::bigint, 0)`, asc(exhibitionStand.label));
}
export async function countStandsIn(tx: Executor, rooms: readonly string[]): Promise<number> {
	return rooms.length === 0 ? 0 : tx.$count(exhibitionStand, inArray(exhibitionStand.roomId, [...rooms]));
}
export async function insertStands(tx: Executor, values: (typeof exhibitionStand.$inferInsert)[]): Promise<string[]> {
	return (await tx.insert(exhibitionStand).values(values).returning({ id: exhibitionStand.id })).map(({ id }) => id);
}
export async function updateStand(tx: Executor, id: string, values: Partial<typeof exhibitionStand.$inferInsert>): Promise<void> {
	await tx.update(exhibitionStand).set(values).where(eq(exhibitionStand.id, id));
}
export async function deleteStand(tx: Executor, id: string): Promise<void> {
	await tx.delete(exhibitionStand).where(eq(exhibitionStand.id, id));
}

const exhibitorWithOrganisation = {
	id: exhibitor.id,
	standId: exhibitor.standId,
	about: exhibitor.about,
	organisationId: exhibitor.organisationId,
	organisation: { slug: organisation.slug, names: organisation.names, kind: organisation.kind, country: organisation.country, isSample: organisation.isSample },
};
/** Who exhibits at an event, of those organisations that the network shows. */
export async function exhibitorsOf(db: Executor, eventId: string) {
	return db
		.select(exhibitorWithOrganisation)
		.from(exhibitor)
		.innerJoin(organisation, and(eq(organisation.id, exhibitor.organisationId), eq(organisation.state, 'admitted')))
		.where(eq(exhibitor.eventId, eventId))
		.orderBy(asc(exhibitor.addedAt), asc(exhibitor.id));
}
export type ListedExhibitor = Awaited<ReturnType<typeof exhibitorsOf>>[number];

export async function exhibitorById(tx: Executor, eventId: string, id: string | null): Promise<ListedExhibitor | undefined> {
	if (id === null) return undefined;
	return (
		await tx
			.select(exhibitorWithOrganisation)
			.from(exhibitor)
			.innerJoin(organisation, and(eq(organisation.id, exhibitor.organisationId), eq(organisation.state, 'admitted')))
			.where(and(eq(exhibitor.id, id), eq(exhibitor.eventId, eventId)))
	)[0];
}
export async function exhibitorOf(tx: Executor, eventId: string, organisationId: string): Promise<ExhibitorRow | undefined> {
	return (await tx.select().from(exhibitor).where(and(eq(exhibitor.eventId, eventId), eq(exhibitor.organisationId, organisationId))))[0];
}
export async function countExhibitors(tx: Executor, of: { event: string } | { stand: string }): Promise<number> {
	return tx.$count(exhibitor, 'event' in of ? eq(exhibitor.eventId, of.event) : eq(exhibitor.standId, of.stand));
}
/** False where the organisation exhibits there already. */
export async function insertExhibitor(tx: Executor, values: typeof exhibitor.$inferInsert): Promise<string | null> {
	return (await tx.insert(exhibitor).values(values).onConflictDoNothing().returning({ id: exhibitor.id }))[0]?.id ?? null;
}
export async function updateExhibitor(tx: Executor, id: string, values: Partial<Pick<ExhibitorRow, 'about' | 'standId' | 'contactId'>>): Promise<void> {
	await tx.update(exhibitor).set(values).where(eq(exhibitor.id, id));
}
/** Holds an exhibitor while visits to it are counted and it goes (`update`), or while one is noted (`key share`); false where it is gone. */
export async function lockExhibitor(tx: Executor, id: string, strength: 'update' | 'key share'): Promise<boolean> {
	return (await tx.select({ id: exhibitor.id }).from(exhibitor).where(eq(exhibitor.id, id)).for(strength)).length > 0;
}
export async function deleteExhibitor(tx: Executor, id: string): Promise<void> {
	await tx.delete(exhibitor).where(eq(exhibitor.id, id));
}

/** The listings that exhibitors show, in the order they chose. */
export async function listingsShown(db: Executor, of: { event: string } | { exhibitor: string }) {
	return db
		.select({ exhibitorId: exhibitorListing.exhibitorId, listingId: exhibitorListing.listingId, titles: exhibitorListing.titles, words: exhibitorListing.words })
		.from(exhibitorListing)
		.where('event' in of ? eq(exhibitorListing.eventId, of.event) : eq(exhibitorListing.exhibitorId, of.exhibitor))
		.orderBy(asc(exhibitorListing.position), asc(exhibitorListing.listingId));
}
/** How the words of a published listing came to be. */
export async function provenanceOfListing(db: Executor, listingId: string) {
	return (await db.select({ provenance: listingVersion.provenance }).from(listing).innerJoin(listingVersion, eq(listingVersion.id, listing.publishedVersionId)).where(eq(listing.id, listingId)))[0]?.provenance ?? 'original';
}
/** The listings that an exhibitor shows from now on, in their order; what is said of one that stays, stays. */
export async function replaceListings(tx: Executor, of: { exhibitorId: string; eventId: string }, listingIds: readonly string[]): Promise<void> {
	await tx.delete(exhibitorListing).where(and(eq(exhibitorListing.exhibitorId, of.exhibitorId), notInArray(exhibitorListing.listingId, [...listingIds])));
	if (listingIds.length > 0)
		await tx
			.insert(exhibitorListing)
			.values(listingIds.map((listingId, position) => ({ ...of, listingId, position })))
			.onConflictDoUpdate({ target: [exhibitorListing.exhibitorId, exhibitorListing.listingId], set: { position: sql`excluded.position` } });
}
/** What is said of a listing at the stand; false where the exhibitor does not show it. */
export async function saveShownWords(tx: Executor, { exhibitorId, listingId, ...values }: { exhibitorId: string; listingId: string } & Pick<typeof exhibitorListing.$inferInsert, 'titles' | 'words'>): Promise<boolean> {
	return (await tx.update(exhibitorListing).set(values).where(and(eq(exhibitorListing.exhibitorId, exhibitorId), eq(exhibitorListing.listingId, listingId))).returning({ id: exhibitorListing.listingId })).length > 0;
}

/** Where organisations exhibit, of the events that end on a day or later. */
export async function exhibitsOf(db: Executor, organisationIds: readonly string[], from: string) {
	if (organisationIds.length === 0) return [];
	return db
		.select({ id: exhibitor.id, eventId: event.id, event: event.names, startsOn: event.startsOn, organisation: organisation.names })
		.from(exhibitor)
		.innerJoin(event, eq(event.id, exhibitor.eventId))
		.innerJoin(organisation, eq(organisation.id, exhibitor.organisationId))
		.where(and(inArray(exhibitor.organisationId, [...organisationIds]), sql`${event.endsOn} >= ${from}`, eq(event.state, 'published')))
		.orderBy(asc(event.startsOn), asc(exhibitor.id));
}
