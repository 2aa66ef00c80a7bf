import { figuresCsv } from '#lib/server/outcomes/figures/figures-csv.ts';
import { outcomeFigures } from '#lib/server/outcomes/figures/outcome-figures.ts';
import type { RequestHandler } from './$types';

/** The figures of the page as CSV (RFC 4180), as far as this reader may see them. */
export const GET: RequestHandler = async ({ locals }) => {
	const { by } = await outcomeFigures(locals.mitra.db, locals.actor);
	return new Response(figuresCsv(by), { headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="outcomes.csv"' } });
};
