import type { TextReader } from '#lib/engines/reading/text-reader.ts';
import type { Clock } from '#lib/server/platform/clock.ts';
import { configuration } from '#lib/server/platform/configuration.ts';
import type { Database } from '#lib/server/platform/database.ts';
import type { FileStore } from '#lib/server/platform/files.ts';
import { task, type Jobs } from '#lib/server/platform/jobs.ts';
import { organiserOf } from './context.ts';
import { endMeetings, keepCalendars } from './meetings/keep-meetings.ts';
import { indexMessages } from './search/index-messages.ts';
import { readFile } from './search/read-file.ts';
import { indexMessagesKey, keepMeetingsKey, readFileKey, remindTasksKey } from './task-keys.ts';
import { remindOfTasks } from './to-do/remind.ts';

/** The jobs of rooms: the text of files, what messages are found by, reminders of tasks each morning, and calendars that follow what became of dockings. */
export function roomTasks(context: { db: Database; clock: Clock; baseUrl: string; jobs(): Jobs; files: FileStore; search: { reader: TextReader } }) {
	const { db, clock, baseUrl, files } = context;
	const at = () => ({ db, clock, baseUrl, jobs: context.jobs(), organiser: organiserOf(configuration()) });
	return [
		// One at a time: reading takes a core and most of a gigabyte at worst.
		task(readFileKey, (file) => readFile({ db, clock, files, reader: context.search.reader }, file), { retries: 2, timeoutSeconds: 300 }),
		task(indexMessagesKey, async (_none, { signal }) => void (await indexMessages({ db, reader: context.search.reader }, signal)), { cron: '35 2 * * *', secondsAfterStart: 10 }),
		task(remindTasksKey, async () => void (await remindOfTasks(at())), { cron: '20 1 * * *' }),
		task(
			keepMeetingsKey,
			async () => {
				await endMeetings(at());
				await keepCalendars(at());
			},
			{ cron: '*/10 * * * *' },
		),
	];
}
