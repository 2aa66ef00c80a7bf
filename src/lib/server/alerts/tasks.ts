import type { Clock } from '#lib/server/platform/clock.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { task, taskKey, type Jobs } from '#lib/server/platform/jobs.ts';
import type { SearchService } from '#lib/server/search/search-service.ts';
import { findNew } from './find-new.ts';
import { sendMatchDigests } from './matches/send-match-digests.ts';
import { sendAlerts } from './send-alerts.ts';

/** Runs the saved searches against whatever was published or changed. */
export const findKey = taskKey<Record<string, never>>('alerts.find');
/** Sends the letters whose time has come. */
export const sendKey = taskKey<Record<string, never>>('alerts.send');

/** Listings that the searches are run against at once. */
const AT_ONCE = 500;

/** Asks for the saved searches to be run against what changed. */
export async function askForAlerts(jobs: Jobs): Promise<void> {
	await jobs.enqueue(findKey, {}, { singletonKey: 'find' });
}

/** The jobs of alerts: what is new is found at once; letters leave at once, or in the morning of whoever reads them. */
export function alertTasks(context: { db: Database; clock: Clock; baseUrl: string; jobs(): Jobs; search: SearchService; secret(): Promise<string> }) {
	const { db, clock, baseUrl, search } = context;
	return [
		task(
			findKey,
			async (_data, { signal }) => {
				// Once it is ready, the index asks again.
				if (!search.ready) return;
				const { more } = await findNew({ db, clock, search }, { most: AT_ONCE, signal });
				await context.jobs().enqueue(sendKey, {}, { singletonKey: 'send' });
				if (more) await askForAlerts(context.jobs());
			},
			{ retries: 20, retryDelaySeconds: 2, timeoutSeconds: 30 * 60 },
		),
		task(
			sendKey,
			async (_data, { signal }) => {
				// An index that is not full yet would take listings for gone.
				if (!search.ready) return;
				const sending = { db, clock, baseUrl, search, jobs: context.jobs(), secret: await context.secret() };
				await sendAlerts(sending, signal);
				await sendMatchDigests(sending, signal);
			},
			// Mornings, and what a killed process left: within five minutes.
			{ cron: '*/5 * * * *', timeoutSeconds: 30 * 60 },
		),
	];
}
