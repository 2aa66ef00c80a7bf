import type { RequestEvent } from '@sveltejs/kit';
import { feedResponse, type FeedFormat } from '#lib/server/alerts/feed.ts';
import { eventFilters } from './event-address.ts';
import { eventsFeed } from './events-feed.ts';

/** The feed of the events that an address asks for, for everyone. */
export async function answerEventsFeed({ request, url, locals }: Pick<RequestEvent, 'request' | 'url' | 'locals'>, format: FeedFormat): Promise<Response> {
	const { db, clock, thesaurus } = locals.mitra;
	return feedResponse(request, await eventsFeed({ db, clock, thesaurus, origin: url.origin }, eventFilters(url.searchParams), locals.language, format), format, true);
}
