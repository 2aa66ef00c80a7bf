import type { Clock } from '#lib/server/platform/clock.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { task, taskKey, type Jobs } from '#lib/server/platform/jobs.ts';
import { askOutcomes, expireOutcomes, remindOfMilestones, remindOfOutcomes } from './yearly/ask-outcomes.ts';

const clocks = taskKey<object>('outcomes.clocks');
const AT_ONCE = 100;

/** The clocks of outcomes: each day, parties are asked and reminded, what nobody answered ends, and milestones that are due are named. */
export function outcomeTasks(context: { db: Database; clock: Clock; baseUrl: string; jobs(): Jobs; secret(): Promise<string> }) {
	const { db, clock, baseUrl } = context;
	return [
		task(
			clocks,
			async (_data, { signal }) => {
				const asking = { db, clock, baseUrl, jobs: context.jobs(), secret: await context.secret() };
				for (const step of [expireOutcomes, askOutcomes, remindOfOutcomes, remindOfMilestones]) while (!signal.aborted && (await step(asking, AT_ONCE)) === AT_ONCE);
			},
			{ cron: '10 1 * * *', secondsAfterStart: 150 },
		),
	];
}
