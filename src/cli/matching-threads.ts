import { Worker } from 'node:worker_threads';
import { matchInProcess } from '#lib/server/matching/pass/match-in-process.ts';
import type { PassContext } from '#lib/server/matching/pass/run-match-pass.ts';
import type { MatchedListing, MatchSettings } from '#lib/server/matching/match-listings.ts';
import type { WeightsInUse } from '#lib/server/matching/weights/weights-in-use.ts';
import type { ListingCatalogue } from '#lib/server/search/listing-catalogue.ts';
import type { IndexSnapshot } from '#lib/server/search/index-snapshot.ts';
import type { ThreadAnswer, ThreadQuestion, ThreadStart } from './matching-thread.ts';

export interface MatchingThreads extends Pick<PassContext, 'source' | 'match'> {
	stop(): Promise<void>;
}

/** With fewer listings than these, starting threads takes longer than matching. */
const WORTH_THREADS = 2000;

/**
 * Matches on several threads, each with a copy of the index. The catalogue stays with this thread, which stores what the
 * others find. `url` is the database's.
 */
export function matchingThreads(
	catalogue: ListingCatalogue,
	options: { listings: number; threads: number; weights: WeightsInUse['weights']; url: string },
): MatchingThreads {
	if (options.listings < WORTH_THREADS || options.threads < 2) {
		return { source: catalogue.matching, match: matchInProcess(catalogue.matching), stop: async () => undefined };
	}
	const snapshot = catalogue.content();
	const workers = Array.from({ length: options.threads }, () => startThread(snapshot, options));
	return {
		source: catalogue.matching,
		async match(ids, settings) {
			const parts = workers.map((_worker, part) => ids.filter((_id, i) => i % workers.length === part));
			const found = await Promise.all(workers.map((worker, part) => ask(worker, parts[part]!, settings)));
			return found.flat();
		},
		async stop() {
			await Promise.all(workers.map((worker) => worker.terminate()));
		},
	};
}

function startThread(snapshot: IndexSnapshot, { weights, url }: Pick<ThreadStart, 'weights' | 'url'>): Worker {
	return new Worker(new URL('./matching-thread.ts', import.meta.url), { workerData: { ...snapshot, weights, url } satisfies ThreadStart });
}

function ask(worker: Worker, ids: readonly string[], settings: MatchSettings): Promise<MatchedListing[]> {
	return new Promise((resolve, reject) => {
		const over = (end: () => void) => {
			worker.off('message', answered);
			worker.off('error', failed);
			worker.off('exit', gone);
			end();
		};
		const answered = ({ matched }: ThreadAnswer) => over(() => resolve(matched));
		const failed = (error: Error) => over(() => reject(error));
		const gone = (code: number) => over(() => reject(new Error(`A thread of the matching ended with ${code}.`)));
		worker.once('message', answered);
		worker.once('error', failed);
		worker.once('exit', gone);
		worker.postMessage({ ids, settings } satisfies ThreadQuestion);
	});
}
