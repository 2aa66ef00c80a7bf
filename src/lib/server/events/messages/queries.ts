import { and, asc, desc, eq, exists, gte, inArray, isNotNull, isNull, lte, not, or, sql, type SQL } from 'drizzle-orm';
import type { Audience } from '#lib/events/audience.ts';
import { user } from '#lib/server/accounts/tables.ts';
import { organisation } from '#lib/server/network/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { registrationsMatching } from '#lib/server/registration/desk/queries.ts';
import { eventInvitation, eventRegistration, eventRegistrationFrame } from '#lib/server/registration/tables.ts';
import { event, eventMessage, eventMessageLetter } from '../tables.ts';

export type MessageRow = typeof eventMessage.$inferSelect;

/** Those who registered, as a list of them is filtered; without a state those who still count on coming. */
export const registeredRecipients = (tx: Executor, eventId: string, audience: Audience) =>
	tx
		.select({ id: eventRegistration.id, name: user.name, email: user.email, language: user.language })
		.from(eventRegistration)
		.innerJoin(user, eq(user.id, eventRegistration.personId))
		.leftJoin(organisation, eq(organisation.id, eventRegistration.organisationId))
		.where(and(registrationsMatching(eventId, audience), audience.state ? undefined : inArray(eventRegistration.state, ['asked', 'waiting', 'approved'])))
		.orderBy(asc(eventRegistration.createdAt), asc(eventRegistration.id));

/** To one address, open, and nobody came with it, nor registered from that address without it. */
function isUnanswered(tx: Executor, today: SQL | string): SQL | undefined {
	const came = tx
		.select({ one: sql`1` })
		.from(eventRegistration)
		.innerJoin(user, eq(user.id, eventRegistration.personId))
		.where(and(eq(eventRegistration.eventId, eventInvitation.eventId), or(eq(eventRegistration.invitationId, eventInvitation.id), eq(user.email, eventInvitation.email))));
	return and(isNotNull(eventInvitation.email), isNull(eventInvitation.withdrawnAt), or(isNull(eventInvitation.expiresOn), gte(eventInvitation.expiresOn, today as string)), not(exists(came)));
}

/** Who was invited by address and has not answered, each address once. */
export const invitedRecipients = (tx: Executor, eventId: string, { category }: Pick<Audience, 'category'>, today: string) =>
	tx
		.selectDistinctOn([eventInvitation.email], { id: eventInvitation.id, name: user.name, email: eventInvitation.email, language: user.language })
		.from(eventInvitation)
		.leftJoin(user, eq(user.email, eventInvitation.email))
		.where(and(eq(eventInvitation.eventId, eventId), category ? eq(eventInvitation.category, category) : undefined, isUnanswered(tx, today)))
		.orderBy(asc(eventInvitation.email), desc(eventInvitation.madeAt));

/** Whether there was none with this id; where there was, it was sent already. */
export async function insertMessage(tx: Executor, values: typeof eventMessage.$inferInsert): Promise<boolean> {
	return (await tx.insert(eventMessage).values(values).onConflictDoNothing().returning({ id: eventMessage.id })).length > 0;
}
export async function insertLetters(tx: Executor, { id, eventId }: { id: string; eventId: string }, to: 'registrationId' | 'invitationId', recipients: readonly string[]): Promise<void> {
	const column = to === 'registrationId' ? sql`registration_id` : sql`invitation_id`;
	await tx.execute(sql`insert into event_message_letter (message_id, event_id, ${column}) select ${id}::uuid, ${eventId}, recipient from unnest(${sql.param(recipients)}::uuid[]) as recipient`);
}

/** What was sent, the last first, with how many letters are written. */
export const messagesOf = (tx: Executor, eventId: string) =>
	tx
		.select({ id: eventMessage.id, audience: eventMessage.audience, subjects: eventMessage.subjects, texts: eventMessage.texts, recipients: eventMessage.recipients, sentAt: eventMessage.sentAt, by: user.name, waiting: sql<number>`(select count(*)::int from event_message_letter l where l.message_id = ${eventMessage.id} and l.written_at is null)` })
		.from(eventMessage)
		.leftJoin(user, eq(user.id, eventMessage.sentBy))
		.where(eq(eventMessage.eventId, eventId))
		.orderBy(desc(eventMessage.sentAt));

/** Letters that are not written yet, held until the transaction ends; as the operator. */
export async function takeLetters(tx: Executor, atOnce: number) {
	const invited = sql`coalesce(${user.language}, '')`;
	return tx
		.select({ id: eventMessageLetter.id, message: eventMessage, event, name: user.name, email: sql<string>`coalesce(${user.email}, ${eventInvitation.email})`, language: sql<string>`${invited}`, code: eventInvitation.code })
		.from(eventMessageLetter)
		.innerJoin(eventMessage, eq(eventMessage.id, eventMessageLetter.messageId))
		.innerJoin(event, eq(event.id, eventMessageLetter.eventId))
		.leftJoin(eventRegistration, eq(eventRegistration.id, eventMessageLetter.registrationId))
		.leftJoin(eventInvitation, eq(eventInvitation.id, eventMessageLetter.invitationId))
		.leftJoin(user, or(eq(user.id, eventRegistration.personId), eq(user.email, eventInvitation.email)))
		.where(isNull(eventMessageLetter.writtenAt))
		.orderBy(asc(eventMessageLetter.id))
		.limit(atOnce)
		.for('update', { of: eventMessageLetter, skipLocked: true });
}
export async function markWritten(tx: Executor, ids: readonly number[], at: Date): Promise<void> {
	if (ids.length > 0) await tx.update(eventMessageLetter).set({ writtenAt: at }).where(inArray(eventMessageLetter.id, [...ids]));
}

/**
 * Invitations to be brought to mind: unanswered, made earlier than a week before their event, which is at most a week ahead and takes
 * registrations; held until the transaction ends; as the operator.
 */
export async function remindersDue(tx: Executor, now: Date, atOnce: number) {
	const today = sql`(${now.toISOString()}::timestamptz at time zone ${event.timeZone})::date`;
	return tx
		.select({ invitation: eventInvitation, event, name: user.name, language: user.language })
		.from(eventInvitation)
		.innerJoin(event, eq(event.id, eventInvitation.eventId))
		.innerJoin(eventRegistrationFrame, eq(eventRegistrationFrame.eventId, event.id))
		.leftJoin(user, eq(user.email, eventInvitation.email))
		.where(
			and(
				isNull(eventInvitation.remindedAt),
				isUnanswered(tx, today),
				eq(event.state, 'published'),
				sql`${event.startsOn} - 7 <= ${today} and ${event.startsOn} > ${today}`,
				sql`(${eventInvitation.madeAt} at time zone ${event.timeZone})::date < ${event.startsOn} - 7`,
				eq(eventRegistrationFrame.state, 'open'),
				or(isNull(eventRegistrationFrame.closesOn), lte(today, eventRegistrationFrame.closesOn)),
			),
		)
		.orderBy(asc(eventInvitation.eventId), asc(eventInvitation.id))
		.limit(atOnce)
		.for('update', { of: eventInvitation, skipLocked: true });
}
export async function markReminded(tx: Executor, ids: readonly string[], at: Date): Promise<void> {
	if (ids.length > 0) await tx.update(eventInvitation).set({ remindedAt: at }).where(inArray(eventInvitation.id, [...ids]));
}
