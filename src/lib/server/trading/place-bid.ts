import type { Language } from '#lib/engines/text/language.ts';
import { isSignedIn, writesFor, type Actor } from '#lib/server/accounts/actor.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { BidRefusal } from '#lib/trading/vocabulary.ts';
import { judgeBid, leastBid, type AuctionRules, type Judgement } from './auction.ts';
import { changeOf, type TradeChange } from './change-trade.ts';
import { closeLocked } from './close-trade.ts';
import { bidCommitment, keyDigest, newNonce } from './commitment.ts';
import { MICROS, type TradingContext } from './context.ts';
import { openDockingFor } from './decide-trade.ts';
import { giveAward } from './give-award.ts';
import { bidGround, insertBid, tradeByNumber, updateAward, type TradeRow } from './queries.ts';
import { tellOutbidSoon } from './task-keys.ts';

export interface BidInput {
	number: number;
	organisationId: string;
	amount: bigint;
	/** Drawn with the form: the same bid sent again after a lost connection is one bid. */
	key: string;
	words: string;
	language: Language;
}

export interface BidOutcome {
	accepted: boolean;
	reason: BidRefusal | null;
	/** Its number in the log. */
	event: number;
	/** It stood on record already: this was sent again. */
	repeated: boolean;
}

/** After the close a bid is still put on record, as refused; an hour later it is only turned away. */
const RECORDED_AFTER_CLOSE = 3600 * MICROS;

/**
 * Takes in a bid on behalf of an organisation that may bid. All bids on a trade follow one after the other behind its lock;
 * the database's time when its turn comes is the bid's time. Accepted or refused, it stands in the log when this returns.
 * Errors: unauthenticated, forbidden (also: never asked to bid), not_found, expired.
 */
export async function placeBid(context: TradingContext, actor: Actor, input: BidInput): Promise<BidOutcome> {
	if (!isSignedIn(actor)) throw new ExpectedError('unauthenticated', 'Only members bid.');
	if (actor.support || !writesFor(actor, input.organisationId)) throw new ExpectedError('forbidden', 'Owners and editors bid for their organisation.');
	const digest = keyDigest(input.key, input.amount);
	const outbid: { tradeId: string | null } = { tradeId: null };
	// The bidder's right is checked above; the log, the lead and the award are the operator's to write.
	const take = () => asActor(context.db, operator('trading'), async (tx) => {
		const locked = await tradeByNumber(tx, input.number, { lock: true });
		if (!locked || locked.state === 'draft') throw new ExpectedError('not_found', 'No such trade.');
		const ground = await bidGround(tx, locked.id, input.organisationId, digest);
		if (ground.number === null) throw new ExpectedError('forbidden', 'This organisation has not asked to bid.');
		if (ground.before !== null) return outcomeBefore(ground.before, ground.before_kind, ground.before_detail);
		const change = await openOrClosed(context, tx, locked);
		const { row } = change;
		if (row.closedMoment !== null && change.moment - row.closedMoment > RECORDED_AFTER_CLOSE) throw new ExpectedError('expired', 'This trade has been over for long.');
		const judged = judgeBid(rulesOf(row), standingOf(row, ground), { bidder: ground.number, amount: input.amount, moment: change.moment });
		const { event, id } = await record(change, { ...input, digest, bidder: ground.number, personId: actor.userId }, judged);
		if (judged.accepted) {
			if (row.mode === 'ascending' && row.leadingBidder !== null) outbid.tradeId = row.id;
			await follow(context, actor, change, { id, bidder: ground.number, amount: input.amount, event, ends: judged.ends, reserve: ground.reserve === null ? null : BigInt(ground.reserve) });
		}
		await recordAudit(tx, { actor, action: judged.accepted ? 'trade.bid' : 'trade.bid-refused', entity: 'trade', entityId: row.id, detail: { event }, about: { organisationId: input.organisationId, centreId: row.centreId } });
		return { accepted: judged.accepted, reason: judged.accepted ? null : judged.reason, event, repeated: false };
	});
	const outcome: BidOutcome = await inTurn(context.db, input.number, take);
	if (outbid.tradeId) await tellOutbidSoon(context, outbid.tradeId);
	return outcome;
}

const turnsOf = new WeakMap<object, Map<number, Promise<unknown>>>();

/**
 * The bids on one trade that share a pool of connections wait for one another here, so that they do not all hold a connection while they wait for
 * the trade's lock in the database. Nothing rests on it: the lock decides, between processes too.
 */
async function inTurn<Result>(pool: object, number: number, work: () => Promise<Result>): Promise<Result> {
	const turns = turnsOf.get(pool) ?? new Map<number, Promise<unknown>>();
	turnsOf.set(pool, turns);
	const turn = (turns.get(number) ?? Promise.resolve()).then(work, work);
	turns.set(number, turn);
	try {
		return await turn;
	} finally {
		if (turns.get(number) === turn) turns.delete(number);
	}
}

function outcomeBefore(event: number, kind: string | null, detail: { reason?: string } | null): BidOutcome {
	return { accepted: kind === 'bid', reason: kind === 'bid' ? null : ((detail?.reason ?? 'closed') as BidRefusal), event, repeated: true };
}

/** A trade that is over and that nobody has closed yet is closed first, so that the log says both in their order. */
async function openOrClosed(context: TradingContext, tx: Transaction, locked: TradeRow): Promise<TradeChange> {
	const change = await changeOf(context, tx, locked);
	if (locked.state !== 'announced' || change.moment < locked.ends) return change;
	const { row } = await closeLocked(context, tx, locked);
	return changeOf(context, tx, row);
}

export const rulesOf = (row: TradeRow): AuctionRules => ({
	mode: row.mode,
	price: row.price,
	increment: row.increment,
	places: row.places,
	opens: row.opens,
	closes: row.closes,
	softMicros: row.softSeconds * MICROS,
	latestEnd: row.latestEnd,
});

function standingOf(row: TradeRow, ground: { state: string | null; bought: boolean }) {
	const leading = row.leadingBidder !== null && row.leadingAmount !== null ? { bidder: row.leadingBidder, amount: row.leadingAmount } : null;
	return { ends: row.ends, closed: row.state !== 'announced', leading, taken: row.taken, admitted: ground.state === 'admitted', bought: ground.bought };
}

/** What must be bid at least now, for pages. */
export const leastNow = (row: TradeRow): bigint | null => leastBid(rulesOf(row), row.leadingAmount === null ? null : { amount: row.leadingAmount });

async function record(change: TradeChange, bid: BidInput & { digest: Uint8Array; bidder: number; personId: string }, judged: Judgement): Promise<{ event: number; id: string }> {
	const { row } = change;
	const hidden = row.mode === 'sealed' || row.mode === 'offers';
	const nonce = newNonce();
	const event = await change.append(judged.accepted ? 'bid' : 'bid-refused', {
		bidder: bid.bidder,
		amount: hidden ? null : bid.amount,
		...(hidden ? { commitment: bidCommitment({ trade: row.number, bidder: bid.bidder, amount: bid.amount, currency: row.currency, nonce }) } : {}),
		keyDigest: bid.digest,
		detail: judged.accepted ? (judged.ends === row.ends ? {} : { ends: judged.ends }) : { reason: judged.reason },
	});
	const id = crypto.randomUUID();
	await insertBid(change.tx, { id, tradeId: row.id, event, bidder: bid.bidder, amount: bid.amount, words: bid.words, language: bid.language, accepted: judged.accepted, nonce, personId: bid.personId });
	return { event, id };
}

/** What follows from a bid that was taken: the lead, the reserve, the end; at a fixed price the award, and the end when all is sold. */
async function follow(context: TradingContext, actor: Actor, change: TradeChange, bid: { id: string; bidder: number; amount: bigint; event: number; ends: number; reserve: bigint | null }): Promise<void> {
	const { row } = change;
	if (row.mode !== 'fixed') {
		const leads = row.mode === 'ascending';
		const meets = leads && row.hasReserve && !row.reserveMet && bid.reserve !== null && bid.amount >= bid.reserve;
		if (meets) await change.append('reserve-met', { bidder: bid.bidder });
		await change.update({ bidCount: row.bidCount + 1, ends: bid.ends, ...(leads ? { leadingBidder: bid.bidder, leadingAmount: bid.amount } : {}), ...(meets ? { reserveMet: true } : {}) });
		return;
	}
	await change.update({ bidCount: row.bidCount + 1, taken: row.taken + 1 });
	const award = await giveAward(change, bid, { chosen: false });
	await updateAward(change.tx, award.id, { dockingId: await openDockingFor(context, change, actor, award) });
	if (row.taken + 1 >= row.places) await closeLocked(context, change.tx, change.row, { soldOut: true });
}
