import { ExpectedError } from '#lib/server/platform/errors.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { TradeChange } from './change-trade.ts';
import { awardById, awardsOf, biddersOf, insertAward, type AwardRow } from './queries.ts';

const DAY = 86_400_000;

/**
 * Gives the trade to a bid: the award is offered to the bidder, who has some days to answer. Of offers that only the seller
 * reads the log names no amount. Errors: conflict (the bidder refused before).
 */
export async function giveAward(change: TradeChange, bid: { id: string; bidder: number; amount: bigint; event: number }, options: { chosen: boolean }): Promise<AwardRow> {
	const { row, now } = change;
	// Who won is told by the operator: the seller learns it with the award, and not before.
	return asActor(change.tx, operator('trading'), async (tx) => {
		const id = crypto.randomUUID();
		const bidder = (await biddersOf(tx, row.id)).find(({ number }) => number === bid.bidder);
		if (!bidder) throw new ExpectedError('conflict', 'There is no such bidder.');
		if ((await awardsOf(tx, row.id)).some((award) => award.bidder === bid.bidder && award.state === 'refused')) throw new ExpectedError('conflict', 'This bidder has refused already.');
		await insertAward(tx, {
			id,
			tradeId: row.id,
			bidId: bid.id,
			bidder: bid.bidder,
			organisationId: bidder.organisationId,
			country: bidder.country,
			amount: bid.amount,
			currency: row.currency,
			state: row.mode === 'fixed' ? 'accepted' : 'offered',
			...(row.mode === 'fixed' ? { answeredAt: now } : {}),
			answerBy: new Date(now.getTime() + row.answerDays * DAY),
			createdAt: now,
		});
		await change.append('awarded', { bidder: bid.bidder, amount: row.mode === 'offers' ? null : bid.amount, detail: { bid: bid.event, ...(options.chosen ? { chosen: true } : {}) } });
		// At a fixed price the buyer has answered by buying; the docking tells both sides.
		if (row.mode !== 'fixed') await change.tellOf('award', bid.bidder);
		return (await awardById(tx, id))!;
	});
}
