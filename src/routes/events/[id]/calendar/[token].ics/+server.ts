import { countAsked } from '#lib/server/alerts/answer-feed.ts';
import { ownCalendar } from '#lib/server/meetings/agenda/own-calendar.ts';
import { meetingsContext } from '#lib/server/meetings/context.ts';
import { answerUnlessHeld } from '#lib/server/platform/answer-unless-held.ts';
import { ensureSecret } from '#lib/server/platform/secret.ts';
import { href } from '#lib/ui/reader.ts';
import type { RequestHandler } from './$types';

/** A person's own programme and meetings, for a calendar program that does not sign in: the address is the right itself. */
export const GET: RequestHandler = async (event) => {
	countAsked(event);
	const { params, locals, url, request } = event;
	const secret = await ensureSecret(locals.mitra.configuration.dataFolder);
	const content = await ownCalendar(meetingsContext(locals.mitra), secret, { eventId: params.id, token: params.token }, { language: locals.language, url: url.origin + href(`/events/${params.id}`) });
	return answerUnlessHeld(request, content, { type: 'text/calendar', headers: { 'cache-control': 'private, no-cache', 'x-robots-tag': 'noindex', 'content-language': locals.language } });
};
