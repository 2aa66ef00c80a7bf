import type { Clock } from '#lib/server/platform/clock.ts';
import type { Database } from '#lib/server/platform/database.ts';
import type { FileStore } from '#lib/server/platform/files.ts';
import type { Jobs } from '#lib/server/platform/jobs.ts';
import { openCopyStore, type CopyStore } from './copy-store.ts';

/** What the use cases of one's own data work with. */
export interface DataContext {
	db: Database;
	clock: Clock;
	jobs: Jobs;
	files: FileStore;
	copies: CopyStore;
	baseUrl: string;
}

/** The context of a running server. */
export function dataContext(mitra: Omit<DataContext, 'copies' | 'baseUrl'> & { configuration: { baseUrl: string; dataFolder: string } }): DataContext {
	const { db, clock, jobs, files, configuration } = mitra;
	return { db, clock, jobs, files, copies: openCopyStore(configuration.dataFolder), baseUrl: configuration.baseUrl };
}
