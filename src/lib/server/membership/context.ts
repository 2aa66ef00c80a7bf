import type { Clock } from '#lib/server/platform/clock.ts';
import type { Database } from '#lib/server/platform/database.ts';
import type { FileStore } from '#lib/server/platform/files.ts';
import type { Jobs } from '#lib/server/platform/jobs.ts';

/** What the use cases of membership work with; a `Mitra` with its base address is one. */
export interface MembershipContext {
	db: Database;
	clock: Clock;
	jobs: Jobs;
	files: FileStore;
	baseUrl: string;
}

/** The context of a running server. */
export function membershipContext(mitra: Omit<MembershipContext, 'baseUrl'> & { configuration: { baseUrl: string } }): MembershipContext {
	const { db, clock, jobs, files, configuration } = mitra;
	return { db, clock, jobs, files, baseUrl: configuration.baseUrl };
}
