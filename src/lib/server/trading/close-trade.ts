import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { winner } from './auction.ts';
import { changeOf, type TradeChange } from './change-trade.ts';
import type { TradingContext } from './context.ts';
import { giveAward } from './give-award.ts';
import { clockSeen, countStanding, dueTrades, momentOf, reserveOf, standingBids, tradeById, type TradeRow } from './queries.ts';

const CLOSER = operator('trading');

/**
 * Closes a trade whose time is over, and gives it to the winner where the rules alone decide. Whoever comes first does it:
 * the job, a bid that came too late, somebody who looks. Answers whether this call did.
 */
export async function closeTrade(context: TradingContext, tradeId: string): Promise<boolean> {
	return asActor(context.db, CLOSER, async (tx) => {
		const row = await tradeById(tx, tradeId, { lock: true });
		if (row?.state !== 'announced' || (await momentOf(tx, context, row.id)) < row.ends) return false;
		await closeLocked(context, tx, row);
		return true;
	});
}

/** Closes a trade that is locked and over, within a transaction of the operator; answers the change, to go on with. */
export async function closeLocked(context: TradingContext, tx: Transaction, row: TradeRow, early?: { soldOut: true }): Promise<TradeChange> {
	const change = await changeOf(context, tx, row);
	await change.append('closed', { detail: { ends: row.ends, ...early } });
	const bids = await countStanding(tx, row.id);
	const reserve = (await reserveOf(tx, row.id))?.amount ?? null;
	// Sealed bids are nobody's to read yet: whether one reaches the reserve shows when they are opened.
	const standing = row.mode === 'sealed' ? [] : await standingBids(tx, row.id);
	const won = winner(row.mode, standing, reserve);
	const state = await change.after('close', { bids, reserveMet: won !== null });
	await change.update({ state, closedMoment: change.moment });
	if (won) await giveAward(change, standing.find(({ event }) => event === won.event)!, { chosen: false });
	if (state === 'unsold') await change.append('unsold');
	await change.tellOf('close');
	await recordAudit(tx, { actor: CLOSER, action: 'trade.close', entity: 'trade', entityId: row.id, before: { state: row.state }, after: { state }, about: { organisationId: row.organisationId, centreId: row.centreId } });
	return change;
}

/** Closes every trade that is over; remembers the time that was seen, so that a clock set back opens nothing again. */
export async function closeDueTrades(context: TradingContext): Promise<number> {
	const moment = await clockSeen(context.db, context);
	let closed = 0;
	for (const id of await dueTrades(context.db, moment)) if (await closeTrade(context, id)) closed++;
	return closed;
}
