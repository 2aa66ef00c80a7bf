import type { Clock } from '#lib/server/platform/clock.ts';
import type { Database } from '#lib/server/platform/database.ts';
import type { Jobs } from '#lib/server/platform/jobs.ts';

/** What the use cases from interest to agreement work with. */
export interface DockingContext {
	db: Database;
	clock: Clock;
	jobs: Jobs;
	baseUrl: string;
}

/** The context of a running server. */
export function dockingContext(mitra: Omit<DockingContext, 'baseUrl'> & { configuration: { baseUrl: string } }): DockingContext {
	const { db, clock, jobs, configuration } = mitra;
	return { db, clock, jobs, baseUrl: configuration.baseUrl };
}
