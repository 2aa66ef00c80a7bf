import { agreementCounts, flowCounts } from '#lib/server/directory/kept-figures.ts';
import type { RequestHandler } from './$types';

/** Codes and figures for machines, in one language: what a column is does not change with the reader. */
export const GET: RequestHandler = async ({ locals }) => {
	const { db } = locals.mitra;
	const agreements = new Map((await agreementCounts(db)).map(({ countries, founding, members }) => [countries.join('-'), `${founding},${members}`]));
	const lines = (await flowCounts(db)).map(({ from, to, pairs, introduced, interested }) => [from, to, pairs, introduced, interested, agreements.get([from, to].sort().join('-')) ?? '0,0'].join(','));
	return new Response(['offer_country,need_country,pairs,introduced,both_interested,founding_agreements,member_agreements', ...lines, ''].join('\r\n'), {
		headers: { 'content-type': 'text/csv; charset=utf-8; header=present', 'content-disposition': 'attachment; filename="network-flows.csv"' },
	});
};
