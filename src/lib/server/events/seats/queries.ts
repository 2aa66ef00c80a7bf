import { and, asc, desc, eq, exists, gt, inArray, isNotNull, sql } from 'drizzle-orm';
import { user } from '#lib/server/accounts/tables.ts';
import { organisation } from '#lib/server/network/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { eventRegistration, eventRegistrationFrame } from '#lib/server/registration/tables.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import type { SessionRow } from '../queries.ts';
import { event, eventPick, eventSession } from '../tables.ts';

export type Place = 'taken' | 'waiting';

/** Whoever takes or gives up a place of a session waits here for the others; as the operator. */
export async function lockSession(tx: Executor, id: string): Promise<SessionRow> {
	return (await tx.select().from(eventSession).where(eq(eventSession.id, id)).for('update'))[0]!;
}

/** How many have a place, and how many wait; as the operator. */
export async function countPlaces(tx: Executor, sessionId: string): Promise<Record<Place, number>> {
	const rows = await tx.select({ place: eventPick.place, count: sql<number>`count(*)::int` }).from(eventPick).where(and(eq(eventPick.sessionId, sessionId), isNotNull(eventPick.place))).groupBy(eventPick.place);
	const of = (place: Place) => rows.find((row) => row.place === place)?.count ?? 0;
	return { taken: of('taken'), waiting: of('waiting') };
}

/** A person's own place, with how many wait before; as the operator. */
export async function ownPlace(tx: Executor, userId: string, sessionId: string): Promise<{ place: Place; before: number } | null> {
	const own = (await tx.select({ place: eventPick.place, since: eventPick.placeSince }).from(eventPick).where(and(eq(eventPick.userId, userId), eq(eventPick.sessionId, sessionId))))[0];
	if (!own?.place) return null;
	const before = own.place === 'taken' ? 0 : await tx.$count(eventPick, and(eq(eventPick.sessionId, sessionId), eq(eventPick.place, 'waiting'), sql`(${eventPick.placeSince}, ${eventPick.userId}) < (${own.since!.toISOString()}::timestamptz, ${userId})`));
	return { place: own.place, before };
}

export async function putPlace(tx: Executor, values: { userId: string; sessionId: string; eventId: string; place: Place; at: Date }): Promise<void> {
	const { at, place, ...pick } = values;
	await tx.insert(eventPick).values({ ...pick, pickedAt: at, place, placeSince: at }).onConflictDoUpdate({ target: [eventPick.userId, eventPick.sessionId], set: { place, placeSince: at } });
}

/** Some of those who have a place or wait, with how to reach them: the longest first, or the last first; as the operator. */
export const peopleWith = (tx: Executor, sessionId: string, place: Place, limit: number, order: 'first' | 'last') =>
	tx
		.select({ id: user.id, name: user.name, email: user.email, language: user.language })
		.from(eventPick)
		.innerJoin(user, eq(user.id, eventPick.userId))
		.where(and(eq(eventPick.sessionId, sessionId), eq(eventPick.place, place)))
		.orderBy(...(order === 'first' ? [asc(eventPick.placeSince), asc(eventPick.userId)] : [desc(eventPick.placeSince), desc(eventPick.userId)]))
		.limit(limit);

/** Gives places, or takes them; whoever loses one waits since the place was taken, and so is among the first. */
export async function setPlaces(tx: Executor, sessionId: string, userIds: readonly string[], place: Place, since?: Date): Promise<void> {
	if (userIds.length > 0) await tx.update(eventPick).set({ place, ...(since ? { placeSince: since } : {}) }).where(and(eq(eventPick.sessionId, sessionId), inArray(eventPick.userId, [...userIds])));
}
/** Calendars go by the higher sequence: a place given again counts for more than that it was lost. Answers the session as they are told of it; as the operator. */
export async function raiseSequence(tx: Executor, sessionId: string, at: Date): Promise<SessionRow> {
	return (await tx.update(eventSession).set({ sequence: sql`${eventSession.sequence} + 1`, changedAt: at }).where(eq(eventSession.id, sessionId)).returning())[0]!;
}
/** Nobody signs up for the session any more; it stays in people's own programmes. */
export async function forgetPlaces(tx: Executor, sessionId: string): Promise<void> {
	await tx.update(eventPick).set({ place: null, placeSince: null }).where(eq(eventPick.sessionId, sessionId));
}

/** Whether an event registers those who come: its organisers have said how. A frame that was never saved is there for its lock alone. */
export async function registersPeople(tx: Executor, eventId: string): Promise<boolean> {
	return (await tx.$count(eventRegistrationFrame, and(eq(eventRegistrationFrame.eventId, eventId), gt(eventRegistrationFrame.updatedAt, new Date(0))))) > 0;
}

const comesNoMore = (tx: Executor) =>
	exists(tx.select({ one: sql`1` }).from(eventRegistration).where(and(eq(eventRegistration.eventId, eventPick.eventId), eq(eventRegistration.personId, eventPick.userId), inArray(eventRegistration.state, ['withdrawn', 'refused']))));
/** Who withdrew from an event, or was refused, has no place in its sessions; who never registered has, where none was asked to. */
export async function dropWhoComesNoMore(tx: Executor, sessionId: string): Promise<void> {
	await tx.delete(eventPick).where(and(eq(eventPick.sessionId, sessionId), isNotNull(eventPick.place), comesNoMore(tx)));
}

/** A session to come where somebody waits beside a free place, or where somebody has a place who no longer comes; as the operator. */
export async function sessionToSettle(tx: Executor, now: Date): Promise<string | undefined> {
	const signedUp = (place: Place) => sql`(select count(*) from event_pick p where p.session_id = ${eventSession.id} and p.place = ${place})`;
	const rows = await tx
		.select({ id: eventSession.id })
		.from(eventSession)
		.innerJoin(event, and(eq(event.id, eventSession.eventId), eq(event.state, 'published')))
		.where(
			and(
				eq(eventSession.state, 'on'),
				isNotNull(eventSession.seats),
				sql`${eventSession.startsAt} > ${now.toISOString()}::timestamptz`,
				sql`((${signedUp('waiting')} > 0 and ${signedUp('taken')} < ${eventSession.seats}) or exists (select from event_pick p join event_registration r on r.event_id = p.event_id and r.person_id = p.user_id
					where p.session_id = ${eventSession.id} and p.place is not null and r.state in ('withdrawn', 'refused')))`,
			),
		)
		.limit(1);
	return rows[0]?.id;
}

/** Who signed up for a session, first those who have a place; organisers read it, and the operator. */
export const signedUpFor = (tx: Executor, sessionId: string) =>
	tx
		.select({ place: sql<Place>`${eventPick.place}`, since: eventPick.placeSince, name: user.name, names: eventRegistration.names, worksAt: sql<LocalText[]>`coalesce(${organisation.names}, ${eventRegistration.worksAt}, '[]')` })
		.from(eventPick)
		.innerJoin(user, eq(user.id, eventPick.userId))
		.leftJoin(eventRegistration, and(eq(eventRegistration.eventId, eventPick.eventId), eq(eventRegistration.personId, eventPick.userId)))
		.leftJoin(organisation, eq(organisation.id, eventRegistration.organisationId))
		.where(and(eq(eventPick.sessionId, sessionId), isNotNull(eventPick.place)))
		.orderBy(asc(eventPick.place), asc(eventPick.placeSince), asc(eventPick.userId));
