import { sql } from 'drizzle-orm';
import type { Counted } from '#lib/events/figures.ts';
import type { Executor } from '#lib/server/platform/database.ts';

/** How many there are of what is counted of an event; as the operator, for agreements are behind a wall. */
export async function countsOfEvent(tx: Executor, eventId: string): Promise<Record<Counted, number>> {
	const { rows } = await tx.execute<{ approved: number; checked_in: number; meetings: number; signed: number }>(sql`select
		(select count(*)::int from event_registration where event_id = ${eventId} and state = 'approved') as approved,
		(select count(distinct registration_id)::int from event_scan where event_id = ${eventId} and result = 'in') as checked_in,
		(select count(*)::int from event_meeting where event_id = ${eventId} and state = 'held') as meetings,
		(select count(*)::int from ceremony_signing s join agreement a on a.id = s.agreement_id where s.event_id = ${eventId} and s.state = 'agreed' and a.state in ('signed', 'ended')) as signed`);
	const { approved, checked_in, meetings, signed } = rows[0]!;
	return { approved, 'checked-in': checked_in, meetings, signed };
}
