import type { Deadline } from '#lib/events/whereabouts.ts';
import { dayIn } from '#lib/rooms/zoned-time.ts';
import { callOf } from '#lib/server/exhibition/applications/queries.ts';
import { frameOf } from '#lib/server/meetings/frame/queries.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { firstExpiry, savedFrameOf } from '#lib/server/registration/queries.ts';
import type { EventRow } from './queries.ts';

/** What of an event closes on a day of its own, and stays as it is when the event moves. */
export async function deadlinesOf(tx: Transaction, { id, timeZone }: Pick<EventRow, 'id' | 'timeZone'>, now: Date): Promise<Deadline[]> {
	const requests = (await frameOf(tx, id))?.requestDeadline;
	const days: Record<Deadline['of'], string | null | undefined> = {
		registration: (await savedFrameOf(tx, id))?.closesOn,
		codes: await firstExpiry(tx, id, dayIn(timeZone, now)),
		call: (await callOf(tx, id))?.closesOn,
		requests: requests && dayIn(timeZone, requests),
	};
	return Object.entries(days).flatMap(([of, day]) => (day ? [{ of: of as Deadline['of'], day }] : []));
}
