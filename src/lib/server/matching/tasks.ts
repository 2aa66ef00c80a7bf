import type { Clock } from '#lib/server/platform/clock.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { task, taskKey, type Jobs } from '#lib/server/platform/jobs.ts';
import type { SearchService } from '#lib/server/search/search-service.ts';
import { followListings } from './follow-listings.ts';
import { runningPass } from './pass/queries.ts';
import { spawnMatchPass, type PassOrigin } from './pass/spawn-match-pass.ts';
import { forgetMatchProgress, unmatchedListings } from './queries.ts';

interface MatchingContext {
	db: Database;
	clock: Clock;
	jobs(): Jobs;
	search: SearchService;
}

/** Brings the stored pairs in step with what was published or changed. */
export const followKey = taskKey<Record<string, never>>('matching.follow');
/** Matches all with all. */
export const passKey = taskKey<{ origin?: PassOrigin }>('matching.all');

/** Listings matched by one job in this process. */
const AT_ONCE = 400;
/** With more than these waiting (an import), a process of its own matches them, so that pages stay quick. */
const BULK = 1500;

/** Asks for the pairs of whatever was published or changed to be brought in step. */
export async function askToFollow(jobs: Jobs): Promise<void> {
	await jobs.enqueue(followKey, {}, { singletonKey: 'follow' });
}

/** Has the pairs of some listings judged again, though the listings have not changed: they are read differently now. */
export async function matchAgain(context: { db: Database; jobs(): Jobs }, listingIds: readonly string[]): Promise<void> {
	await forgetMatchProgress(context.db, listingIds);
	await askToFollow(context.jobs());
}

/** The jobs of matching: new listings at once, all with all at night and where a killed one is to be taken up. */
export function matchingTasks(context: MatchingContext) {
	return [
		task(followKey, (_data, { signal }) => follow(context, signal), { retries: 20, retryDelaySeconds: 2, timeoutSeconds: 30 * 60 }),
		// At half past two in Nanning.
		task(passKey, ({ origin }, { signal }) => spawnMatchPass({ origin: origin ?? 'night', signal }), {
			cron: '30 18 * * *',
			retries: 3,
			retryDelaySeconds: 60,
			timeoutSeconds: 4 * 3600,
		}),
		task(
			taskKey<Record<string, never>>('matching.take-up'),
			async () => {
				const broken = await runningPass(context.db);
				if (broken) await context.jobs().enqueue(passKey, { origin: broken.origin }, { singletonKey: 'all' });
				await askToFollow(context.jobs());
			},
			{ secondsAfterStart: 20 },
		),
	];
}

async function follow(context: MatchingContext, signal: AbortSignal): Promise<void> {
	// Once it is ready, the index asks again.
	if (!context.search.ready) return;
	if ((await unmatchedListings(context.db, BULK + 1)).length > BULK) {
		await context.jobs().enqueue(passKey, { origin: 'first-start' }, { singletonKey: 'all' });
		return;
	}
	const { db, clock, search } = context;
	const more = await followListings({ db, clock, source: search.matching, refresh: (id) => search.refresh(id) }, { most: AT_ONCE, signal });
	if (more) await askToFollow(context.jobs());
}
