import { matchInProcess } from '#lib/server/matching/pass/match-in-process.ts';
import type { PassContext } from '#lib/server/matching/pass/run-match-pass.ts';
import type { ListingCatalogue } from '#lib/server/search/listing-catalogue.ts';
import type { Progress } from './progress.ts';

export interface MatchingThreads extends Pick<PassContext, 'source' | 'match'> {
	stop(): Promise<void>;
}

/** The threads that a matching of all with all runs on. */
export async function matchingThreads(catalogue: ListingCatalogue, _listings: number, _threads: number, _progress: Progress): Promise<MatchingThreads> {
	return { source: catalogue.matching, match: matchInProcess(catalogue.matching), stop: async () => undefined };
}
