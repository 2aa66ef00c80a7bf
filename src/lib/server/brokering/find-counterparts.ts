import type { FoundCounterpart } from '#lib/brokering/views.ts';
import type { Side } from '#lib/brokering/vocabulary.ts';
import { servesCentre, type Actor } from '#lib/server/accounts/actor.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { SearchService } from '#lib/server/search/search-service.ts';
import type { ListingCard } from '#lib/search/types.ts';
import { centresOfListings, pairsWith } from './pair-view/queries.ts';
import { findPair } from './queries.ts';
import { pairRules } from './rules.ts';

const FOUND = 15;

/**
 * Others for one side of a pair: what matches it best, or, with words, what a search of the other kind finds.
 * Errors: not_found.
 */
export async function findCounterparts(
	context: { db: Executor; search: Pick<SearchService, 'counterparts' | 'search' | 'card'> },
	actor: Actor,
	input: { pairId: string; side: Side; words: string },
): Promise<{ listing: ListingCard | null; listingId: string; found: FoundCounterpart[] }> {
	const pair = await findPair(context.db, input.pairId);
	if (!pair || !pairRules.view(actor, pair.forRules)) throw new ExpectedError('not_found', 'No such pair.');
	const { listingId } = pair.forRules[input.side];
	const other = input.side === 'need' ? 'offer' : 'need';
	const found =
		input.words.trim() === ''
			? context.search.counterparts(listingId, FOUND).map(({ card, score }) => ({ card, score }))
			: await foundByWords(context.search, input.words, other);
	const ids = found.map(({ card }) => card.id);
	const known = await pairsWith(context.db, listingId, input.side, ids);
	const centres = await centresOfListings(context.db, ids);
	const ownSide = servesCentre(actor, pair.forRules[input.side].centreId);
	return {
		listing: context.search.card(listingId) ?? null,
		listingId,
		found: found.map((each) => ({
			...each,
			pair: known.get(each.card.id) ?? null,
			mayPair: pairRules.note(actor, pair.forRules) && (ownSide || servesCentre(actor, centres.get(each.card.id) ?? '')),
		})),
	};
}

async function foundByWords(search: Pick<SearchService, 'search'>, words: string, kind: Side): Promise<{ card: ListingCard; score: null }[]> {
	const result = await search.search({ text: words.slice(0, 300), filters: { kind: [kind] }, page: 1, pageSize: FOUND, sort: 'relevance' });
	return result.hits.map(({ card }) => ({ card, score: null }));
}
