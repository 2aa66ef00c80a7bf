import { isSignedIn } from '#lib/server/accounts/actor.ts';
import { eventCalendar } from '#lib/server/events/calendar.ts';
import { viewEvent } from '#lib/server/events/view-event.ts';
import { href } from '#lib/ui/reader.ts';
import type { RequestHandler } from './$types';

/** All of it; with `session` (several) only those; with `mine` those that whoever is signed in has picked. */
export const GET: RequestHandler = async ({ params, locals, url }) => {
	const view = await viewEvent(locals.mitra, locals.actor, params.id);
	const mine = url.searchParams.has('mine') && isSignedIn(locals.actor);
	const asked = mine ? view.picks : url.searchParams.getAll('session');
	const sessions = mine || asked.length > 0 ? view.sessions.filter(({ id }) => asked.includes(id)) : view.sessions;
	return new Response(eventCalendar(view, sessions, { language: locals.language, url: url.origin + href(`/events/${view.event.id}`) }), {
		headers: {
			'content-type': 'text/calendar; charset=utf-8',
			'content-disposition': `attachment; filename="${view.event.id}.ics"`,
			'cache-control': isSignedIn(locals.actor) ? 'private, no-store' : 'public, max-age=300',
		},
	});
};
