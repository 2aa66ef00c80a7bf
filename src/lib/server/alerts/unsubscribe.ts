import type { Clock } from '#lib/server/platform/clock.ts';
import { inTransaction, type Database, type Executor } from '#lib/server/platform/database.ts';
import { ensurePreference } from './preference.ts';
import { pauseRhythm, personById, searchById, updatePreference, updateSearch } from './queries.ts';
import type { Unsubscription } from './unsubscribe-token.ts';

/** Ends the letters that a link names. Whoever has the link may: it came to the person's own mailbox. Doing it again changes nothing. */
export async function unsubscribe(context: { db: Database; clock: Clock }, what: Unsubscription): Promise<void> {
	await inTransaction(context.db, async (tx) => {
		switch (what.kind) {
			case 'search':
				return updateSearch(tx, what.searchId, { paused: true });
			case 'rhythm':
				return pauseRhythm(tx, what.userId, what.rhythm);
			case 'matches':
				if (!(await personById(tx, what.userId))) return;
				await ensurePreference(tx, what.userId, context.clock());
				return updatePreference(tx, what.userId, { matchDigest: false });
		}
	});
}

/** The name of the search whose letters a link ends, where it ends those of one. */
export async function searchNameOf(db: Executor, what: Unsubscription): Promise<string | null> {
	if (what.kind !== 'search') return null;
	return (await searchById(db, what.searchId))?.name ?? null;
}
