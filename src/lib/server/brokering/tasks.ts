import type { Clock } from '#lib/server/platform/clock.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { task, taskKey, type Jobs } from '#lib/server/platform/jobs.ts';
import { returnLater } from './return-later.ts';
import { sendDecisionLetters } from './send-letters.ts';
import { decisionLetters } from './task-keys.ts';

/** The desk's jobs: letters that waited for a possible undo, and pairs whose day has come. */
export function brokeringTasks(context: { db: Database; clock: Clock; jobs(): Jobs }) {
	return [
		task(decisionLetters, async (data) => {
			await sendDecisionLetters({ ...context, jobs: context.jobs() }, data);
		}),
		task(
			taskKey<Record<string, never>>('brokering.return-later'),
			async () => {
				await returnLater(context);
			},
			// Every hour, so that a server that slept over midnight is late by an hour at most.
			{ cron: '7 * * * *', timeoutSeconds: 3000 },
		),
	];
}
