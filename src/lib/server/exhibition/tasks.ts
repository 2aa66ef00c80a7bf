import type { Clock } from '#lib/server/platform/clock.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { task, taskKey, type Jobs } from '#lib/server/platform/jobs.ts';
import { askVisitors } from './visits/ask-visitors.ts';
import { forgetVisitors } from './visits/forget-visitors.ts';

/** The clocks of exhibitions: visitors are asked in the evening, and forgotten in time. */
export function exhibitionTasks(context: { db: Database; clock: Clock; baseUrl: string; jobs(): Jobs }) {
	const { db, clock, baseUrl } = context;
	return [
		task(
			taskKey<Record<string, never>>('exhibition.ask-visitors'),
			async (_none, { signal }) => {
				while (!signal.aborted && (await askVisitors({ db, clock, baseUrl, jobs: context.jobs() })) > 0);
			},
			{ cron: '*/10 * * * *', secondsAfterStart: 85 },
		),
		task(taskKey<Record<string, never>>('exhibition.forget-visitors'), async () => void (await forgetVisitors(context)), { cron: '55 2 * * *' }),
	];
}
