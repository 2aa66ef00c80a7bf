import { task, taskKey, type Jobs } from '#lib/server/platform/jobs.ts';
import type { ConfidenceContext } from './context.ts';
import { endNdas } from './nda/end-ndas.ts';

export const endNdasKey = taskKey<Record<string, never>>('confidence.end-ndas');

/** The job of confidence: agreements whose years are over end, each night. */
export function confidenceTasks(context: Pick<ConfidenceContext, 'db' | 'clock' | 'baseUrl'> & { jobs(): Jobs }) {
	const { db, clock, baseUrl } = context;
	return [
		task(
			endNdasKey,
			async () => {
				while ((await endNdas({ db, clock, baseUrl, jobs: context.jobs() })) > 0);
			},
			{ cron: '25 0 * * *' },
		),
	];
}
