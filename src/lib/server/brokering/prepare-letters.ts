import type { Side } from '#lib/brokering/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { contactsOf } from '#lib/server/listings/queries.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import type { NewMail } from '#lib/server/platform/mail.ts';
import { strongestPairs } from '#lib/server/search/counterparts-with-reasons.ts';
import type { PublicListing } from '#lib/server/search/public-listing.ts';
import { publicListings } from '#lib/server/search/queries.ts';
import type { SearchService } from '#lib/server/search/search-service.ts';
import { introductionLetter, questionLetter, type LetterListing, type LetterOfficer } from './pair-letters.ts';
import { officersOf, type FoundPair, type Officer } from './queries.ts';

interface Context {
	search: Pick<SearchService, 'judgePair'>;
	baseUrl: string;
}

/** Officers of the other centre that a letter names: enough to know whom to ask for. */
const NAMED = 2;

/**
 * The letters of an introduction to the contacts of both listings, with the counterpart's public listing, the reasons as
 * they are judged now, and the officers' names; none for a side that has nobody with an account. Null where one of the
 * listings is public no more.
 */
export async function introductionLetters(tx: Executor, context: Context, actor: Actor, pair: FoundPair): Promise<NewMail[] | null> {
	const listings = await publicListings(tx, [pair.row.needId, pair.row.offerId]);
	const need = listings.find(({ id }) => id === pair.row.needId);
	const offer = listings.find(({ id }) => id === pair.row.offerId);
	if (!need || !offer) return null;
	const judged = context.search.judgePair(need.id, offer.id);
	const criteria = judged?.criteria ?? [];
	const officers = namedOfficers(await officersOf(tx, [need.centreId, offer.centreId]), actor, pair);
	const facts = { criteria, quotes: strongestPairs(criteria), officers, baseUrl: context.baseUrl };
	const letters: NewMail[] = [];
	for (const [mine, theirs] of [
		[need, offer],
		[offer, need],
	] as const)
		for (const contact of await contactsOf(tx, mine.id))
			letters.push(introductionLetter(contact, { ...facts, mine: letterListing(mine), theirs: letterListing(theirs) }));
	return letters;
}

/** Who introduces comes first; then those who have the pair, then others of the other side's centre. */
function namedOfficers(all: readonly Officer[], actor: Actor, pair: FoundPair): LetterOfficer[] {
	const introducer = actor.kind === 'member' ? actor.userId : null;
	const rank = ({ userId }: Officer) => (userId === introducer ? 0 : userId === pair.row.assignedTo ? 1 : 2);
	const sorted = [...all].sort((a, b) => rank(a) - rank(b));
	const first = sorted.find(({ userId }) => userId === introducer);
	const others = sorted.filter(({ userId, centreId }) => userId !== introducer && centreId !== first?.centreId).slice(0, NAMED);
	const named = [...(first ? [first] : []), ...others].map(({ name, centreNames }) => ({ name, centre: centreNames }));
	// The secretariat introduces for any centre; its name stands there all the same.
	return first || actor.kind !== 'member' ? named : [{ name: actor.name, centre: [] }, ...named];
}

function letterListing(listing: PublicListing): LetterListing {
	const { content, organisation } = listing;
	return {
		kind: listing.kind,
		reference: listing.reference,
		title: content.title,
		summary: content.summary,
		country: organisation.country,
		organisation: content.display === 'hidden' ? null : organisation.names,
	};
}

/** The letters of a question to the contacts of the listing asked about. */
export async function questionLetters(
	tx: Executor,
	context: Context,
	actor: Extract<Actor, { kind: 'member' }>,
	about: { pair: FoundPair; side: Side; question: string; questionId: string },
): Promise<NewMail[]> {
	const { listingId, centreId } = about.pair.forRules[about.side];
	const listing = (await publicListings(tx, [listingId]))[0];
	const centre = (await officersOf(tx, [centreId]))[0]?.centreNames ?? [];
	return (await contactsOf(tx, listingId)).map((contact) =>
		questionLetter(contact, {
			title: listing?.content.title ?? String(about.pair[`${about.side}Reference`]),
			question: about.question,
			questionId: about.questionId,
			officer: { name: actor.name, centre },
			baseUrl: context.baseUrl,
		}),
	);
}
