import { and, asc, desc, eq, inArray, isNotNull, ne, sql } from 'drizzle-orm';
import { membership, user } from '#lib/server/accounts/tables.ts';
import { phaseOf } from '#lib/events/phase.ts';
import type { NoticeKind } from '#lib/events/vocabulary.ts';
import { centre, organisation } from '#lib/server/network/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import type { EventForRules } from './rules.ts';
import { event, eventDay, eventDocument, eventNotice, eventOrganiser, eventPhoto, eventPhotoFile, eventRoom, eventSession, eventSessionSpeaker, eventSpeaker, eventSpeakerContact, eventSponsor, eventTable, eventTrack, eventVenue } from './tables.ts';

export type EventRow = typeof event.$inferSelect;
export type DayRow = typeof eventDay.$inferSelect;
export type SessionRow = typeof eventSession.$inferSelect;
export type SpeakerRow = typeof eventSpeaker.$inferSelect;
type NewEvent = typeof event.$inferInsert;

export interface FoundEvent {
	row: EventRow;
	forRules: EventForRules;
}

async function found(db: Executor, row: EventRow | undefined, now: Date): Promise<FoundEvent | undefined> {
	if (!row) return undefined;
	const rows = await db.select({ id: eventOrganiser.centreId }).from(eventOrganiser).where(and(eq(eventOrganiser.eventId, row.id), isNotNull(eventOrganiser.centreId), ne(eventOrganiser.role, 'supporter')));
	return { row, forRules: { phase: phaseOf(row, now), centres: new Set(rows.map(({ id }) => id!)) } };
}

/** An event with what its rules ask; inside `asActor`, where drafts of others do not exist. */
export async function findEvent(db: Executor, id: string, now: Date): Promise<FoundEvent | undefined> {
	return found(db, (await db.select().from(event).where(eq(event.id, id)))[0], now);
}

/** The same, and nobody else changes it or anything of it meanwhile. */
export async function lockEvent(tx: Executor, id: string, now: Date): Promise<FoundEvent | undefined> {
	return found(tx, (await tx.select().from(event).where(eq(event.id, id)).for('update'))[0], now);
}

export async function isEventId(tx: Executor, id: string): Promise<boolean> {
	return (await tx.select({ one: sql`1` }).from(event).where(eq(event.id, id))).length > 0;
}

export async function insertEvent(tx: Executor, values: NewEvent): Promise<void> {
	await tx.insert(event).values(values);
}

export async function updateEvent(tx: Executor, id: string, values: Partial<NewEvent>): Promise<void> {
	await tx.update(event).set(values).where(eq(event.id, id));
}

export async function deleteEvent(tx: Executor, id: string): Promise<void> {
	await tx.delete(event).where(eq(event.id, id));
}

/** All events that whoever asks may see, the nearest first. */
export async function listedEvents(db: Executor): Promise<EventRow[]> {
	return db.select().from(event).orderBy(asc(event.startsOn), asc(event.id));
}

/** The events that any of these centres organise; all of them for null. The last first. */
export async function eventsOfCentres(db: Executor, centres: readonly string[] | null): Promise<EventRow[]> {
	if (centres === null) return db.select().from(event).orderBy(desc(event.startsOn), asc(event.id));
	if (centres.length === 0) return [];
	const own = db.select({ id: eventOrganiser.eventId }).from(eventOrganiser).where(and(inArray(eventOrganiser.centreId, [...centres]), ne(eventOrganiser.role, 'supporter')));
	return db.select().from(event).where(inArray(event.id, own)).orderBy(desc(event.startsOn), asc(event.id));
}

export async function organisersOf(db: Executor, eventId: string) {
	return db
		.select({ id: eventOrganiser.id, role: eventOrganiser.role, centreId: eventOrganiser.centreId, organisationId: eventOrganiser.organisationId, names: sql<EventRow['names']>`coalesce(${centre.names}, ${organisation.names}, ${eventOrganiser.names})`, slug: organisation.slug, isSample: organisation.isSample })
		.from(eventOrganiser)
		.leftJoin(centre, eq(centre.id, eventOrganiser.centreId))
		.leftJoin(organisation, and(eq(organisation.id, eventOrganiser.organisationId), eq(organisation.state, 'admitted')))
		.where(eq(eventOrganiser.eventId, eventId))
		.orderBy(sql`array_position(array['host', 'organiser', 'co-organiser', 'supporter'], ${eventOrganiser.role})`, asc(eventOrganiser.position), asc(eventOrganiser.id));
}

export const venuesOf = (db: Executor, eventId: string) => db.select().from(eventVenue).where(eq(eventVenue.eventId, eventId)).orderBy(asc(eventVenue.position), asc(eventVenue.id));
export const roomsOf = (db: Executor, eventId: string) => db.select().from(eventRoom).where(eq(eventRoom.eventId, eventId)).orderBy(asc(eventRoom.position), asc(eventRoom.id));
export const tablesOf = (db: Executor, eventId: string) => db.select().from(eventTable).where(eq(eventTable.eventId, eventId)).orderBy(asc(eventTable.position), asc(eventTable.label));
export const daysOf = (db: Executor, eventId: string) => db.select().from(eventDay).where(eq(eventDay.eventId, eventId)).orderBy(asc(eventDay.day));
export const tracksOf = (db: Executor, eventId: string) => db.select().from(eventTrack).where(eq(eventTrack.eventId, eventId)).orderBy(asc(eventTrack.position), asc(eventTrack.id));
export const sessionsOf = (db: Executor, eventId: string) => db.select().from(eventSession).where(eq(eventSession.eventId, eventId)).orderBy(asc(eventSession.startsAt), asc(eventSession.endsAt), asc(eventSession.id));
/** Those that whoever asks may see: in public, who has consented. */
export const speakersOf = (db: Executor, eventId: string) => db.select().from(eventSpeaker).where(eq(eventSpeaker.eventId, eventId)).orderBy(asc(eventSpeaker.position), asc(eventSpeaker.addedAt), asc(eventSpeaker.id));
export const contactsOfSpeakers = (db: Executor, eventId: string) => db.select().from(eventSpeakerContact).where(eq(eventSpeakerContact.eventId, eventId));
export const speakingOf = (db: Executor, eventId: string) =>
	db.select().from(eventSessionSpeaker).where(eq(eventSessionSpeaker.eventId, eventId)).orderBy(sql`array_position(array['chair', 'speaker', 'panellist', 'interpreter'], ${eventSessionSpeaker.role})`, asc(eventSessionSpeaker.position));
export const sponsorsOf = (db: Executor, eventId: string) =>
	db
		.select({ id: eventSponsor.id, level: eventSponsor.level, organisationId: eventSponsor.organisationId, names: sql<EventRow['names']>`coalesce(${organisation.names}, ${eventSponsor.names})`, slug: organisation.slug, website: eventSponsor.website })
		.from(eventSponsor)
		.leftJoin(organisation, and(eq(organisation.id, eventSponsor.organisationId), eq(organisation.state, 'admitted')))
		.where(eq(eventSponsor.eventId, eventId))
		.orderBy(sql`array_position(array['main', 'gold', 'silver', 'in-kind'], ${eventSponsor.level})`, asc(eventSponsor.position), asc(eventSponsor.id));
export const documentsOf = (db: Executor, eventId: string) => db.select().from(eventDocument).where(eq(eventDocument.eventId, eventId)).orderBy(asc(eventDocument.addedAt), asc(eventDocument.id));
export const noticesOf = (db: Executor, eventId: string) => db.select().from(eventNotice).where(eq(eventNotice.eventId, eventId)).orderBy(desc(eventNotice.id)).limit(50);
/** The newest notice of each event that is of one of some kinds. */
export async function newestNotices(db: Executor, kinds: readonly NoticeKind[]) {
	const rows = await db.selectDistinctOn([eventNotice.eventId]).from(eventNotice).where(inArray(eventNotice.kind, [...kinds])).orderBy(eventNotice.eventId, desc(eventNotice.id));
	return new Map(rows.map((notice) => [notice.eventId, notice]));
}

export async function photosOf(db: Executor, eventId: string) {
	return db
		.select({ id: eventPhoto.id, position: eventPhoto.position, captions: eventPhoto.captions, credit: eventPhoto.credit, addedAt: eventPhoto.addedAt, width: eventPhotoFile.width, height: eventPhotoFile.height })
		.from(eventPhoto)
		.innerJoin(eventPhotoFile, and(eq(eventPhotoFile.photoId, eventPhoto.id), eq(eventPhotoFile.size, 'large')))
		.where(eq(eventPhoto.eventId, eventId))
		.orderBy(asc(eventPhoto.position), asc(eventPhoto.addedAt), asc(eventPhoto.id));
}

/** The officers of the centres that organise; the secretariat where there are none. */
export async function officersOfCentres(db: Executor, centres: ReadonlySet<string>) {
	const who = { id: user.id, name: user.name, email: user.email, language: user.language };
	const officers = centres.size > 0 ? await db.selectDistinct(who).from(membership).innerJoin(user, eq(user.id, membership.userId)).where(and(inArray(membership.centreId, [...centres]), eq(membership.role, 'officer'))) : [];
	return officers.length > 0 ? officers : db.selectDistinct(who).from(membership).innerJoin(user, eq(user.id, membership.userId)).where(eq(membership.role, 'secretariat'));
}
