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
	// Search goes on without vectors, so that a failing service is said and makes nothing unready.
	const vectors = locals.mitra.search.vectorHealth();
	return json({ ready, database, search, ...(vectors ? { vectors } : {}) }, { status: ready ? 200 : 503, headers: { 'cache-control': 'no-store' } });
};
