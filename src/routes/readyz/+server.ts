import { sql } from 'drizzle-orm';
import { json } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

/** Ready: the database answers and the index is full. A load balancer sends nobody here before. */
export const GET: RequestHandler = async ({ locals }) => {
	const database = await locals.mitra.db.execute(sql`select 1`).then(
		() => true,
		() => false,
	);
	const search = locals.mitra.search.ready;
	const ready = database && search;
	return json({ ready, database, search }, { status: ready ? 200 : 503, headers: { 'cache-control': 'no-store' } });
};
