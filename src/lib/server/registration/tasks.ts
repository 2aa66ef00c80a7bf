import type { Clock } from '#lib/server/platform/clock.ts';
import type { Database } from '#lib/server/platform/database.ts';
import type { FileStore } from '#lib/server/platform/files.ts';
import { task, taskKey, type Jobs } from '#lib/server/platform/jobs.ts';
import { forgetKeptFiles } from './form/kept-files.ts';
import { moveUpWaiting } from './move-up-waiting.ts';
import { eraseStays } from './retention/erase-stays.ts';
import { askPeople } from './surveys/ask-people.ts';
import { forgetWhoAnswered, sealSurveys } from './surveys/seal-surveys.ts';
import { tellOfCertificates } from './tell-of-certificates.ts';

/** The clocks of registration: places that became free, certificates, surveys that begin and end, files of forms that came back, and each day what may be kept no longer. */
export function registrationTasks(context: { db: Database; clock: Clock; baseUrl: string; files: FileStore; jobs(): Jobs }) {
	const { db, clock, baseUrl, files } = context;
	return [
		task(
			taskKey<Record<string, never>>('registration.clocks'),
			async (_none, { signal }) => {
				const at = { db, clock, baseUrl, jobs: context.jobs() };
				await moveUpWaiting(at);
				for (const step of [tellOfCertificates, askPeople, sealSurveys, forgetWhoAnswered, forgetKeptFiles]) while (!signal.aborted && (await step(at)) > 0);
			},
			{ cron: '*/10 * * * *', secondsAfterStart: 75 },
		),
		task(
			taskKey<Record<string, never>>('registration.retention'),
			async (_none, { signal }) => {
				while (!signal.aborted && (await eraseStays({ db, clock, files })));
			},
			{ cron: '40 0 * * *', secondsAfterStart: 200 },
		),
	];
}
