import { and, eq, inArray, ne, sql } from 'drizzle-orm';
import { user } from '#lib/server/accounts/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { event, eventCalendarAddress, eventPick, eventSession, eventSessionSpeaker, eventSpeaker, eventSpeakerContact } from '../tables.ts';
import type { SpeakerRow } from '../queries.ts';

export async function userByEmail(tx: Executor, email: string) {
	return (await tx.select({ id: user.id, name: user.name, email: user.email, language: user.language, isSample: user.isSample }).from(user).where(eq(user.email, email)))[0];
}
export async function userById(tx: Executor, id: string) {
	return (await tx.select({ id: user.id, name: user.name, email: user.email, language: user.language, isSample: user.isSample }).from(user).where(eq(user.id, id)))[0];
}

export async function speakerById(tx: Executor, eventId: string, id: string | null): Promise<SpeakerRow | undefined> {
	return id === null ? undefined : (await tx.select().from(eventSpeaker).where(and(eq(eventSpeaker.id, id), eq(eventSpeaker.eventId, eventId))))[0];
}
export async function insertSpeaker(tx: Executor, values: typeof eventSpeaker.$inferInsert): Promise<string> {
	return (await tx.insert(eventSpeaker).values(values).returning({ id: eventSpeaker.id }))[0]!.id;
}
export async function updateSpeaker(tx: Executor, id: string, values: Partial<typeof eventSpeaker.$inferInsert>): Promise<void> {
	await tx.update(eventSpeaker).set(values).where(eq(eventSpeaker.id, id));
}
export async function deleteSpeaker(tx: Executor, id: string): Promise<void> {
	await tx.delete(eventSpeaker).where(eq(eventSpeaker.id, id));
}
export async function putContact(tx: Executor, values: typeof eventSpeakerContact.$inferInsert): Promise<void> {
	await tx.insert(eventSpeakerContact).values(values).onConflictDoUpdate({ target: eventSpeakerContact.speakerId, set: { email: values.email ?? null, consentHow: values.consentHow ?? '', recordedBy: values.recordedBy ?? null } });
}
export async function deleteSpeaking(tx: Executor, speakerId: string): Promise<void> {
	await tx.delete(eventSessionSpeaker).where(eq(eventSessionSpeaker.speakerId, speakerId));
}

/** Where somebody speaks or was asked to; as the operator, for drafts name nobody else. */
export async function speakingOfPerson(tx: Executor, userId: string) {
	return tx
		.select({ speaker: eventSpeaker, event: { id: event.id, names: event.names, startsOn: event.startsOn, endsOn: event.endsOn, place: event.place, country: event.country, state: event.state, timeZone: event.timeZone } })
		.from(eventSpeaker)
		.innerJoin(event, eq(event.id, eventSpeaker.eventId))
		.where(eq(eventSpeaker.userId, userId))
		.orderBy(event.startsOn);
}

/** The sessions in a person's own programme, without those where the person waits for a place; inside `asActor`, of that person. */
export async function picksOf(tx: Executor, userId: string, eventId: string): Promise<Set<string>> {
	return new Set((await tx.select({ id: eventPick.sessionId }).from(eventPick).where(and(eq(eventPick.userId, userId), eq(eventPick.eventId, eventId), sql`${eventPick.place} is distinct from 'waiting'`))).map(({ id }) => id));
}
export async function putPick(tx: Executor, values: typeof eventPick.$inferInsert): Promise<void> {
	await tx.insert(eventPick).values(values).onConflictDoNothing();
}
export async function dropPick(tx: Executor, userId: string, sessionId: string): Promise<void> {
	await tx.delete(eventPick).where(and(eq(eventPick.userId, userId), eq(eventPick.sessionId, sessionId)));
}

/** A person's own address for calendar programs at an event; inside `asActor`, of that person. */
export async function calendarAddressOf(tx: Executor, userId: string, eventId: string) {
	return (await tx.select().from(eventCalendarAddress).where(and(eq(eventCalendarAddress.userId, userId), eq(eventCalendarAddress.eventId, eventId))))[0];
}
/** Whose address at an event has an id; as the operator. */
export async function personOfAddress(tx: Executor, id: string, eventId: string): Promise<string | undefined> {
	return (await tx.select({ userId: eventCalendarAddress.userId }).from(eventCalendarAddress).where(and(eq(eventCalendarAddress.id, id), eq(eventCalendarAddress.eventId, eventId))))[0]?.userId;
}
export async function putCalendarAddress(tx: Executor, values: typeof eventCalendarAddress.$inferSelect): Promise<void> {
	const { id, madeAt } = values;
	await tx.insert(eventCalendarAddress).values(values).onConflictDoUpdate({ target: [eventCalendarAddress.userId, eventCalendarAddress.eventId], set: { id, madeAt } });
}
/** Whether there was one. */
export async function dropCalendarAddress(tx: Executor, userId: string, eventId: string): Promise<boolean> {
	return (await tx.delete(eventCalendarAddress).where(and(eq(eventCalendarAddress.userId, userId), eq(eventCalendarAddress.eventId, eventId))).returning()).length > 0;
}

export async function sessionOf(tx: Executor, eventId: string, id: string) {
	return (await tx.select().from(eventSession).where(and(eq(eventSession.id, id), eq(eventSession.eventId, eventId))))[0];
}

/** Who speaks in which of some sessions and has not refused, with how to reach him; as the operator. */
export async function speakersIn(tx: Executor, eventId: string, sessionIds: readonly string[]) {
	return tx
		.select({ sessionId: eventSessionSpeaker.sessionId, id: eventSpeaker.id, names: eventSpeaker.names, consent: eventSpeaker.consent, email: user.email, name: user.name, language: user.language, address: eventSpeakerContact.email })
		.from(eventSessionSpeaker)
		.innerJoin(eventSpeaker, and(eq(eventSpeaker.id, eventSessionSpeaker.speakerId), ne(eventSpeaker.consent, 'refused')))
		.leftJoin(user, eq(user.id, eventSpeaker.userId))
		.leftJoin(eventSpeakerContact, eq(eventSpeakerContact.speakerId, eventSpeaker.id))
		.where(and(eq(eventSessionSpeaker.eventId, eventId), inArray(eventSessionSpeaker.sessionId, [...sessionIds])))
		.orderBy(eventSpeaker.id);
}

/** Who has picked which of some sessions, or waits for a place there; as the operator. */
export async function pickersOf(tx: Executor, eventId: string, sessionIds: readonly string[]) {
	return tx
		.select({ sessionId: eventPick.sessionId, place: eventPick.place, email: user.email, name: user.name, language: user.language })
		.from(eventPick)
		.innerJoin(user, eq(user.id, eventPick.userId))
		.where(and(eq(eventPick.eventId, eventId), inArray(eventPick.sessionId, [...sessionIds])));
}
