import { and, eq, isNotNull } from 'drizzle-orm';
import type { Executor } from '#lib/server/platform/database.ts';
import { meetingAttendee, meetingAvailability } from '../tables.ts';

/** The slots in which somebody is not there. */
export async function absencesOf(tx: Executor, registrationId: string): Promise<Set<string>> {
	return new Set((await tx.select({ id: meetingAvailability.slotId }).from(meetingAvailability).where(eq(meetingAvailability.registrationId, registrationId))).map(({ id }) => id));
}

/** The slots in which somebody has a meeting. */
export async function takenSlots(tx: Executor, registrationId: string): Promise<Set<string>> {
	const rows = await tx.select({ id: meetingAttendee.slotId }).from(meetingAttendee).where(and(eq(meetingAttendee.registrationId, registrationId), isNotNull(meetingAttendee.slotId)));
	return new Set(rows.flatMap(({ id }) => id ?? []));
}

export async function putAbsences(tx: Executor, about: { registrationId: string; eventId: string }, slotIds: readonly string[]): Promise<void> {
	await tx.delete(meetingAvailability).where(eq(meetingAvailability.registrationId, about.registrationId));
	if (slotIds.length > 0) await tx.insert(meetingAvailability).values(slotIds.map((slotId) => ({ ...about, slotId })));
}
