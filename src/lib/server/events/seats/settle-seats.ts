import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { EventsContext } from '../context.ts';
import { findEvent } from '../queries.ts';
import { dropWhoComesNoMore, lockSession, sessionToSettle } from './queries.ts';
import { moveSeatsUp } from './take-seat.ts';

/**
 * Settles one session whose places changed without anybody's doing at it: whoever withdrew from the event, was refused or was erased has none
 * there any more, and those who wait move up. False where there is none.
 */
export async function settleSeats(context: Pick<EventsContext, 'db' | 'clock' | 'jobs' | 'baseUrl' | 'organiser'>): Promise<boolean> {
	return asActor(context.db, operator('events'), async (tx) => {
		const now = context.clock();
		const id = await sessionToSettle(tx, now);
		if (!id) return false;
		const session = await lockSession(tx, id);
		await dropWhoComesNoMore(tx, id);
		await moveSeatsUp(context, { tx, event: (await findEvent(tx, session.eventId, now))!.row, now }, session);
		return true;
	});
}
