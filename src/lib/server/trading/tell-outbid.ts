import { writersOf } from '#lib/server/membership/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { changeOf } from './change-trade.ts';
import type { TradingContext } from './context.ts';
import { markTold, outbidBidders, tradeById } from './queries.ts';

/** Tells those who were outbid, each once an hour at most, while the auction runs. */
export async function tellOutbidBidders(context: TradingContext, tradeId: string): Promise<number> {
	return asActor(context.db, operator('trading'), async (tx) => {
		const row = await tradeById(tx, tradeId);
		if (row?.state !== 'announced' || row.mode !== 'ascending') return 0;
		const change = await changeOf(context, tx, row);
		const outbid = await outbidBidders(tx, tradeId, change.now);
		for (const { organisationId } of outbid) if (organisationId) await change.tell(await writersOf(tx, organisationId), 'outbid');
		await markTold(tx, tradeId, outbid.map(({ number }) => number), change.now);
		return outbid.length;
	});
}
