import type { Clock } from '#lib/server/platform/clock.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { task, taskKey, type Jobs } from '#lib/server/platform/jobs.ts';
import { expireInterests, forgetLetters, remindOfInterests, remindOfTurns } from './interests/clocks.ts';

export const clocksKey = taskKey<Record<string, never>>('docking.clocks');

/** The clocks of interests and dockings: each hour, what is overdue ends, and who holds something up is reminded. */
export function dockingTasks(context: { db: Database; clock: Clock; baseUrl: string; jobs(): Jobs }) {
	const { db, clock, baseUrl } = context;
	return [
		task(
			clocksKey,
			async () => {
				const docking = { db, clock, baseUrl, jobs: context.jobs() };
				await expireInterests(docking);
				await remindOfInterests(docking);
				await remindOfTurns(docking);
				await forgetLetters(docking);
			},
			{ cron: '25 * * * *', secondsAfterStart: 90 },
		),
	];
}
