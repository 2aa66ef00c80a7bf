import { findDocking } from '#lib/server/docking/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Database } from '#lib/server/platform/database.ts';
import type { Calendars } from './invite.ts';
import { carryOut } from './change-meeting.ts';
import { meetingById, meetingsOfStopped } from './queries.ts';

/** Calls off the meetings ahead of dockings that were stopped: nobody may sit and wait for one. Answers how many. */
export async function endMeetings(context: Calendars & { db: Database }): Promise<number> {
	const system = operator('meetings of stopped dockings');
	return asActor(context.db, system, async (tx) => {
		const now = context.clock();
		const ahead = await meetingsOfStopped(tx, now);
		for (const { dockingId, meetingId } of ahead) {
			const found = await findDocking(tx, { id: dockingId });
			const meeting = await meetingById(tx, dockingId, meetingId, { lock: true });
			if (found && meeting) await carryOut(context, system, { ...found, tx, now }, meeting, 'cancel', {});
		}
		return ahead.length;
	});
}
