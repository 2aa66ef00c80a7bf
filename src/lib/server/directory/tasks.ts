import type { Database } from '#lib/server/platform/database.ts';
import { task, taskKey } from '#lib/server/platform/jobs.ts';
import type { SearchService } from '#lib/server/search/search-service.ts';
import { completeTerms } from './complete-terms.ts';

/** Computes the words that the directory's search meets. */
export const completeTermsKey = taskKey<Record<string, never>>('directory.terms');

export function directoryTasks(context: { db: Database; search: SearchService }) {
	return [
		task(
			completeTermsKey,
			async (_data, { signal }) => {
				await completeTerms(context.db, context.search.reader, Number.POSITIVE_INFINITY, signal);
			},
			{ cron: '*/5 * * * *', secondsAfterStart: 10, timeoutSeconds: 30 * 60 },
		),
	];
}
