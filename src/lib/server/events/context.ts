import type { Clock } from '#lib/server/platform/clock.ts';
import type { Configuration } from '#lib/server/platform/configuration.ts';
import type { Database } from '#lib/server/platform/database.ts';
import type { FileStore } from '#lib/server/platform/files.ts';
import type { Jobs } from '#lib/server/platform/jobs.ts';
import { organiserOf } from '#lib/server/rooms/context.ts';

/** What the use cases of events work with. */
export interface EventsContext {
	db: Database;
	clock: Clock;
	jobs: Jobs;
	files: FileStore;
	baseUrl: string;
	/** The address that calendars know as the organiser: the network's. */
	organiser: string;
}

/** The context of a running server. */
export function eventsContext(mitra: Omit<EventsContext, 'baseUrl' | 'organiser'> & { configuration: Configuration }): EventsContext {
	const { db, clock, jobs, files, configuration } = mitra;
	return { db, clock, jobs, files, baseUrl: configuration.baseUrl, organiser: organiserOf(configuration) };
}
