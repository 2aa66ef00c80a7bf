import type { Language } from '#lib/engines/text/language.ts';
import type { Thesaurus } from '#lib/engines/thesaurus/thesaurus.ts';
import type { CounterpartView } from '#lib/search/counterpart-view.ts';
import type { CounterpartCard, ListingCard } from '#lib/search/types.ts';
import { isSignedIn, type Actor } from '#lib/server/accounts/actor.ts';
import { counterpartsWithReasons } from '#lib/server/search/counterparts-with-reasons.ts';
import { readableTexts } from '#lib/server/search/public-listing.ts';
import { publicListings } from '#lib/server/search/queries.ts';
import type { SearchService } from '#lib/server/search/search-service.ts';
import type { MeetingsContext } from '../context.ts';
import { matchesListing, type PeopleFilters } from '../participants/people-filters.ts';
import { wantingMeetings } from '../queries.ts';
import { meetingsRules } from '../rules.ts';
import { withMeetings } from '../with-meetings.ts';
import { invitedBy, organisationsComing, ownersOfListings } from './queries.ts';

type Context = Pick<MeetingsContext, 'db' | 'clock'> & { search: Pick<SearchService, 'card' | 'counterparts'>; thesaurus: Thesaurus };

/** So many counterparts of each own listing are looked at. */
const COUNTERPARTS = 40;
const SUGGESTED = 6;

/** A listing whose owner could be invited, and the own one that it fits. */
interface FittingOwner {
	own: ListingCard;
	card: ListingCard;
}

/** The same with the words that say why. */
interface SuggestedOwner extends FittingOwner {
	reasons: CounterpartView;
}

interface Fit {
	own: ListingCard;
	found: CounterpartCard;
}

/**
 * Whose listings fit one's own but who is not registered for the event: one listing of each organisation, the best first. Whoever was
 * invited already is left out, and who stays unnamed. None for whom may invite nobody. Errors: not_found, forbidden.
 */
async function fittingOwners(context: Pick<Context, 'db' | 'clock' | 'search'>, actor: Actor, input: { eventId: string; shows: (card: ListingCard) => boolean }): Promise<Fit[]> {
	const { search } = context;
	return withMeetings(context, actor, { eventId: input.eventId, right: 'browse' }, async ({ tx, own, frame, rules, forRules }) => {
		if (!own || !isSignedIn(actor) || forRules.phase !== 'announced' || !meetingsRules.ask(actor, rules)) return [];
		const [mine] = await wantingMeetings(tx, frame.eventId, own.id);
		const cards = (mine?.listingIds ?? []).flatMap((id) => search.card(id) ?? []);
		const pairs = cards.flatMap((card) => search.counterparts(card.id, COUNTERPARTS).map((found) => ({ own: card, found }))).filter(({ found: { card } }) => card.organisation !== null && card.state === 'published' && input.shows(card));
		const owners = await ownersOfListings(tx, pairs.map(({ found }) => found.id));
		const left = new Set([...(await organisationsComing(tx, frame.eventId)), ...(await invitedBy(tx, own.id)), ...actor.organisations.keys()]);
		const perOwner = new Map<string, Fit>();
		for (const pair of pairs.sort((a, b) => b.found.score - a.found.score || (a.found.id < b.found.id ? -1 : 1))) {
			const owner = owners.get(pair.found.id);
			if (owner !== undefined && !left.has(owner) && !perOwner.has(owner)) perOwner.set(owner, pair);
		}
		return [...perOwner.values()].slice(0, SUGGESTED);
	});
}

/** Owners to invite, with the words that say why. Errors: not_found, forbidden. */
export async function suggestOwners(context: Context, actor: Actor, input: { eventId: string; reader: Language }): Promise<SuggestedOwner[]> {
	const suggested: SuggestedOwner[] = [];
	for (const { own, found } of await fittingOwners(context, actor, { eventId: input.eventId, shows: () => true })) {
		const [listing] = await publicListings(context.db, [own.id]);
		if (!listing) continue;
		const [reasons] = await counterpartsWithReasons(context, { kind: own.kind, texts: readableTexts(listing.content) }, [found], input.reader);
		if (reasons) suggested.push({ own, card: reasons.card, reasons });
	}
	return suggested;
}

/** Owners to invite among the participants: those whose listing fits what the catalogue is narrowed by. Errors: not_found, forbidden. */
export async function ownersNotThere(context: Pick<Context, 'db' | 'clock' | 'search'>, actor: Actor, input: { eventId: string; filters: PeopleFilters }): Promise<FittingOwner[]> {
	const fits = await fittingOwners(context, actor, { eventId: input.eventId, shows: (card) => matchesListing(card, input.filters) });
	return fits.map(({ own, found }) => ({ own, card: found.card }));
}
