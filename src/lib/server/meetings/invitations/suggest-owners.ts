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
import { wantingMeetings } from '../queries.ts';
import { withMeetings } from '../with-meetings.ts';
import { invitedBy, organisationsComing, ownersOfListings } from './queries.ts';

type Context = Pick<MeetingsContext, 'db' | 'clock'> & { search: Pick<SearchService, 'card' | 'counterparts'>; thesaurus: Thesaurus };

/** So many counterparts of each own listing are looked at. */
const COUNTERPARTS = 40;
const SUGGESTED = 6;

/** A listing whose owner could be invited, and the own one that it fits. */
export interface SuggestedOwner {
	own: ListingCard;
	reasons: CounterpartView;
}

/**
 * Whose listings fit one's own but who is not registered for the event: one listing of each organisation, the best first. Whoever was
 * invited already is left out, and who stays unnamed. Errors: not_found, forbidden.
 */
export async function suggestOwners(context: Context, actor: Actor, input: { eventId: string; reader: Language }): Promise<SuggestedOwner[]> {
	const best = await withMeetings(context, actor, { eventId: input.eventId, right: 'browse' }, async ({ tx, own, frame }) => {
		const [mine] = own ? await wantingMeetings(tx, frame.eventId, own.id) : [];
		if (!own || !mine || !isSignedIn(actor)) return [];
		const found = mine.listingIds.flatMap((ownId) => (context.search.card(ownId) ? context.search.counterparts(ownId, COUNTERPARTS).map((each) => ({ ownId, found: each })) : [])).filter((pair) => pair.found.card.organisation !== null);
		const owners = await ownersOfListings(tx, found.map((pair) => pair.found.id));
		const left = new Set([...(await organisationsComing(tx, frame.eventId)), ...(await invitedBy(tx, own.id)), ...actor.organisations.keys()]);
		const perOwner = new Map<string, { ownId: string; found: CounterpartCard }>();
		for (const pair of found.sort((a, b) => b.found.score - a.found.score || (a.found.id < b.found.id ? -1 : 1))) {
			const owner = owners.get(pair.found.id);
			if (owner !== undefined && !left.has(owner) && !perOwner.has(owner)) perOwner.set(owner, pair);
		}
		return [...perOwner.values()].slice(0, SUGGESTED);
	});
	const suggested: SuggestedOwner[] = [];
	for (const { ownId, found } of best) {
		const [listing] = await publicListings(context.db, [ownId]);
		const own = context.search.card(ownId);
		if (!listing || !own) continue;
		const [reasons] = await counterpartsWithReasons(context, { kind: own.kind, texts: readableTexts(listing.content) }, [found], input.reader);
		if (reasons) suggested.push({ own, reasons });
	}
	return suggested;
}
