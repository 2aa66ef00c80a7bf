import { belongsTo, isSignedIn, writesFor, type Actor } from '#lib/server/accounts/actor.ts';
import { centreById, organisationById, organisationsById } from '#lib/server/network/queries.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { OPENING_MINUTES, phaseOf } from '#lib/trading/vocabulary.ts';
import { ranked } from './auction.ts';
import { closeTrade } from './close-trade.ts';
import { MICROS, type TradingContext } from './context.ts';
import { ineligible } from './eligibility.ts';
import { leastNow } from './place-bid.ts';
import { awardsOf, biddersOf, bidsOfBidder, forRules, latestEvents, listingReference, momentOf, openingsSince, reserveOf, standingBids, tradeByNumber, type TradeRow } from './queries.ts';
import { awardRules, tradeRules } from './rules.ts';

const EVENTS_SHOWN = 40;
export type TradeView = Awaited<ReturnType<typeof viewTrade>>;

/** A trade as one reader may see it, with what this reader may do now. Closes it where its time is over. Errors: not_found. */
export async function viewTrade(context: TradingContext, actor: Actor, number: number) {
	const first = await readTrade(context, actor, number);
	if (first.phase !== 'ending') return first;
	await closeTrade(context, first.trade.id);
	return readTrade(context, actor, number);
}

async function readTrade(context: TradingContext, actor: Actor, number: number) {
	return asActor(context.db, actor, async (tx) => {
		const row = await tradeByNumber(tx, number);
		if (!row) throw new ExpectedError('not_found', 'No such trade.');
		// Who is outside knows the own organisations only; asking the wall about all the others would cost.
		const insider = tradeRules.readBids(actor, forRules(row, []));
		const bidders = isSignedIn(actor) ? await biddersOf(tx, row.id, insider ? undefined : [...actor.organisations.keys()]) : [];
		const thing = forRules(row, bidders);
		if (!tradeRules.view(actor, thing)) throw new ExpectedError('not_found', 'No such trade.');
		const moment = await momentOf(tx, context, row.id);
		const inside = tradeRules.readBids(actor, thing);
		const seller = row.organisationId ? await organisationById(tx, row.organisationId) : undefined;
		const hidden = row.sellerHidden && !inside;
		const awards = isSignedIn(actor) ? await awardsOf(tx, row.id) : [];
		const can = (right: keyof typeof tradeRules) => tradeRules[right](actor, thing);
		return {
			trade: row,
			phase: phaseOf(row, moment),
			moment,
			least: leastNow(row),
			listing: row.listingId ? await listingReference(tx, row.listingId) : null,
			seller: seller && !hidden ? { slug: seller.slug, names: seller.names } : null,
			centre: { id: row.centreId, names: (await centreById(tx, row.centreId))?.names ?? [] },
			events: await latestEvents(tx, row.id, EVENTS_SHOWN),
			own: isSignedIn(actor) ? await ownSides(tx, actor, row, bidders, awards) : [],
			bidders: inside ? bidders.map(({ personId: _person, decidedBy: _by, ...each }) => each) : [],
			bids: inside ? ranked(await standingBids(tx, row.id)).map(({ nonce: _nonce, ...each }) => each) : [],
			awards: inside ? await namedAwards(tx, awards) : [],
			reserve: inside && isSignedIn(actor) && row.organisationId && belongsTo(actor, row.organisationId) ? ((await reserveOf(tx, row.id))?.amount ?? null) : null,
			approvals: can('openBids') ? (await openingsSince(tx, row.id, moment - OPENING_MINUTES * 60 * MICROS)).length : 0,
			inside,
			may: { edit: can('edit'), announce: can('announce'), withdraw: can('withdraw'), takePart: can('takePart'), admit: can('admit'), openBids: can('openBids'), choose: can('choose'), contract: can('contract') },
		};
	});
}

type Member = Extract<Actor, { kind: 'member' }>;
type Tx = Parameters<typeof biddersOf>[0];

/** The reader's organisations as bidders: where each stands, what it has bid, what it may do. */
async function ownSides(tx: Tx, actor: Member, row: TradeRow, bidders: Awaited<ReturnType<typeof biddersOf>>, awards: Awaited<ReturnType<typeof awardsOf>>) {
	if (row.organisationId && belongsTo(actor, row.organisationId)) return [];
	const organisations = await organisationsById(tx, [...actor.organisations.keys()]);
	return Promise.all(
		organisations.map(async (organisation) => {
			const bidder = bidders.find(({ organisationId }) => organisationId === organisation.id) ?? null;
			const award = awards.find(({ organisationId, state }) => organisationId === organisation.id && state !== 'refused') ?? null;
			return {
				id: organisation.id,
				names: organisation.names,
				writes: writesFor(actor, organisation.id),
				why: ineligible(row, organisation, row.organisationId),
				bidder: bidder ? { number: bidder.number, state: bidder.state, reason: bidder.reason } : null,
				bids: bidder ? (await bidsOfBidder(tx, row.id, bidder.number)).map(({ nonce: _nonce, personId: _person, ...each }) => each) : [],
				award: award ? { ...award, mayAnswer: awardRules.answer(actor, award) } : null,
			};
		}),
	);
}

async function namedAwards(tx: Tx, awards: Awaited<ReturnType<typeof awardsOf>>) {
	const organisations = await organisationsById(tx, awards.flatMap(({ organisationId }) => organisationId ?? []));
	return awards.map((award) => {
		const found = organisations.find(({ id }) => id === award.organisationId);
		return { ...award, organisation: found ? { slug: found.slug, names: found.names } : null };
	});
}

/** What the live page and its followers are told: public facts only. */
export interface LiveState {
	moment: number;
	ends: number;
	phase: string;
	leadingBidder: number | null;
	leadingAmount: string | null;
	least: string | null;
	bidCount: number;
	bidderCount: number;
	reserveMet: boolean;
	last: number;
	events: { number: number; moment: number; kind: string; bidder: number | null; amount: string | null }[];
}

export async function liveState(context: Pick<TradingContext, 'db' | 'auctionClock'>, number: number): Promise<LiveState | undefined> {
	return asActor(context.db, { kind: 'visitor' }, async (tx) => {
		const row = await tradeByNumber(tx, number);
		if (!row) return undefined;
		const moment = await momentOf(tx, context, row.id);
		const events = (await latestEvents(tx, row.id, 12)).filter(({ kind }) => kind !== 'bid-refused');
		const text = (amount: bigint | null) => amount?.toString() ?? null;
		return {
			moment,
			ends: row.ends,
			phase: phaseOf(row, moment),
			leadingBidder: row.leadingBidder,
			leadingAmount: text(row.leadingAmount),
			least: text(leastNow(row)),
			bidCount: row.bidCount,
			bidderCount: row.bidderCount,
			reserveMet: row.reserveMet,
			last: row.eventCount,
			events: events.map((event) => ({ number: event.number, moment: event.moment, kind: event.kind, bidder: event.bidder, amount: text(event.amount) })),
		};
	});
}
