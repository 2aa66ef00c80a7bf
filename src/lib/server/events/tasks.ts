import type { Clock } from '#lib/server/platform/clock.ts';
import { configuration } from '#lib/server/platform/configuration.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { task, taskKey, type Jobs } from '#lib/server/platform/jobs.ts';
import { organiserOf } from '#lib/server/rooms/context.ts';
import { writeLettersTask } from './messages/send-message.ts';
import { remindInvited, writeLetters } from './messages/write-letters.ts';
import { settleSeats } from './seats/settle-seats.ts';

/** The clocks of events: letters of organisers are written as soon as they are sent, until none is left; places in sessions that became free go to those who wait; invitations are brought to mind. */
export function eventTasks({ jobs, ...rest }: { db: Database; clock: Clock; baseUrl: string; jobs(): Jobs }) {
	return [
		task(
			writeLettersTask,
			async (_none, { signal }) => {
				while (!signal.aborted && (await writeLetters({ ...rest, jobs: jobs() })) > 0);
			},
			{ cron: '*/10 * * * *', secondsAfterStart: 95 },
		),
		task(
			taskKey<Record<string, never>>('events.clocks'),
			async (_none, { signal }) => {
				while (!signal.aborted && (await settleSeats({ ...rest, jobs: jobs(), organiser: organiserOf(configuration()) })));
				while (!signal.aborted && (await remindInvited({ ...rest, jobs: jobs() })) > 0);
			},
			{ cron: '5-59/10 * * * *', secondsAfterStart: 105 },
		),
	];
}
