import type { RequestHandler } from '@sveltejs/kit';
import { decimalText, money } from '#lib/money/money.ts';
import { readTurnover, TURNOVER_BY } from '#lib/server/trading/turnover/turnover.ts';

/** The figures of the page, as far as this reader may see them; amounts in major units of their currency. */
export const GET: RequestHandler = async ({ locals, url }) => {
	const by = TURNOVER_BY.find((each) => each === url.searchParams.get('by')) ?? 'year';
	const { groups } = await readTurnover(locals.mitra.db, locals.actor, by);
	const lines = groups.map(({ key, currency, deals, agreed }) => [key, currency, deals, agreed === null ? '' : decimalText(money(agreed, currency))].join(','));
	return new Response(`\uFEFF${[`${by},currency,deals,agreed`, ...lines].join('\r\n')}\r\n`, { headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="turnover-${by}.csv"` } });
};
