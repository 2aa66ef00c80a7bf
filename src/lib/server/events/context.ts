import type { Clock } from '#lib/server/platform/clock.ts';
import type { Database } from '#lib/server/platform/database.ts';
import type { FileStore } from '#lib/server/platform/files.ts';
import type { Jobs } from '#lib/server/platform/jobs.ts';

/** What the use cases of events work with. */
export interface EventsContext {
	db: Database;
	clock: Clock;
	jobs: Jobs;
	files: FileStore;
	baseUrl: string;
}

/** The context of a running server. */
export function eventsContext(mitra: Omit<EventsContext, 'baseUrl'> & { configuration: { baseUrl: string } }): EventsContext {
	const { db, clock, jobs, files, configuration } = mitra;
	return { db, clock, jobs, files, baseUrl: configuration.baseUrl };
}
