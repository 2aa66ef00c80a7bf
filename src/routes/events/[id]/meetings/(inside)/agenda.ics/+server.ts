import { pageMember } from '#lib/server/accounts/acting-person.ts';
import { agendaCalendar } from '#lib/server/meetings/agenda/agenda-calendar.ts';
import { viewAgenda } from '#lib/server/meetings/agenda/view-agenda.ts';
import { meetingsContext } from '#lib/server/meetings/context.ts';
import { href } from '#lib/ui/reader.ts';
import type { RequestHandler } from './$types';

/** One's own meetings for a calendar. */
export const GET: RequestHandler = async (event) => {
	const { params, locals, url } = event;
	const agenda = await viewAgenda(meetingsContext(locals.mitra), pageMember(event), params.id);
	const content = agendaCalendar(agenda, { language: locals.language, url: url.origin + href(`/events/${params.id}/meetings`) });
	return new Response(content, { headers: { 'content-type': 'text/calendar; charset=utf-8', 'content-disposition': 'attachment; filename="meetings.ics"', 'cache-control': 'private, no-store' } });
};
