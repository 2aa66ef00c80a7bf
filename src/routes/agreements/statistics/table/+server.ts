import { FIGURE_DIMENSIONS } from '#lib/agreements/figures.ts';
import { decimalText } from '#lib/money/money.ts';
import { agreementStatistics } from '#lib/server/agreements/public-register.ts';
import type { RequestHandler } from './$types';

/** The figures of the page as CSV (RFC 4180), one line a group and currency. */
export const GET: RequestHandler = async ({ locals }) => {
	const { by, whole } = await agreementStatistics(locals.mitra.db, locals.actor);
	const lines = FIGURE_DIMENSIONS.flatMap((dimension) =>
		by[dimension].flatMap(({ key, agreements, values }) => {
			const amounts = values.length === 0 ? [['', '']] : values.map((value) => [value.currency, decimalText(value)]);
			return amounts.map(([currency, value]) => [dimension, key, String(agreements), currency, value].join(','));
		}),
	);
	const csv = ['by,group,agreements,currency,value', ...lines].join('\r\n');
	return new Response(`${csv}\r\n`, {
		headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="agreements.csv"', 'cache-control': whole ? 'private, no-store' : 'public, max-age=300' },
	});
};
