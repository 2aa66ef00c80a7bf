import type { Language } from '#lib/engines/text/language.ts';
import type { Thesaurus } from '#lib/engines/thesaurus/thesaurus.ts';
import { MEETING_LIMITS } from '#lib/meetings/vocabulary.ts';
import type { CounterpartView } from '#lib/search/counterpart-view.ts';
import type { CounterpartCard, ListingCard } from '#lib/search/types.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { counterpartsWithReasons } from '#lib/server/search/counterparts-with-reasons.ts';
import { readableTexts } from '#lib/server/search/public-listing.ts';
import { publicListings } from '#lib/server/search/queries.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import type { SearchService } from '#lib/server/search/search-service.ts';
import type { MeetingsContext } from '../context.ts';
import { personCard, type PersonCard } from '../participants/view-people.ts';
import { wantingMeetings, type Wanting } from '../queries.ts';
import { forbiddenAmong } from '../host/queries.ts';
import { standingPairs } from '../requests/parties.ts';
import { withMeetings } from '../with-meetings.ts';
import { areasOf, publishedBy } from './queries.ts';

type Context = Pick<MeetingsContext, 'db' | 'clock'> & { search: Pick<SearchService, 'card' | 'counterparts' | 'ready'>; thesaurus: Thesaurus };

/** So many counterparts of each listing are looked at, of those alone that people at the event are matched by. */
const COUNTERPARTS = 80;
/** People suggested at once. */
const SUGGESTED = 12;

/** Somebody one should meet, and why: the two listings that fit best, or the areas in which both work where one of them shows no listing. */
export type Suggested = { person: PersonCard } & ({ by: 'listings'; own: ListingCard; reasons: CounterpartView; shows: { own: boolean; theirs: boolean } } | { by: 'areas'; areas: string[] });

/** Somebody with the listings to be matched by: those shown, else what the organisation has published, which anybody may read. */
interface Known {
	person: Wanting;
	shows: boolean;
	listingIds: readonly string[];
	/** Where the organisation works. */
	areas: readonly string[];
}

interface Pair {
	other: Known;
	ownId: string;
	found: CounterpartCard;
}

/** For each person the pair of listings that fits best; those who show what fits first, then the best. */
function bestPairs(search: Context['search'], mine: Known, others: readonly Known[]): Pair[] {
	const having = new Map<string, Known[]>();
	for (const other of others) for (const id of other.listingIds) having.set(id, [...(having.get(id) ?? []), other]);
	const there = new Set(having.keys());
	const best = new Map<string, Pair>();
	for (const ownId of mine.listingIds)
		for (const found of search.counterparts(ownId, COUNTERPARTS, there))
			for (const other of having.get(found.id) ?? []) if (found.score > (best.get(other.person.id)?.found.score ?? 0)) best.set(other.person.id, { other, ownId, found });
	return [...best.values()].sort((a, b) => Number(b.other.shows) - Number(a.other.shows) || b.found.score - a.found.score || (a.other.person.id < b.other.person.id ? -1 : 1));
}

/** Those with whom somebody shares areas, most of them first, where one of the two shows no listing: of two who do, matching has the last word. */
function byAreas(search: Context['search'], mine: Known, others: readonly Known[]): { other: Known; areas: string[] }[] {
	const areasFor = ({ shows, listingIds, areas }: Known) => (shows ? [...new Set(listingIds.flatMap((id) => search.card(id)?.areas ?? []))] : areas);
	const own = new Set(areasFor(mine));
	return others
		.filter(({ shows }) => !(shows && mine.shows))
		.map((other) => ({ other, areas: areasFor(other).filter((area) => own.has(area)) }))
		.filter(({ areas }) => areas.length > 0)
		.sort((a, b) => b.areas.length - a.areas.length || (a.other.person.id < b.other.person.id ? -1 : 1));
}

/**
 * Whom somebody should meet: those who want meetings and show a listing that matching fits to one of the own, with the words that
 * say why. For who shows none stands what that one's organisation has published, and where nothing of it fits, the areas in which both
 * work. Who was asked already, or asked, is left out; so is who comes for the same organisation. Errors: not_found, forbidden.
 */
export async function suggestPeople(context: Context, actor: Actor, input: { eventId: string; reader: Language }): Promise<{ suggested: Suggested[]; showsListings: boolean; indexFilling: boolean }> {
	const { search } = context;
	const { mine, others } = await withMeetings(context, actor, { eventId: input.eventId, right: 'browse' }, async ({ tx, own, frame }) => {
		const everybody = await wantingMeetings(tx, frame.eventId);
		const known = await knownBy(tx, everybody);
		const mine = everybody.find(({ id }) => id === own?.id);
		const standing = own ? await standingPairs(tx, own.id) : new Map<string, never>();
		const isForbidden = await forbiddenAmong(tx, own ? [own.id] : []);
		const others = everybody.filter(({ id, organisation }) => id !== own?.id && !standing.has(id) && !(own && isForbidden(own.id, id)) && (organisation === null || organisation.id !== mine?.organisation?.id));
		return { mine: mine && known(mine), others: others.map(known) };
	});
	if (!mine) return { suggested: [], showsListings: false, indexFilling: false };
	const suggested: Suggested[] = [];
	for (const { other, ownId, found } of bestPairs(search, mine, others).filter(({ found, ownId }) => search.card(ownId) !== undefined && found.card.organisation !== null).slice(0, SUGGESTED)) {
		const [listing] = await publicListings(context.db, [ownId]);
		const own = search.card(ownId);
		if (!listing || !own) continue;
		const [reasons] = await counterpartsWithReasons(context, { kind: own.kind, texts: readableTexts(listing.content) }, [found], input.reader);
		if (reasons) suggested.push({ person: personCard(context, other.person), by: 'listings', own, reasons, shows: { own: mine.shows, theirs: other.shows } });
	}
	const there = new Set(suggested.map(({ person }) => person.id));
	for (const { other, areas } of byAreas(search, mine, others.filter(({ person }) => !there.has(person.id))).slice(0, SUGGESTED - suggested.length)) suggested.push({ person: personCard(context, other.person), by: 'areas', areas });
	return { suggested, showsListings: mine.shows, indexFilling: !search.ready };
}

/** What somebody is matched by; of all at once. */
async function knownBy(tx: Transaction, everybody: readonly Wanting[]): Promise<(person: Wanting) => Known> {
	const organisations = [...new Set(everybody.flatMap(({ organisation }) => organisation?.id ?? []))];
	const silent = [...new Set(everybody.flatMap(({ listingIds, organisation }) => (listingIds.length === 0 && organisation ? organisation.id : [])))];
	const [published, areas] = [await publishedBy(tx, silent, MEETING_LIMITS.listings), await areasOf(tx, organisations)];
	return (person) => {
		const of = person.organisation?.id ?? '';
		const shows = person.listingIds.length > 0;
		return { person, shows, listingIds: shows ? person.listingIds : (published.get(of) ?? []), areas: areas.get(of) ?? [] };
	};
}
