import { and, eq, isNotNull, notInArray } from 'drizzle-orm';
import type { Executor } from '#lib/server/platform/database.ts';
import { meetingAttendee, meetingAvailability, meetingInterpreter } from '../tables.ts';

/** The slots in which somebody is not there. */
export async function absencesOf(tx: Executor, registrationId: string): Promise<Set<string>> {
	return new Set((await tx.select({ id: meetingAvailability.slotId }).from(meetingAvailability).where(eq(meetingAvailability.registrationId, registrationId))).map(({ id }) => id));
}

/** The slots in which somebody has a meeting. */
export async function takenSlots(tx: Executor, registrationId: string): Promise<Set<string>> {
	const rows = await tx.select({ id: meetingAttendee.slotId }).from(meetingAttendee).where(and(eq(meetingAttendee.registrationId, registrationId), isNotNull(meetingAttendee.slotId)));
	return new Set(rows.flatMap(({ id }) => id ?? []));
}

/** Says in which slots somebody is not there; one that the desk has marked stays the desk's until the person says to be there. */
export async function putAbsences(tx: Executor, about: { registrationId: string; eventId: string }, slotIds: readonly string[]): Promise<void> {
	await tx.delete(meetingAvailability).where(and(eq(meetingAvailability.registrationId, about.registrationId), notInArray(meetingAvailability.slotId, [...slotIds])));
	if (slotIds.length > 0) await tx.insert(meetingAvailability).values(slotIds.map((slotId) => ({ ...about, slotId }))).onConflictDoNothing();
}

/** Takes hold of when somebody interprets, where that one does: bookings hold it too while they look for an interpreter. */
export async function lockInterpreter(tx: Executor, registrationId: string): Promise<void> {
	await tx.select({ id: meetingInterpreter.registrationId }).from(meetingInterpreter).where(eq(meetingInterpreter.registrationId, registrationId)).for('update');
}
