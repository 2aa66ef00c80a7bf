import { and, asc, desc, eq, exists, gt, inArray, isNotNull, lt, ne, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { user } from '#lib/server/accounts/tables.ts';
import { organisation } from '#lib/server/network/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { eventRegistration, eventRegistrationFrame } from '#lib/server/registration/tables.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import type { SessionRow } from '../queries.ts';
import { event, eventPick, eventSession } from '../tables.ts';

export type Place = 'taken' | 'waiting';

/** Sessions with so many places, at the same hour as one of an event, that take place: the other is `eventSession` here. */
const atItsHour = (one: Pick<SessionRow, 'id' | 'eventId' | 'startsAt' | 'endsAt'>) =>
	and(eq(eventSession.eventId, one.eventId), ne(eventSession.id, one.id), eq(eventSession.state, 'on'), isNotNull(eventSession.seats), lt(eventSession.startsAt, one.endsAt), gt(eventSession.endsAt, one.startsAt));

/**
 * Whoever takes or gives up a place of a session waits here for the others, also for those at the sessions of the same hour, of which
 * nobody has two; as the operator.
 */
export async function lockSession(tx: Executor, id: string): Promise<SessionRow> {
	const one = (await tx.select().from(eventSession).where(eq(eventSession.id, id)))[0]!;
	const locked = await tx.select().from(eventSession).where(or(eq(eventSession.id, id), atItsHour(one))).orderBy(asc(eventSession.id)).for('update');
	return locked.find((session) => session.id === id)!;
}

/** The other sessions at the hour of one where somebody has a place; as the operator. */
export async function placesHeldThen(tx: Executor, userId: string, session: SessionRow) {
	return tx
		.select({ id: eventSession.id, titles: eventSession.titles, startsAt: eventSession.startsAt, endsAt: eventSession.endsAt })
		.from(eventPick)
		.innerJoin(eventSession, eq(eventSession.id, eventPick.sessionId))
		.where(and(eq(eventPick.userId, userId), eq(eventPick.place, 'taken'), atItsHour(session)))
		.orderBy(asc(eventSession.startsAt), asc(eventSession.id));
}

/** That whoever waits for a place has none in another session at the same hour; of a query of `eventPick` as `waits` and `eventSession`. */
const FREE_THEN = sql`not exists (select from event_pick held join event_session busy on busy.id = held.session_id
	where held.user_id = waits.user_id and held.place = 'taken' and busy.event_id = ${eventSession.eventId} and busy.id <> ${eventSession.id} and busy.state = 'on' and busy.seats is not null
		and busy.starts_at < ${eventSession.endsAt} and busy.ends_at > ${eventSession.startsAt})`;

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

const REACHED = { id: user.id, name: user.name, email: user.email, language: user.language };
/**
 * Those whom a place falls to next, with how to reach them. Who has a place elsewhere at that hour is passed over but keeps the turn:
 * the first who can come gets it, and whoever gives the other place up is the next again. As the operator.
 */
export async function nextWaiting(tx: Executor, sessionId: string, limit: number) {
	const waits = alias(eventPick, 'waits');
	return tx
		.select(REACHED)
		.from(waits)
		.innerJoin(user, eq(user.id, waits.userId))
		.innerJoin(eventSession, eq(eventSession.id, waits.sessionId))
		.where(and(eq(waits.sessionId, sessionId), eq(waits.place, 'waiting'), FREE_THEN))
		.orderBy(asc(waits.placeSince), asc(waits.userId))
		.limit(limit);
}
/** The last who took places, with how to reach them; as the operator. */
export const lastPlaced = (tx: Executor, sessionId: string, limit: number) =>
	tx
		.select(REACHED)
		.from(eventPick)
		.innerJoin(user, eq(user.id, eventPick.userId))
		.where(and(eq(eventPick.sessionId, sessionId), eq(eventPick.place, 'taken')))
		.orderBy(desc(eventPick.placeSince), desc(eventPick.userId))
		.limit(limit);

/** Gives places, or takes them; whoever loses one waits since the place was taken, and so is among the first. */
export async function setPlaces(tx: Executor, sessionId: string, userIds: readonly string[], place: Place, since?: Date): Promise<void> {
	if (userIds.length > 0) await tx.update(eventPick).set({ place, ...(since ? { placeSince: since } : {}) }).where(and(eq(eventPick.sessionId, sessionId), inArray(eventPick.userId, [...userIds])));
}
/** Calendars go by the higher sequence: a place given again counts for more than that it was lost. The session that organisers edit is the same, so its version stays. Answers it as people are told of it. */
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

/** A session to come where somebody waits beside a free place and could take it, or where somebody has a place who no longer comes; as the operator. */
export async function sessionToSettle(tx: Executor, now: Date): Promise<string | undefined> {
	const taken = sql`(select count(*) from event_pick p where p.session_id = ${eventSession.id} and p.place = 'taken')`;
	const waits = sql`exists (select from event_pick waits where waits.session_id = ${eventSession.id} and waits.place = 'waiting' and ${FREE_THEN})`;
	const rows = await tx
		.select({ id: eventSession.id })
		.from(eventSession)
		.innerJoin(event, and(eq(event.id, eventSession.eventId), eq(event.state, 'published')))
		.where(
			and(
				eq(eventSession.state, 'on'),
				isNotNull(eventSession.seats),
				sql`${eventSession.startsAt} > ${now.toISOString()}::timestamptz`,
				sql`((${waits} and ${taken} < ${eventSession.seats}) or exists (select from event_pick p join event_registration r on r.event_id = p.event_id and r.person_id = p.user_id
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
