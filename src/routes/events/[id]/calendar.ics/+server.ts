import { pageMember } from '#lib/server/accounts/acting-person.ts';
import { isSignedIn } from '#lib/server/accounts/actor.ts';
import { chosenSessions, eventCalendar } from '#lib/server/events/calendar.ts';
import { viewEvent } from '#lib/server/events/view-event.ts';
import { href } from '#lib/ui/reader.ts';
import type { RequestHandler } from './$types';

/** All of it; with `session` (several) only those; with `mine` those that a person has picked, who signs in for it. */
export const GET: RequestHandler = async (event) => {
	const { params, locals, url } = event;
	const mine = url.searchParams.has('mine');
	if (mine) pageMember(event);
	const view = await viewEvent(locals.mitra, locals.actor, params.id);
	const asked = url.searchParams.getAll('session');
	const sessions = chosenSessions(view, mine ? view.picks : asked.length > 0 ? asked : null);
	return new Response(eventCalendar(view, sessions, { language: locals.language, url: url.origin + href(`/events/${view.event.id}`) }), {
		headers: {
			'content-type': 'text/calendar; charset=utf-8',
			'content-disposition': `attachment; filename="${view.event.id}.ics"`,
			'cache-control': isSignedIn(locals.actor) ? 'private, no-store' : 'public, max-age=300',
		},
	});
};
