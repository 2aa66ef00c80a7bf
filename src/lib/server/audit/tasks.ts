import type { Clock } from '#lib/server/platform/clock.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { task, taskKey } from '#lib/server/platform/jobs.ts';
import { keepAudit } from './keep-audit.ts';

const keepKey = taskKey<Record<string, never>>('audit.keep');

/** Once a night: retention, and a note of the chain's head in the server's log. */
export function auditTasks(context: { db: Database; clock: Clock }, years: number) {
	return [task(keepKey, async () => void (await keepAudit(context.db, { years, now: context.clock() })), { cron: '40 2 * * *' })];
}
