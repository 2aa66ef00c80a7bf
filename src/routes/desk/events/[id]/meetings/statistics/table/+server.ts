import { figuresTable } from '#lib/server/meetings/statistics/figures.ts';
import { viewStatistics } from '#lib/server/meetings/statistics/view-statistics.ts';
import type { RequestHandler } from './$types';

/** The figures of an event's meetings as CSV, for its organisers. */
export const GET: RequestHandler = async ({ locals, params }) => {
	const { figures } = await viewStatistics(locals.mitra, locals.actor, params.id);
	return new Response(figuresTable(figures), { headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="meetings-${params.id}.csv"`, 'cache-control': 'private, no-store' } });
};
