import { MOST_SEARCHES, zoneOfCountry, type Rhythm } from '#lib/alerts/vocabulary.ts';
import { isSignedIn, type Actor } from '#lib/server/accounts/actor.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { SearchService } from '#lib/server/search/search-service.ts';
import type { ListingCard } from '#lib/search/types.ts';
import { countryOfPerson, freshListingIds, preferenceOf, searchById, searchesOf, type SavedSearchRow } from './queries.ts';
import { savedSearchRules } from './rules.ts';
import type { SavedRequest } from './saved-search.ts';

export interface SavedSearchLine {
	id: string;
	name: string;
	request: SavedRequest;
	rhythm: Rhythm;
	paused: boolean;
	feedToken: string;
	createdAt: Date;
	/** Listings found since the person last looked. */
	fresh: number;
}

export interface SavedSearches {
	searches: SavedSearchLine[];
	limit: number;
	timeZone: string;
	matchDigest: boolean;
}

const FRESH_SHOWN = 100;

/** A person's own searches and wishes. Errors: unauthenticated. */
export async function viewSearches(db: Executor, actor: Actor): Promise<SavedSearches> {
	if (!isSignedIn(actor)) throw new ExpectedError('unauthenticated', 'Only who is signed in has searches.');
	const preference = await preferenceOf(db, actor.userId);
	return {
		searches: (await searchesOf(db, actor.userId)).map((row) => ({ ...lineOf(row), fresh: row.fresh })),
		limit: MOST_SEARCHES,
		timeZone: preference?.timeZone ?? zoneOfCountry(await countryOfPerson(db, actor.userId)),
		matchDigest: preference?.matchDigest ?? true,
	};
}

/** One own search with what it found since the person last looked. Errors: not_found (also for anybody else's). */
export async function viewSearch(
	context: { db: Executor; search: Pick<SearchService, 'card'> },
	actor: Actor,
	id: string,
): Promise<Omit<SavedSearchLine, 'fresh'> & { fresh: ListingCard[] }> {
	const row = await searchById(context.db, id);
	if (!row || !savedSearchRules.view(actor, row)) throw new ExpectedError('not_found', 'No such search.');
	const ids = await freshListingIds(context.db, row, FRESH_SHOWN);
	return { ...lineOf(row), fresh: ids.flatMap((each) => context.search.card(each) ?? []) };
}

function lineOf({ id, name, request, rhythm, paused, feedToken, createdAt }: SavedSearchRow): Omit<SavedSearchLine, 'fresh'> {
	return { id, name, request, rhythm, paused, feedToken, createdAt };
}
