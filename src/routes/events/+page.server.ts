import { allEvents } from '#lib/server/network/queries.ts';
import type { PageServerLoad } from './$types';

/** Upcoming events first, the nearest first; then past ones, the latest first. */
export const load: PageServerLoad = async ({ locals }) => {
	const today = locals.mitra.clock().toISOString().slice(0, 10);
	const events = (await allEvents(locals.mitra.db)).map(({ facts, source, ...event }) => ({ ...event, facts: facts.slice(0, 3), source }));
	return {
		upcoming: events.filter(({ endsOn }) => endsOn >= today),
		past: events.filter(({ endsOn }) => endsOn < today).reverse(),
	};
};
