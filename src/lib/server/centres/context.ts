import type { Clock } from '#lib/server/platform/clock.ts';
import type { Database } from '#lib/server/platform/database.ts';
import type { Jobs } from '#lib/server/platform/jobs.ts';

/** What the use cases of centres and working groups work with. */
export interface CentresContext {
	db: Database;
	clock: Clock;
	jobs: Jobs;
	baseUrl: string;
}

/** The context of a running server. */
export function centresContext(mitra: Omit<CentresContext, 'baseUrl'> & { configuration: { baseUrl: string } }): CentresContext {
	const { db, clock, jobs, configuration } = mitra;
	return { db, clock, jobs, baseUrl: configuration.baseUrl };
}
