import type { Language } from '#lib/engines/text/language.ts';
import type { Thesaurus } from '#lib/engines/thesaurus/thesaurus.ts';
import { labelsToType } from '#lib/meetings/labels-to-type.ts';
import type { CounterpartView } from '#lib/search/counterpart-view.ts';
import type { ListingCard } from '#lib/search/types.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { participantsOf } from '#lib/server/registration/registrations.ts';
import { counterpartsWithReasons } from '#lib/server/search/counterparts-with-reasons.ts';
import { readableTexts } from '#lib/server/search/public-listing.ts';
import { publicListings } from '#lib/server/search/queries.ts';
import type { SearchService } from '#lib/server/search/search-service.ts';
import type { MeetingsContext } from '../context.ts';
import { readAtDesk } from '../frame/change-at-desk.ts';
import { frameOf } from '../frame/queries.ts';
import { deskPage } from '../frame/view-frame.ts';
import { forbiddenAmong, inOrder } from '../host/queries.ts';
import { peopleOf, wantingMeetings, type Wanting } from '../queries.ts';
import { askedPairs, pairsShownAt, proposalsOf } from './queries.ts';

type Context = Pick<MeetingsContext, 'db' | 'clock'> & { search: Pick<SearchService, 'card' | 'judgePair' | 'ready'>; thesaurus: Thesaurus };

const PROPOSALS_SHOWN = 100;
/** Judged pairs among which the best are looked for: far more than people at an event can have asked each other. */
const PAIRS_READ = 20_000;

/** Two who should meet, by the two of their listings that fit best. */
interface SuggestedPair {
	people: [Wanting, Wanting];
	needId: string;
	offerId: string;
}

/** A pair as the page shows it. */
interface PairShown {
	/** The value of its field. */
	id: string;
	/** Who shows the need, and who the offer. */
	people: [Wanting['names'], Wanting['names']];
	worksAt: [Wanting['worksAt'], Wanting['worksAt']];
	need: ListingCard;
	reasons: CounterpartView;
}

/** The best pairs of people who were never asked to meet, come for two organisations, and are not kept apart; each once, by its best listings. */
async function bestPairs(tx: Transaction, eventId: string, most: number): Promise<SuggestedPair[]> {
	const everybody = await wantingMeetings(tx, eventId);
	const asked = new Set((await askedPairs(tx, eventId)).map(({ from, to }) => inOrder(from, to).join(' ')));
	const isForbidden = await forbiddenAmong(tx, everybody.map(({ id }) => id));
	const showing = new Map<string, Wanting[]>();
	for (const person of everybody) for (const id of person.listingIds) showing.set(id, [...(showing.get(id) ?? []), person]);
	const found: SuggestedPair[] = [];
	for (const { needId, offerId } of await pairsShownAt(tx, eventId, PAIRS_READ))
		for (const one of showing.get(needId) ?? [])
			for (const other of showing.get(offerId) ?? []) {
				if (found.length === most) return found;
				const key = inOrder(one.id, other.id).join(' ');
				const sameOrganisation = one.organisation !== null && one.organisation.id === other.organisation?.id;
				if (one.id === other.id || sameOrganisation || asked.has(key) || isForbidden(one.id, other.id)) continue;
				asked.add(key);
				found.push({ people: [one, other], needId, offerId });
			}
	return found;
}

/** With the words that say why; none where a listing is not public any more. */
async function withReasons(context: Context, { people: [one, other], needId, offerId }: SuggestedPair, reader: Language): Promise<PairShown[]> {
	const [need, found, [listing]] = [context.search.card(needId), context.search.judgePair(needId, offerId), await publicListings(context.db, [needId])];
	if (!need || !found || !listing) return [];
	const [reasons] = await counterpartsWithReasons(context, { kind: 'need', texts: readableTexts(listing.content) }, [found], reader);
	return reasons ? [{ id: `${one.id} ${other.id}`, people: [one.names, other.names], worksAt: [one.worksAt, other.worksAt], need, reasons }] : [];
}

/** What the organisers have proposed, and the best pairs that they could: with reasons, to be looked at first. Errors: not_found. */
export async function viewProposals(context: Context, actor: Actor, input: { eventId: string; most: number; reader: Language }) {
	const { pairs, ...page } = await readAtDesk(context, actor, input.eventId, async (tx, found) => {
		const proposals = await proposalsOf(tx, input.eventId, PROPOSALS_SHOWN);
		const people = await peopleOf(tx, proposals.flatMap(({ from, to }) => [from, to]));
		return {
			...deskPage(actor, found),
			open: ['open', 'closed'].includes((await frameOf(tx, input.eventId))?.state ?? ''),
			typed: [...labelsToType(await participantsOf(tx, input.eventId), input.reader).values()],
			proposals: proposals.map(({ from, to, ...proposal }) => ({ ...proposal, people: [people.get(from)?.names ?? [], people.get(to)?.names ?? []] as const })),
			pairs: await bestPairs(tx, input.eventId, input.most),
		};
	});
	const suggested: PairShown[] = [];
	for (const pair of pairs) suggested.push(...(await withReasons(context, pair, input.reader)));
	return { ...page, suggested, indexFilling: !context.search.ready };
}
