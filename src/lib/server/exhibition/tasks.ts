import type { Clock } from '#lib/server/platform/clock.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { task, taskKey } from '#lib/server/platform/jobs.ts';
import { forgetVisitors } from './visits/forget-visitors.ts';

/** The job of exhibitions: visitors are forgotten in time. */
export function exhibitionTasks(context: { db: Database; clock: Clock }) {
	return [task(taskKey<Record<string, never>>('exhibition.forget-visitors'), async () => void (await forgetVisitors(context)), { cron: '55 2 * * *' })];
}
