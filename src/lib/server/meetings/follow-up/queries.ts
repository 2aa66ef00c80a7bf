import { inArray, sql } from 'drizzle-orm';
import type { Executor } from '#lib/server/platform/database.ts';
import { eventMeeting } from '../tables.ts';

export interface DueMeeting {
	meetingId: string;
	eventId: string;
	parties: string[];
}

/**
 * The meetings of a day that are over, whose people were not asked yet: all of them, once the last slot of the day is past, so that
 * each gets one letter a day. Of events that were called off nobody is asked.
 */
export async function meetingsToAskAbout(tx: Executor, now: Date): Promise<DueMeeting[]> {
	const moment = sql`${now.toISOString()}::timestamptz`;
	const { rows } = await tx.execute<{ id: string; event_id: string; parties: string[] }>(sql`
		with due as (
			select m.id, m.event_id, m.starts_at, s.day_id
			from event_meeting m join event e on e.id = m.event_id and e.state = 'published' join meeting_slot s on s.id = m.slot_id
			where m.asked_at is null and m.state in ('planned', 'late', 'held')
				and not exists (select from meeting_slot l where l.day_id = s.day_id and l.starts_at + l.minutes * interval '1 minute' > ${moment})
		)
		select m.id, m.event_id, array(select a.registration_id::text from meeting_attendee a where a.meeting_id = m.id and a.role = 'party') as parties
		from event_meeting m
		where m.id in (select due.id from due where due.day_id = (select first.day_id from due first order by first.event_id, first.starts_at limit 1))
		order by m.starts_at, m.id for update of m skip locked`);
	return rows.map(({ id, event_id, parties }) => ({ meetingId: id, eventId: event_id, parties }));
}

export async function markAsked(tx: Executor, meetingIds: readonly string[], now: Date): Promise<void> {
	if (meetingIds.length > 0) await tx.update(eventMeeting).set({ askedAt: now }).where(inArray(eventMeeting.id, [...meetingIds]));
}
