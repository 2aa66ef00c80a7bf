import type { Clock } from '#lib/server/platform/clock.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { task, taskKey, type Jobs } from '#lib/server/platform/jobs.ts';
import { expireOffers, remindOfOffers } from './expire-offers.ts';

const clocks = taskKey<object>('terms.clocks');

/** The clocks of offers: each night those whose last day has passed expire, and the other side is reminded of those that end soon. */
export function termsTasks(context: { db: Database; clock: Clock; baseUrl: string; jobs(): Jobs }) {
	const { db, clock, baseUrl } = context;
	return [
		task(
			clocks,
			async () => {
				const terms = { db, clock, baseUrl, jobs: context.jobs() };
				await expireOffers(terms);
				await remindOfOffers(terms);
			},
			{ cron: '5 0 * * *', secondsAfterStart: 100 },
		),
	];
}
