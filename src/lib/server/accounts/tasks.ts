import type { Clock } from '#lib/server/platform/clock.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { task } from '#lib/server/platform/jobs.ts';
import { deleteWhatRanOut } from './attempts/queries.ts';
import type { Auth } from './auth.ts';
import { sendResetLetter } from './reset-password.ts';
import { resetLetterKey, tidyKey } from './task-keys.ts';

/** The jobs of accounts. */
export function accountTasks(context: { db: Database; clock: Clock; auth: Auth }) {
	return [
		task(resetLetterKey, ({ email }) => sendResetLetter(context, email), { retries: 3, retryDelaySeconds: 10, timeoutSeconds: 60 }),
		task(tidyKey, () => deleteWhatRanOut(context.db, context.clock()), { cron: '17 * * * *', timeoutSeconds: 10 * 60 }),
	];
}
