import { listTrades } from '#lib/server/trading/list-trades.ts';
import { microsOf } from '#lib/server/trading/context.ts';
import { TRADE_MODES } from '#lib/trading/vocabulary.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const over = url.searchParams.has('over');
	const mode = TRADE_MODES.find((each) => each === url.searchParams.get('mode')) ?? null;
	return { ...(await listTrades(locals.mitra.db, { over, mode, before: url.searchParams.get('after') })), over, mode, now: microsOf(locals.mitra.clock()) };
};
