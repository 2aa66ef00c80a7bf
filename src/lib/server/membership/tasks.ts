import type { Database } from '#lib/server/platform/database.ts';
import { task, taskKey } from '#lib/server/platform/jobs.ts';
import { completeNameKeys } from './find-organisations.ts';

/** Computes what is compared of names, for organisations that came by thousands; single ones are done when somebody asks. */
const nameKeysKey = taskKey<Record<string, never>>('membership.name-keys');

export function membershipTasks(context: { db: Database }) {
	return [task(nameKeysKey, async () => void (await completeNameKeys(context.db)), { cron: '*/10 * * * *', timeoutSeconds: 30 * 60 })];
}
