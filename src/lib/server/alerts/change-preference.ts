import { isSignedIn, type Actor } from '#lib/server/accounts/actor.ts';
import { lockUser } from '#lib/server/accounts/queries.ts';
import type { Clock } from '#lib/server/platform/clock.ts';
import { inTransaction, type Database } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { nextMorning } from './local-morning.ts';
import { ensurePreference } from './preference.ts';
import { searchesOf, updatePreference, updateSearch } from './queries.ts';
import { nextLetterTime } from './saved-search.ts';

/** A person chooses where it is morning, and whether counterparts come by mail. Errors: unauthenticated. */
export async function changePreference(
	context: { db: Database; clock: Clock },
	actor: Actor,
	input: { timeZone: string; matchDigest: boolean },
): Promise<void> {
	if (!isSignedIn(actor)) throw new ExpectedError('unauthenticated', 'Only who is signed in has preferences.');
	const now = context.clock();
	await inTransaction(context.db, async (tx) => {
		await lockUser(tx, actor.userId);
		await ensurePreference(tx, actor.userId, now);
		await updatePreference(tx, actor.userId, { ...input, nextMatchDigest: nextMorning(input.timeZone, 'weekly', now) });
		for (const { id, rhythm } of await searchesOf(tx, actor.userId))
			if (rhythm === 'daily' || rhythm === 'weekly') await updateSearch(tx, id, { nextLetter: nextLetterTime(rhythm, input.timeZone, now, false) });
	});
}
