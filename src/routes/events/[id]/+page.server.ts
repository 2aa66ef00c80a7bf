import { eventById } from '#lib/server/network/queries.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals }) => {
	const event = await eventById(locals.mitra.db, params.id);
	if (!event) throw new ExpectedError('not_found', 'No such event.');
	return { event, isPast: event.endsOn < locals.mitra.clock().toISOString().slice(0, 10) };
};
