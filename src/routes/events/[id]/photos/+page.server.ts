import { viewEvent } from '#lib/server/events/view-event.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals }) => {
	const { event, photos } = await viewEvent(locals.mitra, locals.actor, params.id);
	return { event: { id: event.id, names: event.names, isSample: event.isSample, state: event.state }, photos };
};
