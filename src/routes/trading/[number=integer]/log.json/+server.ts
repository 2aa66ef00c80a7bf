import type { RequestHandler } from '@sveltejs/kit';
import { replayTrade } from '#lib/server/trading/replay-trade.ts';

/** The whole log, for whoever wants to play it anew. Amounts are minor units as text, moments microseconds since 1970. */
export const GET: RequestHandler = async ({ locals, params }) => {
	const { trade, log, fault, replayed } = await replayTrade(locals.mitra.db, locals.actor, Number(params.number));
	const whole = { trade: trade.number, currency: trade.currency, state: trade.state, firstFault: fault, faults: replayed.faults, awards: replayed.awards, log };
	const text = JSON.stringify(whole, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value), '\t');
	return new Response(text, { headers: { 'content-type': 'application/json', 'content-disposition': `inline; filename="trade-${trade.number}.json"` } });
};
