import type { Language } from '#lib/engines/text/language.ts';
import type { Thesaurus } from '#lib/engines/thesaurus/thesaurus.ts';
import { labelsToType } from '#lib/meetings/labels-to-type.ts';
import type { CounterpartView } from '#lib/search/counterpart-view.ts';
import type { ListingCard } from '#lib/search/types.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { nextTurn } from '#lib/server/platform/next-turn.ts';
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
import { askedPairs, pairsShownAt, proposalsOf, type JudgedPair } from './queries.ts';

type Context = Pick<MeetingsContext, 'db' | 'clock'> & { search: Pick<SearchService, 'card' | 'counterparts' | 'judgePair' | 'ready'>; thesaurus: Thesaurus };

const PROPOSALS_SHOWN = 100;
/** Judged pairs among which the best are looked for: far more than people at an event can have asked each other. */
const PAIRS_READ = 20_000;
/** Needs that are judged against the offers of the event in one view, and pairs that are kept of each. */
const NEEDS_JUDGED = 200;
const OFFERS_OF_EACH = 3;

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

/** Who wants meetings, whom the organisers may propose to meet, and which of their listings the network-wide matching found for each other. */
interface Ground {
	showing: ReadonlyMap<string, Wanting[]>;
	/** Never asked to meet, of two organisations, and not kept apart. */
	mayMeet(one: Wanting, other: Wanting): boolean;
	judged: JudgedPair[];
}

async function groundOf(tx: Transaction, eventId: string): Promise<Ground> {
	const everybody = await wantingMeetings(tx, eventId);
	const asked = new Set((await askedPairs(tx, eventId)).map(({ from, to }) => inOrder(from, to).join(' ')));
	const isForbidden = await forbiddenAmong(tx, everybody.map(({ id }) => id));
	const showing = new Map<string, Wanting[]>();
	for (const person of everybody) for (const id of person.listingIds) showing.set(id, [...(showing.get(id) ?? []), person]);
	const isSameOrganisation = (one: Wanting, other: Wanting) => one.organisation !== null && one.organisation.id === other.organisation?.id;
	return { showing, mayMeet: (one, other) => one.id !== other.id && !isSameOrganisation(one, other) && !asked.has(inOrder(one.id, other.id).join(' ')) && !isForbidden(one.id, other.id), judged: await pairsShownAt(tx, eventId, PAIRS_READ) };
}

/**
 * The pairs of needs and offers shown at an event, the best first. Needs are judged against the offers of the event alone, for the
 * network-wide matching keeps of each the best of all, who may be elsewhere. Of a very large event it is those for which nobody here
 * was kept; the others have their pairs from there.
 */
async function pairsHere(search: Context['search'], { showing, judged }: Ground): Promise<JudgedPair[]> {
	const known = new Set(judged.map(({ needId }) => needId));
	const there = new Set(showing.keys());
	const needs = [...there].filter((id) => search.card(id)?.kind === 'need').sort((a, b) => Number(known.has(a)) - Number(known.has(b)));
	const pairs = [...judged];
	for (const needId of needs.slice(0, NEEDS_JUDGED)) {
		for (const { id, score } of search.counterparts(needId, OFFERS_OF_EACH, there)) pairs.push({ needId, offerId: id, score });
		await nextTurn();
	}
	return pairs.sort((a, b) => b.score - a.score);
}

/** The best pairs of people who may meet; each once, by its best listings. */
function bestPairs({ showing, mayMeet }: Ground, pairs: readonly JudgedPair[], most: number): SuggestedPair[] {
	const found = new Map<string, SuggestedPair>();
	for (const { needId, offerId } of pairs)
		for (const one of showing.get(needId) ?? [])
			for (const other of showing.get(offerId) ?? []) {
				if (found.size === most) return [...found.values()];
				const key = inOrder(one.id, other.id).join(' ');
				if (!found.has(key) && mayMeet(one, other)) found.set(key, { people: [one, other], needId, offerId });
			}
	return [...found.values()];
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
	const { ground, ...page } = await readAtDesk(context, actor, input.eventId, async (tx, found) => {
		const proposals = await proposalsOf(tx, input.eventId, PROPOSALS_SHOWN);
		const people = await peopleOf(tx, proposals.flatMap(({ from, to }) => [from, to]));
		return {
			...deskPage(actor, found),
			open: ['open', 'closed'].includes((await frameOf(tx, input.eventId))?.state ?? ''),
			typed: [...labelsToType(await participantsOf(tx, input.eventId), input.reader).values()],
			proposals: proposals.map(({ from, to, ...proposal }) => ({ ...proposal, people: [people.get(from)?.names ?? [], people.get(to)?.names ?? []] as const })),
			ground: await groundOf(tx, input.eventId),
		};
	});
	const suggested: PairShown[] = [];
	for (const pair of bestPairs(ground, await pairsHere(context.search, ground), input.most)) suggested.push(...(await withReasons(context, pair, input.reader)));
	return { ...page, suggested, indexFilling: !context.search.ready };
}
