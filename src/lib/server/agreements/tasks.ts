import type { Clock } from '#lib/server/platform/clock.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { task, taskKey, type Jobs } from '#lib/server/platform/jobs.ts';
import { expireMarks } from './marks.ts';
import { remindOfMarks } from './remind-of-marks.ts';

const expiry = taskKey<object>('agreements.expire-marks');
const AT_ONCE = 500;

/** The clocks of agreements: consents to use names, logos and badges end on their day, and both parties are reminded before. */
export function agreementTasks(context: { db: Database; clock: Clock; baseUrl: string; jobs(): Jobs }) {
	return [
		task(
			expiry,
			async () => {
				while ((await expireMarks(context, AT_ONCE)) === AT_ONCE);
				await remindOfMarks({ ...context, jobs: context.jobs() });
			},
			{ cron: '20 0 * * *', secondsAfterStart: 40 },
		),
	];
}
