import { taskKey } from '#lib/server/platform/jobs.ts';
import type { TradingContext } from './context.ts';

export const tellOutbid = taskKey<{ tradeId: string }>('trading.tell-outbid');
export const closeOne = taskKey<{ tradeId: string }>('trading.close-one');

/** Letters to who was outbid gather for so long: in the heat of an auction nobody reads a letter for each bid. */
const GATHER_SECONDS = 20;
const asked = new Map<string, number>();

/** Asks for the letters to those who were outbid, once in a while for each trade. */
export async function tellOutbidSoon(context: Pick<TradingContext, 'jobs'>, tradeId: string): Promise<void> {
	const now = Date.now();
	if (now - (asked.get(tradeId) ?? 0) < GATHER_SECONDS * 1000) return;
	asked.set(tradeId, now);
	await context.jobs.enqueue(tellOutbid, { tradeId }, { singletonKey: tradeId, startAfter: GATHER_SECONDS });
}
