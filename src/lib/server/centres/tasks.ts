import type { Clock } from '#lib/server/platform/clock.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { task, taskKey, type Jobs } from '#lib/server/platform/jobs.ts';
import { remindOfActions } from './groups/remind.ts';
import { deleteMessagesBefore } from './queries.ts';

export const remindKey = taskKey<Record<string, never>>('centres.remind');
export const forgetKey = taskKey<Record<string, never>>('centres.forget-messages');

const YEAR = 365 * 86_400_000;

/** The jobs of centres: reminders of actions each morning, and messages of the contact form that are a year old forgotten. */
export function centresTasks(context: { db: Database; clock: Clock; baseUrl: string; jobs(): Jobs }) {
	const { db, clock, baseUrl } = context;
	return [
		task(remindKey, async () => void (await remindOfActions({ db, clock, baseUrl, jobs: context.jobs() })), { cron: '15 1 * * *' }),
		task(forgetKey, async () => void (await asActor(db, operator('messages of a year ago'), (tx) => deleteMessagesBefore(tx, new Date(clock().getTime() - YEAR)))), { cron: '40 2 * * *' }),
	];
}
