import { and, asc, desc, eq, gte, inArray, sql } from 'drizzle-orm';
import { event } from '#lib/server/events/tables.ts';
import { organisation } from '#lib/server/network/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { exhibitionApplication, exhibitionApplicationListing, exhibitionCall } from '../tables.ts';

export type CallRow = typeof exhibitionCall.$inferSelect;
export type ApplicationRow = typeof exhibitionApplication.$inferSelect;

export async function callOf(db: Executor, eventId: string): Promise<CallRow | undefined> {
	return (await db.select().from(exhibitionCall).where(eq(exhibitionCall.eventId, eventId)))[0];
}
export async function putCall(tx: Executor, values: typeof exhibitionCall.$inferInsert): Promise<void> {
	await tx.insert(exhibitionCall).values(values).onConflictDoUpdate({ target: exhibitionCall.eventId, set: { closesOn: values.closesOn, words: values.words ?? [] } });
}
export async function deleteCall(tx: Executor, eventId: string): Promise<void> {
	await tx.delete(exhibitionCall).where(eq(exhibitionCall.eventId, eventId));
}

/** The application of an organisation, of those that whoever asks may read; inside `asActor`. */
export async function applicationOf(db: Executor, eventId: string, organisationId: string): Promise<ApplicationRow | undefined> {
	return (await db.select().from(exhibitionApplication).where(and(eq(exhibitionApplication.eventId, eventId), eq(exhibitionApplication.organisationId, organisationId))))[0];
}
/** The same, and nobody else changes it meanwhile. */
export async function lockApplication(tx: Executor, eventId: string, organisationId: string): Promise<ApplicationRow | undefined> {
	return (await tx.select().from(exhibitionApplication).where(and(eq(exhibitionApplication.eventId, eventId), eq(exhibitionApplication.organisationId, organisationId))).for('update'))[0];
}
export async function lockApplications(tx: Executor, eventId: string, ids: readonly string[]): Promise<ApplicationRow[]> {
	if (ids.length === 0) return [];
	return tx.select().from(exhibitionApplication).where(and(eq(exhibitionApplication.eventId, eventId), inArray(exhibitionApplication.id, [...ids]))).orderBy(asc(exhibitionApplication.appliedAt), asc(exhibitionApplication.id)).for('update');
}
/** Null where the organisation has applied already. */
export async function insertApplication(tx: Executor, values: typeof exhibitionApplication.$inferInsert): Promise<string | null> {
	return (await tx.insert(exhibitionApplication).values(values).onConflictDoNothing().returning({ id: exhibitionApplication.id }))[0]?.id ?? null;
}
/** Changes an application, and counts the change. */
export async function updateApplication(tx: Executor, id: string, values: Partial<Omit<ApplicationRow, 'id' | 'version'>>): Promise<void> {
	await tx.update(exhibitionApplication).set({ ...values, version: sql`${exhibitionApplication.version} + 1` }).where(eq(exhibitionApplication.id, id));
}

export async function applicationsOf(db: Executor, eventId: string) {
	return db
		.select({ application: exhibitionApplication, organisation: { slug: organisation.slug, names: organisation.names, country: organisation.country, areas: organisation.areas, isSample: organisation.isSample } })
		.from(exhibitionApplication)
		.innerJoin(organisation, and(eq(organisation.id, exhibitionApplication.organisationId), eq(organisation.state, 'admitted')))
		.where(eq(exhibitionApplication.eventId, eventId))
		.orderBy(asc(exhibitionApplication.appliedAt), asc(exhibitionApplication.id));
}
export async function countWaiting(db: Executor, eventId: string): Promise<number> {
	return db.$count(exhibitionApplication, and(eq(exhibitionApplication.eventId, eventId), eq(exhibitionApplication.state, 'waiting')));
}

/** What applicants want to show, in the order they chose. */
export async function listingsApplied(db: Executor, applicationIds: readonly string[]): Promise<{ applicationId: string; listingId: string }[]> {
	if (applicationIds.length === 0) return [];
	return db
		.select({ applicationId: exhibitionApplicationListing.applicationId, listingId: exhibitionApplicationListing.listingId })
		.from(exhibitionApplicationListing)
		.where(inArray(exhibitionApplicationListing.applicationId, [...applicationIds]))
		.orderBy(asc(exhibitionApplicationListing.position));
}
export async function replaceApplied(tx: Executor, applicationId: string, listingIds: readonly string[]): Promise<void> {
	await tx.delete(exhibitionApplicationListing).where(eq(exhibitionApplicationListing.applicationId, applicationId));
	if (listingIds.length > 0) await tx.insert(exhibitionApplicationListing).values(listingIds.map((listingId, position) => ({ applicationId, listingId, position })));
}

/** Where organisations have applied, of the events that end on a day or later, the last first. */
export async function applicationsBy(db: Executor, organisationIds: readonly string[], from: string) {
	if (organisationIds.length === 0) return [];
	return db
		.select({ id: exhibitionApplication.id, state: exhibitionApplication.state, eventId: event.id, event: event.names, startsOn: event.startsOn, slug: organisation.slug, organisation: organisation.names })
		.from(exhibitionApplication)
		.innerJoin(event, eq(event.id, exhibitionApplication.eventId))
		.innerJoin(organisation, eq(organisation.id, exhibitionApplication.organisationId))
		.where(and(inArray(exhibitionApplication.organisationId, [...organisationIds]), gte(event.endsOn, from), eq(event.state, 'published')))
		.orderBy(desc(exhibitionApplication.appliedAt));
}
