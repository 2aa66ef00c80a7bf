import { findDocking } from '#lib/server/docking/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { followPeople, type Calendars } from './invite.ts';
import { carryOut } from './change-meeting.ts';
import { meetingById, meetingsOfOthers, meetingsOfStopped, updateMeeting } from './queries.ts';

type Context = Calendars & { db: Database };

/** Calls off the meetings ahead of dockings that were stopped: nobody may sit and wait for one. Answers how many. */
export async function endMeetings(context: Context): Promise<number> {
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

/** Has the calendars of meetings ahead follow who has come into their dockings and who has gone. Answers how many meetings. */
export async function keepCalendars(context: Context): Promise<number> {
	const system = operator('calendars of meetings');
	return asActor(context.db, system, async (tx) => {
		const now = context.clock();
		const ahead = await meetingsOfOthers(tx, now);
		for (const { dockingId, meetingId } of ahead) {
			const found = await findDocking(tx, { id: dockingId });
			const meeting = await meetingById(tx, dockingId, meetingId, { lock: true });
			if (!found || meeting?.state !== 'fixed' || !meeting.startsAt) continue;
			// Counted on, for a calendar takes only what is newer than what it has: who goes, and who comes again.
			const sequence = meeting.sequence + 1;
			await updateMeeting(tx, meeting.id, { sequence, changedAt: now });
			await followPeople(context, tx, system, found, { ...meeting, sequence, changedAt: now, startsAt: meeting.startsAt });
			await recordAudit(tx, { actor: system, action: 'docking.follow-meeting', entity: 'docking', entityId: dockingId, detail: { meetingId } });
		}
		return ahead.length;
	});
}
