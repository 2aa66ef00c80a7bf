import type { Executor } from '#lib/server/platform/database.ts';
import { task, taskKey, type Task } from '#lib/server/platform/jobs.ts';
import { embedListings } from './embed-listings.ts';
import type { EmbeddingService } from './embedding-service.ts';

const EMBED = taskKey<Record<string, never>>('embeddings.embed-listings');

/** Every few minutes, listings published since then get their vectors; `done` lets searches know. */
export function embeddingTask(context: { db: Executor; service: EmbeddingService; done(): Promise<void> }): Task<Record<string, never>> {
	return task(
		EMBED,
		async (_data, { signal }) => {
			try {
				await embedListings(context.db, context.service, signal);
			} finally {
				await context.done();
			}
		},
		{ cron: '*/3 * * * *', retries: 2, retryDelaySeconds: 60, timeoutSeconds: 60 * 60 },
	);
}
