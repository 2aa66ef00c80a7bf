import { and, asc, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import type { HostPriority } from '#lib/meetings/vocabulary.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { meetingRequest } from '../tables.ts';
import { meetingForbiddenPair, meetingPriority, meetingSoftWish } from './tables.ts';

type PriorityRow = typeof meetingPriority.$inferSelect;
type ForbiddenRow = typeof meetingForbiddenPair.$inferSelect;
export type SoftWishRow = typeof meetingSoftWish.$inferSelect;

/** Two people in the order in which pairs are kept. */
export const inOrder = (one: string, other: string): [string, string] => (one < other ? [one, other] : [other, one]);

export const prioritiesOf = (tx: Executor, eventId: string): Promise<PriorityRow[]> => tx.select().from(meetingPriority).where(eq(meetingPriority.eventId, eventId)).orderBy(asc(meetingPriority.madeAt), asc(meetingPriority.id));
export async function putPriority(tx: Executor, { eventId, people: [one, other], priority, madeAt }: { eventId: string; people: [string, string | null]; priority: Exclude<HostPriority, 0>; madeAt: Date }): Promise<void> {
	const [registrationId, otherRegistrationId] = other === null ? [one, null] : inOrder(one, other);
	await tx.delete(meetingPriority).where(and(eq(meetingPriority.registrationId, registrationId), otherRegistrationId === null ? isNull(meetingPriority.otherRegistrationId) : eq(meetingPriority.otherRegistrationId, otherRegistrationId)));
	await tx.insert(meetingPriority).values({ eventId, registrationId, otherRegistrationId, priority, madeAt });
}
/** Takes one away; false where there is none. */
export async function deletePriority(tx: Executor, eventId: string, id: string): Promise<boolean> {
	return (await tx.delete(meetingPriority).where(and(eq(meetingPriority.id, id), eq(meetingPriority.eventId, eventId))).returning({ id: meetingPriority.id })).length > 0;
}

export const forbiddenPairsOf = (tx: Executor, eventId: string): Promise<ForbiddenRow[]> => tx.select().from(meetingForbiddenPair).where(eq(meetingForbiddenPair.eventId, eventId)).orderBy(asc(meetingForbiddenPair.madeAt), asc(meetingForbiddenPair.id));
export async function putForbiddenPair(tx: Executor, { people, ...values }: { eventId: string; people: [string, string]; reason: string; madeBy: string | null; madeAt: Date }): Promise<void> {
	const [registrationId, otherRegistrationId] = inOrder(...people);
	await tx.insert(meetingForbiddenPair).values({ ...values, registrationId, otherRegistrationId }).onConflictDoUpdate({ target: [meetingForbiddenPair.registrationId, meetingForbiddenPair.otherRegistrationId], set: { reason: values.reason, madeBy: values.madeBy, madeAt: values.madeAt } });
}
export async function deleteForbiddenPair(tx: Executor, eventId: string, id: string): Promise<boolean> {
	return (await tx.delete(meetingForbiddenPair).where(and(eq(meetingForbiddenPair.id, id), eq(meetingForbiddenPair.eventId, eventId))).returning({ id: meetingForbiddenPair.id })).length > 0;
}
/** With whom each of some people never meets; as the operator, for participants learn of no such pair. */
export async function forbiddenAmong(tx: Executor, registrations: readonly string[]): Promise<(one: string, other: string) => boolean> {
	const ids = [...new Set(registrations)];
	const rows = ids.length === 0 ? [] : await tx.select().from(meetingForbiddenPair).where(or(inArray(meetingForbiddenPair.registrationId, ids), inArray(meetingForbiddenPair.otherRegistrationId, ids)));
	const pairs = new Set(rows.map(({ registrationId, otherRegistrationId }) => `${registrationId} ${otherRegistrationId}`));
	return (one, other) => pairs.has(inOrder(one, other).join(' '));
}

export const softWishesOf = (tx: Executor, eventId: string): Promise<SoftWishRow[]> => tx.select().from(meetingSoftWish).where(eq(meetingSoftWish.eventId, eventId)).orderBy(asc(meetingSoftWish.madeAt), asc(meetingSoftWish.id));
export async function insertSoftWish(tx: Executor, values: typeof meetingSoftWish.$inferInsert): Promise<void> {
	await tx.insert(meetingSoftWish).values(values);
}
/** Wishes for a zone of a room follow it where it is called otherwise. */
export async function moveZoneOfWishes(tx: Executor, roomId: string, { from, to }: { from: string; to: string }): Promise<void> {
	if (from !== to) await tx.update(meetingSoftWish).set({ zone: to }).where(and(eq(meetingSoftWish.roomId, roomId), eq(meetingSoftWish.zone, from)));
}
export async function deleteSoftWish(tx: Executor, eventId: string, id: string): Promise<boolean> {
	return (await tx.delete(meetingSoftWish).where(and(eq(meetingSoftWish.id, id), eq(meetingSoftWish.eventId, eventId))).returning({ id: meetingSoftWish.id })).length > 0;
}

/** Requests that wait for an answer or a place, the newest first. */
export const openRequests = (tx: Executor, eventId: string) =>
	tx
		.select({ id: meetingRequest.id, from: meetingRequest.fromRegistrationId, to: meetingRequest.toRegistrationId, state: meetingRequest.state, mutual: meetingRequest.mutual, suggestionScore: meetingRequest.suggestionScore, hostPriority: meetingRequest.hostPriority })
		.from(meetingRequest)
		.where(and(eq(meetingRequest.eventId, eventId), inArray(meetingRequest.state, ['asked', 'accepted'])))
		.orderBy(sql`${meetingRequest.hostPriority} desc`, sql`${meetingRequest.createdAt} desc`, asc(meetingRequest.id));
export async function setRequestPriority(tx: Executor, id: string, hostPriority: HostPriority): Promise<void> {
	await tx.update(meetingRequest).set({ hostPriority }).where(eq(meetingRequest.id, id));
}
