import type { Clock } from '#lib/server/platform/clock.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { task, taskKey, type Jobs } from '#lib/server/platform/jobs.ts';
import { expireListings } from './expire-listings.ts';

/** Every night, in the hour before the working day begins in Nanning. */
export function expiryTask(context: { db: Database; clock: Clock; baseUrl: string; jobs(): Jobs }) {
	return task(
		taskKey<Record<string, never>>('listings.expire'),
		async () => {
			await expireListings({ ...context, jobs: context.jobs() });
		},
		{ cron: '20 23 * * *', timeoutSeconds: 3600 },
	);
}
