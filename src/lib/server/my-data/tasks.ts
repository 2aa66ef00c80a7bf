import type { Clock } from '#lib/server/platform/clock.ts';
import { configuration } from '#lib/server/platform/configuration.ts';
import type { Database } from '#lib/server/platform/database.ts';
import type { FileStore } from '#lib/server/platform/files.ts';
import { task, type Jobs } from '#lib/server/platform/jobs.ts';
import { organiserOf } from '#lib/server/rooms/context.ts';
import { carryOutErasures, remindOfErasures } from './carry-out-erasures.ts';
import { openCopyStore } from './copy-store.ts';
import type { DataContext } from './data-context.ts';
import { expireCopies } from './expire-copies.ts';
import { makeCopy } from './make-copy.ts';
import { keepDataKey, makeCopyKey } from './task-keys.ts';

/** The jobs of one's own data: copies are made at once; what expires or is due, within ten minutes. */
export function dataTasks(context: { db: Database; clock: Clock; baseUrl: string; jobs(): Jobs; files: FileStore; dataFolder: string }) {
	const copies = openCopyStore(context.dataFolder);
	const now = (): DataContext => ({ db: context.db, clock: context.clock, baseUrl: context.baseUrl, organiser: organiserOf(configuration()), jobs: context.jobs(), files: context.files, copies });
	return [
		task(makeCopyKey, ({ copyId }, { signal }) => makeCopy(now(), copyId, signal), { retries: 3, timeoutSeconds: 60 * 60 }),
		task(
			keepDataKey,
			async () => {
				await expireCopies(now());
				await remindOfErasures(now());
				await carryOutErasures(now());
			},
			{ cron: '*/10 * * * *', secondsAfterStart: 20, timeoutSeconds: 30 * 60 },
		),
	];
}
