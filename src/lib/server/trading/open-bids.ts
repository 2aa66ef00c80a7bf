import { isSignedIn, type Actor } from '#lib/server/accounts/actor.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { OPENING_MINUTES } from '#lib/trading/vocabulary.ts';
import { ranked, winner } from './auction.ts';
import { changeTrade, type TradeChange } from './change-trade.ts';
import { bidCommitment, isSameDigest } from './commitment.ts';
import { MICROS, type TradingContext } from './context.ts';
import { giveAward } from './give-award.ts';
import { insertOpening, logOf, openingsSince, reserveOf, standingBids } from './queries.ts';
import { NEEDED_APPROVALS } from './trade.ts';

/**
 * An officer who is on neither side says that the sealed bids shall be opened. When a second one says so within fifteen
 * minutes they are: each is checked against what was committed to when it was made, written into the log, and the trade goes
 * to the best by the rules. Answers how many officers are still missing. Errors: not_found, forbidden, conflict.
 */
export async function openSealedBids(context: TradingContext, actor: Actor, input: { number: number }): Promise<number> {
	return changeTrade(context, actor, { number: input.number, right: 'openBids', action: 'open-bids' }, async (change) => {
		if (!isSignedIn(actor)) throw new ExpectedError('forbidden', 'People open bids, nobody else.');
		const { tx, row } = change;
		const since = change.moment - OPENING_MINUTES * 60 * MICROS;
		const before = await openingsSince(tx, row.id, since);
		if (!before.includes(actor.userId)) {
			await insertOpening(tx, { tradeId: row.id, personId: actor.userId, moment: change.moment });
			await change.append('approval', { detail: { officer: before.length + 1 } });
		}
		const approvals = new Set([...before, actor.userId]).size;
		if (approvals >= NEEDED_APPROVALS) await open(change, approvals);
		return Math.max(0, NEEDED_APPROVALS - approvals);
	});
}

async function open(change: TradeChange, approvals: number): Promise<void> {
	const { row } = change;
	// From this line on the wall lets the bids be read.
	await change.append('opened');
	await asActor(change.tx, operator('trading'), async (tx) => {
		const bids = ranked(await standingBids(tx, row.id));
		const commitments = new Map((await logOf(tx, row.id)).map(({ number, commitment }) => [number, commitment]));
		for (const bid of bids) {
			const committed = Buffer.from(commitments.get(bid.event) ?? '', 'hex');
			const found = bidCommitment({ trade: row.number, bidder: bid.bidder, amount: bid.amount, currency: row.currency, nonce: bid.nonce });
			if (!isSameDigest(committed, found)) throw new Error(`Trade ${row.number}: bid ${bid.event} is not what was committed to.`);
			await change.append('revealed', { bidder: bid.bidder, amount: bid.amount, detail: { bid: bid.event, nonce: Buffer.from(bid.nonce).toString('hex') } });
		}
		const reserve = (await reserveOf(tx, row.id))?.amount ?? null;
		const won = winner('sealed', bids, reserve);
		const state = await change.after('open-bids', { approvals, reserveMet: won !== null, bids: bids.length });
		await change.update({ state, reserveMet: won !== null, leadingBidder: bids[0]?.bidder ?? null, leadingAmount: bids[0]?.amount ?? null });
		if (won) await giveAward(change, bids.find(({ event }) => event === won.event)!, { chosen: false });
		await change.tellOf('open-bids');
	});
}
