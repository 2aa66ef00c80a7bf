import type { Language } from '#lib/engines/text/language.ts';
import type { Thesaurus } from '#lib/engines/thesaurus/thesaurus.ts';
import type { CounterpartView } from '#lib/search/counterpart-view.ts';
import type { CounterpartCard, ListingCard } from '#lib/search/types.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { counterpartsWithReasons } from '#lib/server/search/counterparts-with-reasons.ts';
import { readableTexts } from '#lib/server/search/public-listing.ts';
import { publicListings } from '#lib/server/search/queries.ts';
import type { SearchService } from '#lib/server/search/search-service.ts';
import type { MeetingsContext } from '../context.ts';
import { personCard, type PersonCard } from '../participants/view-people.ts';
import { wantingMeetings, type Wanting } from '../queries.ts';
import { forbiddenAmong } from '../host/queries.ts';
import { standingPairs } from '../requests/parties.ts';
import { withMeetings } from '../with-meetings.ts';

type Context = Pick<MeetingsContext, 'db' | 'clock'> & { search: Pick<SearchService, 'card' | 'counterparts' | 'ready'>; thesaurus: Thesaurus };

/** So many counterparts of each listing are looked at: who comes to an event is among the best of them, or is no suggestion. */
const COUNTERPARTS = 80;
/** People suggested at once. */
const SUGGESTED = 12;

/** Somebody one should meet, and why: the two listings that fit best. */
export interface Suggested {
	person: PersonCard;
	own: ListingCard;
	reasons: CounterpartView;
}

interface Pair {
	person: Wanting;
	ownId: string;
	found: CounterpartCard;
}

/** For each person the pair of listings that fits best, the best first. */
function bestPairs(search: Context['search'], mine: Wanting, others: readonly Wanting[]): Pair[] {
	const showing = new Map<string, Wanting[]>();
	for (const person of others) for (const id of person.listingIds) showing.set(id, [...(showing.get(id) ?? []), person]);
	const best = new Map<string, Pair>();
	for (const ownId of mine.listingIds)
		for (const found of search.counterparts(ownId, COUNTERPARTS))
			for (const person of showing.get(found.id) ?? []) if (found.score > (best.get(person.id)?.found.score ?? 0)) best.set(person.id, { person, ownId, found });
	return [...best.values()].sort((a, b) => b.found.score - a.found.score || (a.person.id < b.person.id ? -1 : 1));
}

/**
 * Whom somebody should meet: those who want meetings and show a listing that matching fits to one of the own, with the words that
 * say why. Who was asked already, or asked, is left out; so is who comes for the same organisation. Errors: not_found, forbidden.
 */
export async function suggestPeople(context: Context, actor: Actor, input: { eventId: string; reader: Language }): Promise<{ suggested: Suggested[]; showsListings: boolean; indexFilling: boolean }> {
	const { mine, others } = await withMeetings(context, actor, { eventId: input.eventId, right: 'browse' }, async ({ tx, own, frame }) => {
		const everybody = await wantingMeetings(tx, frame.eventId);
		const mine = everybody.find(({ id }) => id === own?.id);
		const standing = own ? await standingPairs(tx, own.id) : new Map<string, never>();
		const isForbidden = await forbiddenAmong(tx, own ? [own.id] : []);
		return { mine, others: everybody.filter(({ id, organisation }) => id !== own?.id && !standing.has(id) && !(own && isForbidden(own.id, id)) && (organisation === null || organisation.id !== mine?.organisation?.id)) };
	});
	if (!mine) return { suggested: [], showsListings: false, indexFilling: false };
	const pairs = bestPairs(context.search, mine, others).filter(({ found, ownId }) => context.search.card(ownId) !== undefined && found.card.organisation !== null).slice(0, SUGGESTED);
	const suggested: Suggested[] = [];
	for (const { person, ownId, found } of pairs) {
		const [listing] = await publicListings(context.db, [ownId]);
		const own = context.search.card(ownId);
		if (!listing || !own) continue;
		const [reasons] = await counterpartsWithReasons(context, { kind: own.kind, texts: readableTexts(listing.content) }, [found], input.reader);
		if (reasons) suggested.push({ person: personCard(context, person), own, reasons });
	}
	return { suggested, showsListings: mine.listingIds.length > 0, indexFilling: !context.search.ready };
}
