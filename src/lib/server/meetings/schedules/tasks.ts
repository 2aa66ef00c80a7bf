import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Clock } from '#lib/server/platform/clock.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { task, type Jobs } from '#lib/server/platform/jobs.ts';
import { standingRuns, updateSchedule } from './queries.ts';
import { runSchedule } from './run-schedule.ts';
import { MOST_SECONDS } from './schedule.ts';
import { runScheduleKey, takeUpSchedulesKey } from './task-keys.ts';

/** A run that has not been heard of for so long has lost its worker. */
const SILENT_SECONDS = 30;
const RETRIES = 1;

/** The jobs of schedules: making one, and taking up what stands still because a server was killed. */
export function scheduleTasks({ db, clock, jobs }: { db: Database; clock: Clock; jobs(): Jobs }) {
	return [
		task(
			runScheduleKey,
			async ({ scheduleId }, { signal, retry }) => {
				try {
					await runSchedule({ db, clock }, scheduleId, signal);
				} catch (error) {
					if (!signal.aborted && retry >= RETRIES) await asActor(db, operator('meetings'), (tx) => updateSchedule(tx, scheduleId, { state: 'failed', failure: 'internal', finishedAt: clock() }));
					throw error;
				}
			},
			{ retries: RETRIES, retryDelaySeconds: 2, timeoutSeconds: MOST_SECONDS * 2 },
		),
		task(
			takeUpSchedulesKey,
			async () => {
				const since = new Date(Date.now() - SILENT_SECONDS * 1000);
				for (const scheduleId of await asActor(db, operator('meetings'), (tx) => standingRuns(tx, since))) await jobs().enqueue(runScheduleKey, { scheduleId }, { singletonKey: `${scheduleId}:again` });
			},
			{ cron: '* * * * *', secondsAfterStart: SILENT_SECONDS },
		),
	];
}
