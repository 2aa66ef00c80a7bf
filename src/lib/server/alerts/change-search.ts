import type { Rhythm } from '#lib/alerts/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import type { Clock } from '#lib/server/platform/clock.ts';
import { inTransaction, type Database } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { ensurePreference } from './preference.ts';
import { deleteSearch, lockSearch, tellAll, updateSearch, type SavedSearchRow } from './queries.ts';
import { savedSearchRules } from './rules.ts';
import { newFeedToken } from './save-search.ts';
import { nextLetterTime } from './saved-search.ts';

export type SearchChange =
	| { type: 'edit'; name: string; rhythm: Rhythm }
	| { type: 'pause' }
	| { type: 'resume' }
	/** What was found is seen now. */
	| { type: 'see' }
	/** The feed gets another address; who had the old one reads no more. */
	| { type: 'new-feed' }
	| { type: 'delete' };

/** A person changes an own search. Errors: not_found (also for anybody else's). */
export async function changeSearch(context: { db: Database; clock: Clock }, actor: Actor, input: { searchId: string; change: SearchChange }): Promise<void> {
	const now = context.clock();
	await inTransaction(context.db, async (tx) => {
		const row = await lockSearch(tx, input.searchId);
		if (!row || !savedSearchRules.change(actor, row)) throw new ExpectedError('not_found', 'No such search.');
		const { change } = input;
		if (change.type === 'delete') return deleteSearch(tx, row.id);
		const next = { ...row, ...changed(row, change, now) };
		const sends = (search: SavedSearchRow) => !search.paused && search.rhythm !== 'none';
		if (sends(next) && (!sends(row) || next.rhythm !== row.rhythm)) {
			const { timeZone } = await ensurePreference(tx, row.userId, now);
			next.nextLetter = nextLetterTime(next.rhythm, timeZone, now, false);
			// What came while no letters were wanted stands on the page of the search; letters tell what comes from now on.
			if (!sends(row)) await tellAll(tx, row.id, now);
		} else if (next.rhythm !== row.rhythm) next.nextLetter = next.rhythm === 'none' ? null : now;
		const { name, rhythm, paused, seenAt, feedToken, nextLetter } = next;
		await updateSearch(tx, row.id, { name, rhythm, paused, seenAt, feedToken, nextLetter });
	});
}

function changed(_row: SavedSearchRow, change: Exclude<SearchChange, { type: 'delete' }>, now: Date): Partial<SavedSearchRow> {
	switch (change.type) {
		case 'edit':
			return { name: change.name, rhythm: change.rhythm };
		case 'pause':
			return { paused: true };
		case 'resume':
			return { paused: false };
		case 'see':
			return { seenAt: now };
		case 'new-feed':
			return { feedToken: newFeedToken() };
	}
}
