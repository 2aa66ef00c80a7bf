import type { RequestEvent } from '@sveltejs/kit';
import { tradingContext, type TradingContext } from './context.ts';
import { LiveTrades } from './live.ts';

let live: LiveTrades | undefined;

/** The one teller of this process, made with the first follower. */
export function liveTrades(mitra: RequestEvent['locals']['mitra']): LiveTrades {
	if (!live) {
		live = new LiveTrades(tradingContext(mitra), mitra.configuration.databaseUrl!);
		process.once('sveltekit:shutdown' as never, () => live?.stop());
	}
	return live;
}

export const contextOf = (event: Pick<RequestEvent, 'locals'>): TradingContext => tradingContext(event.locals.mitra);
