import { randomBytes } from 'node:crypto';
import { MOST_SEARCHES, type Rhythm } from '#lib/alerts/vocabulary.ts';
import { isSignedIn, type Actor } from '#lib/server/accounts/actor.ts';
import { lockUser } from '#lib/server/accounts/queries.ts';
import type { Clock } from '#lib/server/platform/clock.ts';
import { inTransaction, type Database } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { SearchService } from '#lib/server/search/search-service.ts';
import { ensurePreference } from './preference.ts';
import { countSearches, insertSearch, putHits, updateSearch } from './queries.ts';
import { nextLetterTime, requestOf, type SavedRequest } from './saved-search.ts';

/** Listings that a search remembers one by one when it is saved: with more, only newly published ones are new to it. */
const REMEMBERED = 5000;

/** An address that nobody guesses: 192 bits. */
export const newFeedToken = (): string => randomBytes(24).toString('base64url');

/**
 * Saves a search under a name. What answers it now is known already; alerts tell what comes.
 * Errors: unauthenticated, conflict (the person has as many as one may have).
 */
export async function saveSearch(
	context: { db: Database; clock: Clock; search: Pick<SearchService, 'answers'> },
	actor: Actor,
	input: { name: string; request: SavedRequest; rhythm: Rhythm },
): Promise<string> {
	if (!isSignedIn(actor)) throw new ExpectedError('unauthenticated', 'Only who is signed in saves searches.');
	const { userId } = actor;
	const now = context.clock();
	const id = await inTransaction(context.db, async (tx) => {
		await lockUser(tx, userId);
		if ((await countSearches(tx, userId)) >= MOST_SEARCHES)
			throw new ExpectedError('conflict', 'The person has as many saved searches as one may have.', { detail: { limit: MOST_SEARCHES } });
		const { timeZone } = await ensurePreference(tx, userId, now);
		return insertSearch(tx, {
			...input,
			userId,
			// Until what answers it is remembered, which the next lines do: should they not come to it, nothing old is told.
			broad: true,
			feedToken: newFeedToken(),
			createdAt: now,
			seenAt: now,
			nextLetter: nextLetterTime(input.rhythm, timeZone, now, false),
		});
	});
	// After the row is there for all: a listing published meanwhile is found by the search, or counts as known, but is never missed.
	const known = await context.search.answers(requestOf(input.request));
	if (known.length <= REMEMBERED)
		await inTransaction(context.db, async (tx) => {
			await putHits(tx, id, known, now, now);
			await updateSearch(tx, id, { broad: false });
		});
	return id;
}
