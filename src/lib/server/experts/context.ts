import type { Clock } from '#lib/server/platform/clock.ts';
import type { Database } from '#lib/server/platform/database.ts';
import type { Jobs } from '#lib/server/platform/jobs.ts';

/** What the use cases of experts work with. */
export interface ExpertsContext {
	db: Database;
	clock: Clock;
	jobs: Jobs;
	baseUrl: string;
}

/** The context of a running server. */
export function expertsContext(mitra: Omit<ExpertsContext, 'baseUrl'> & { configuration: { baseUrl: string } }): ExpertsContext {
	const { db, clock, jobs, configuration } = mitra;
	return { db, clock, jobs, baseUrl: configuration.baseUrl };
}
