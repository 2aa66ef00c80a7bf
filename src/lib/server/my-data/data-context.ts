import type { Clock } from '#lib/server/platform/clock.ts';
import type { Configuration } from '#lib/server/platform/configuration.ts';
import type { Database } from '#lib/server/platform/database.ts';
import type { FileStore } from '#lib/server/platform/files.ts';
import type { Jobs } from '#lib/server/platform/jobs.ts';
import { organiserOf } from '#lib/server/rooms/context.ts';
import { openCopyStore, type CopyStore } from './copy-store.ts';

/** What the use cases of one's own data work with. */
export interface DataContext {
	db: Database;
	clock: Clock;
	jobs: Jobs;
	files: FileStore;
	copies: CopyStore;
	baseUrl: string;
	/** The address that calendars know as the organiser of meetings. */
	organiser: string;
}

/** The context of a running server. */
export function dataContext(mitra: Omit<DataContext, 'copies' | 'baseUrl' | 'organiser'> & { configuration: Configuration }): DataContext {
	const { db, clock, jobs, files, configuration } = mitra;
	return { db, clock, jobs, files, copies: openCopyStore(configuration.dataFolder), baseUrl: configuration.baseUrl, organiser: organiserOf(configuration) };
}
