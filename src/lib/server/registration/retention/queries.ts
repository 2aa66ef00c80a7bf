import { and, eq, isNotNull, sql } from 'drizzle-orm';
import type { Executor } from '#lib/server/platform/database.ts';
import { eventAnswer, eventRegistrationWishes } from '../tables.ts';

/** The next event whose wishes and files have been kept long enough: its days are over by so many, where it is held; as the operator. */
export async function eventToErase(tx: Executor, now: Date): Promise<{ eventId: string; centreId: string | null; keepDays: number } | undefined> {
	const { rows } = await tx.execute<{ id: string; centre_id: string | null; keep_days: number }>(sql`
		select e.id, e.centre_id, f.keep_days from event_registration_frame f join event e on e.id = f.event_id
		where (${now.toISOString()}::timestamptz at time zone e.time_zone)::date > e.ends_on + f.keep_days
			and (exists (select from event_registration_wishes w where w.event_id = e.id) or exists (select from event_answer a where a.event_id = e.id and a.sha256 is not null))
		order by e.ends_on, e.id limit 1 for update of f skip locked`);
	return rows[0] && { eventId: rows[0].id, centreId: rows[0].centre_id, keepDays: rows[0].keep_days };
}

/** Answers how many there were. */
export async function deleteWishesOf(tx: Executor, eventId: string): Promise<number> {
	return (await tx.delete(eventRegistrationWishes).where(eq(eventRegistrationWishes.eventId, eventId)).returning({ id: eventRegistrationWishes.registrationId })).length;
}
/** Answers which files they were. */
export async function deleteFileAnswersOf(tx: Executor, eventId: string): Promise<string[]> {
	return (await tx.delete(eventAnswer).where(and(eq(eventAnswer.eventId, eventId), isNotNull(eventAnswer.sha256))).returning({ sha256: eventAnswer.sha256 })).flatMap(({ sha256 }) => sha256 ?? []);
}
