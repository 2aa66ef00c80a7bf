import { replayTrade } from '#lib/server/trading/replay-trade.ts';
import type { PageServerLoad } from './$types';

const SHOWN = 500;

export const load: PageServerLoad = async ({ locals, params }) => {
	const { trade, log, fault, replayed } = await replayTrade(locals.mitra.db, locals.actor, Number(params.number));
	return {
		trade: { number: trade.number, title: trade.title, language: trade.language, currency: trade.currency },
		lines: log.slice(-SHOWN).reverse(),
		count: log.length,
		fault,
		faults: replayed.faults,
		awards: replayed.awards,
	};
};
