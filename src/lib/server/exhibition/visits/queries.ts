import { and, asc, desc, eq, inArray, lt, sql } from 'drizzle-orm';
import type { VisitConsent } from '#lib/exhibition/vocabulary.ts';
import { membership, user } from '#lib/server/accounts/tables.ts';
import { event } from '#lib/server/events/tables.ts';
import { organisation } from '#lib/server/network/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { eventRegistration } from '#lib/server/registration/tables.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { exhibitionStand, exhibitionVisit, exhibitionVisitListing, exhibitionVisitNote, exhibitionVisitor, exhibitor } from '../tables.ts';

type VisitorRow = typeof exhibitionVisitor.$inferSelect;

/** A person's visit to a stand; nobody else changes it meanwhile. As the operator. */
export async function visitorAt(tx: Executor, exhibitorId: string, registrationId: string): Promise<VisitorRow | undefined> {
	return (await tx.select().from(exhibitionVisitor).where(and(eq(exhibitionVisitor.exhibitorId, exhibitorId), eq(exhibitionVisitor.registrationId, registrationId))).for('update'))[0];
}
export async function insertVisit(tx: Executor, values: typeof exhibitionVisit.$inferInsert): Promise<string> {
	return (await tx.insert(exhibitionVisit).values(values).returning({ id: exhibitionVisit.id }))[0]!.id;
}
/** False where the person was noted at the stand meanwhile. */
export async function insertVisitor(tx: Executor, values: typeof exhibitionVisitor.$inferInsert): Promise<boolean> {
	return (await tx.insert(exhibitionVisitor).values(values).onConflictDoNothing().returning({ id: exhibitionVisitor.visitId })).length > 0;
}
export async function deleteVisit(tx: Executor, id: string): Promise<void> {
	await tx.delete(exhibitionVisit).where(eq(exhibitionVisit.id, id));
}
/** Widens the time of a visit; scans that waited for a network come late. */
export async function touchVisit(tx: Executor, id: string, at: Date): Promise<void> {
	await tx.update(exhibitionVisit).set({ firstAt: sql`least(${exhibitionVisit.firstAt}, ${at.toISOString()})`, lastAt: sql`greatest(${exhibitionVisit.lastAt}, ${at.toISOString()})` }).where(eq(exhibitionVisit.id, id));
}
export async function saveConsent(tx: Executor, visitId: string, consent: VisitConsent, answeredAt: Date | null): Promise<void> {
	await tx.update(exhibitionVisitor).set({ consent, answeredAt }).where(eq(exhibitionVisitor.visitId, visitId));
}

/** The own visits of somebody at an event, the last first, with whom the exhibitor wants to be written to; inside `asActor`. */
export async function visitsOfVisitor(tx: Executor, registrationId: string) {
	return tx
		.select({
			id: exhibitionVisit.id,
			firstAt: exhibitionVisit.firstAt,
			lastAt: exhibitionVisit.lastAt,
			consent: exhibitionVisitor.consent,
			exhibitorId: exhibitor.id,
			about: exhibitor.about,
			stand: exhibitionStand.label,
			organisation: { id: organisation.id, slug: organisation.slug, names: organisation.names, country: organisation.country, isSample: organisation.isSample },
			contact: { name: user.name, email: user.email },
		})
		.from(exhibitionVisitor)
		.innerJoin(exhibitionVisit, eq(exhibitionVisit.id, exhibitionVisitor.visitId))
		.innerJoin(exhibitor, eq(exhibitor.id, exhibitionVisitor.exhibitorId))
		.innerJoin(organisation, eq(organisation.id, exhibitor.organisationId))
		.leftJoin(exhibitionStand, eq(exhibitionStand.id, exhibitor.standId))
		.leftJoin(membership, and(eq(membership.userId, exhibitor.contactId), eq(membership.organisationId, exhibitor.organisationId)))
		.leftJoin(user, eq(user.id, membership.userId))
		.where(eq(exhibitionVisitor.registrationId, registrationId))
		.orderBy(desc(exhibitionVisit.lastAt), asc(exhibitionVisit.id));
}
export async function countWaiting(tx: Executor, registrationId: string): Promise<number> {
	return tx.$count(exhibitionVisitor, and(eq(exhibitionVisitor.registrationId, registrationId), eq(exhibitionVisitor.consent, 'waiting')));
}

/** The hour of the day where the event is from which visitors are asked: nobody is at the stands any more. */
const EVENING = 18;
/** How many days after an event visitors are still asked. */
const ASKED_AFTER = 14;
/**
 * Visitors who chose to be asked, with a visit that waits for their answer and of which no letter told yet: from the evening on, and
 * nobody twice on a day there. Held, so that no other process asks them. As the operator.
 */
export async function visitorsToAsk(tx: Executor, now: Date, most: number): Promise<{ registrationId: string; eventId: string }[]> {
	const moment = sql`${now.toISOString()}::timestamptz at time zone e.time_zone`;
	const { rows } = await tx.execute<{ id: string; event_id: string }>(sql`
		select r.id, r.event_id from event_registration r join event e on e.id = r.event_id and e.state = 'published'
		where r.state = 'approved' and r.stand_contact = 'ask' and extract(hour from ${moment}) >= ${EVENING} and (${moment})::date <= e.ends_on + ${ASKED_AFTER}::integer
			and exists (select from exhibition_visitor w where w.registration_id = r.id and w.consent = 'waiting' and w.asked_at is null)
			and not exists (select from exhibition_visitor w where w.registration_id = r.id and (w.asked_at at time zone e.time_zone)::date >= (${moment})::date)
		order by r.event_id, r.id limit ${most} for update of r skip locked`);
	return rows.map(({ id, event_id }) => ({ registrationId: id, eventId: event_id }));
}
/** Puts down that a visitor is asked about all that waits; the stands, in the order of the visits. As the operator. */
export async function markAsked(tx: Executor, registrationId: string, now: Date): Promise<{ exhibitor: LocalText[]; stand: string | null }[]> {
	await tx.update(exhibitionVisitor).set({ askedAt: now }).where(and(eq(exhibitionVisitor.registrationId, registrationId), eq(exhibitionVisitor.consent, 'waiting')));
	return tx
		.select({ exhibitor: organisation.names, stand: exhibitionStand.label })
		.from(exhibitionVisitor)
		.innerJoin(exhibitionVisit, eq(exhibitionVisit.id, exhibitionVisitor.visitId))
		.innerJoin(exhibitor, eq(exhibitor.id, exhibitionVisitor.exhibitorId))
		.innerJoin(organisation, eq(organisation.id, exhibitor.organisationId))
		.leftJoin(exhibitionStand, eq(exhibitionStand.id, exhibitor.standId))
		.where(and(eq(exhibitionVisitor.registrationId, registrationId), eq(exhibitionVisitor.consent, 'waiting')))
		.orderBy(asc(exhibitionVisit.firstAt), asc(exhibitionVisit.id));
}

/** Whom visitors of an exhibitor may write to, while that person belongs to it. */
export async function contactOfExhibitor(tx: Executor, exhibitorId: string) {
	return (
		await tx
			.select({ id: user.id, name: user.name, email: user.email })
			.from(exhibitor)
			.innerJoin(membership, and(eq(membership.userId, exhibitor.contactId), eq(membership.organisationId, exhibitor.organisationId)))
			.innerJoin(user, eq(user.id, membership.userId))
			.where(eq(exhibitor.id, exhibitorId))
	)[0];
}

/** The visits to a stand, the last first. `registrationId` is there only for visitors who agreed: of others the wall gives no row. Inside `asActor`. */
export async function visitsAtStand(tx: Executor, exhibitorId: string, visitId?: string) {
	return tx
		.select({
			id: exhibitionVisit.id,
			firstAt: exhibitionVisit.firstAt,
			lastAt: exhibitionVisit.lastAt,
			registrationId: exhibitionVisitor.registrationId,
			words: exhibitionVisitNote.words,
			nextStep: exhibitionVisitNote.nextStep,
			writtenBy: user.name,
			writtenAt: exhibitionVisitNote.writtenAt,
		})
		.from(exhibitionVisit)
		.leftJoin(exhibitionVisitor, and(eq(exhibitionVisitor.visitId, exhibitionVisit.id), eq(exhibitionVisitor.consent, 'given')))
		.leftJoin(exhibitionVisitNote, eq(exhibitionVisitNote.visitId, exhibitionVisit.id))
		.leftJoin(user, eq(user.id, exhibitionVisitNote.writtenBy))
		.where(and(eq(exhibitionVisit.exhibitorId, exhibitorId), visitId === undefined ? undefined : eq(exhibitionVisit.id, visitId)))
		.orderBy(desc(exhibitionVisit.lastAt), asc(exhibitionVisit.id));
}
export async function interestsAtStand(tx: Executor, exhibitorId: string) {
	return tx.select({ visitId: exhibitionVisitListing.visitId, listingId: exhibitionVisitListing.listingId }).from(exhibitionVisitListing).where(eq(exhibitionVisitListing.exhibitorId, exhibitorId)).orderBy(asc(exhibitionVisitListing.listingId));
}
export async function putNote(tx: Executor, values: typeof exhibitionVisitNote.$inferInsert, listingIds: readonly string[]): Promise<void> {
	const { visitId, exhibitorId, ...set } = values;
	await tx.insert(exhibitionVisitNote).values(values).onConflictDoUpdate({ target: exhibitionVisitNote.visitId, set });
	await tx.delete(exhibitionVisitListing).where(eq(exhibitionVisitListing.visitId, visitId));
	if (listingIds.length > 0) await tx.insert(exhibitionVisitListing).values(listingIds.map((listingId) => ({ visitId, exhibitorId, listingId })));
}

/** Visitors as those see them to whom they gave their contact; as the operator. */
export async function visitorContacts(tx: Executor, registrationIds: readonly string[]) {
	if (registrationIds.length === 0) return [];
	return tx
		.select({
			registrationId: eventRegistration.id,
			names: eventRegistration.names,
			headline: eventRegistration.headline,
			worksAt: sql<typeof eventRegistration.$inferSelect.worksAt>`coalesce(${organisation.names}, ${eventRegistration.worksAt})`,
			organisation: { id: organisation.id, slug: organisation.slug },
			country: eventRegistration.country,
			languages: eventRegistration.languages,
			email: user.email,
			isSample: eventRegistration.isSample,
		})
		.from(eventRegistration)
		.innerJoin(user, eq(user.id, eventRegistration.personId))
		.leftJoin(organisation, and(eq(organisation.id, eventRegistration.organisationId), eq(organisation.state, 'admitted')))
		.where(inArray(eventRegistration.id, [...registrationIds]));
}

/** How many visits each exhibitor has, and of how many it knows the visitor; as the operator. */
export async function visitsByExhibitor(tx: Executor, eventId: string) {
	return tx
		.select({ exhibitorId: exhibitionVisit.exhibitorId, visits: sql<number>`count(*)::int`, named: sql<number>`count(*) filter (where ${exhibitionVisitor.consent} = 'given')::int` })
		.from(exhibitionVisit)
		.leftJoin(exhibitionVisitor, eq(exhibitionVisitor.visitId, exhibitionVisit.id))
		.where(eq(exhibitionVisit.eventId, eventId))
		.groupBy(exhibitionVisit.exhibitorId);
}
/** How many visits by people of each country; null for visitors who are not known any more. As the operator. */
export async function visitsByCountry(tx: Executor, eventId: string) {
	return tx
		.select({ country: eventRegistration.country, visits: sql<number>`count(*)::int`, visitors: sql<number>`count(distinct ${eventRegistration.id})::int` })
		.from(exhibitionVisit)
		.leftJoin(exhibitionVisitor, eq(exhibitionVisitor.visitId, exhibitionVisit.id))
		.leftJoin(eventRegistration, eq(eventRegistration.id, exhibitionVisitor.registrationId))
		.where(eq(exhibitionVisit.eventId, eventId))
		.groupBy(eventRegistration.country)
		.orderBy(desc(sql`count(*)`), asc(eventRegistration.country));
}
export async function countVisitsAt(tx: Executor, exhibitorId: string): Promise<number> {
	return tx.$count(exhibitionVisit, eq(exhibitionVisit.exhibitorId, exhibitorId));
}

/** Takes visitors and what was written off the visits to events that ended before a day; how many visitors. As the operator. */
export async function forgetVisitorsOf(tx: Executor, endedBefore: string): Promise<number> {
	const visits = tx.select({ id: exhibitionVisit.id }).from(exhibitionVisit).innerJoin(event, eq(event.id, exhibitionVisit.eventId)).where(lt(event.endsOn, endedBefore));
	await tx.delete(exhibitionVisitNote).where(inArray(exhibitionVisitNote.visitId, visits));
	await tx.delete(exhibitionVisitListing).where(inArray(exhibitionVisitListing.visitId, visits));
	return (await tx.delete(exhibitionVisitor).where(inArray(exhibitionVisitor.visitId, visits)).returning({ id: exhibitionVisitor.visitId })).length;
}
