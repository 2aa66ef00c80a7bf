import type { RequestEvent } from '@sveltejs/kit';
import { feedResponse, type FeedFormat } from '#lib/server/alerts/feed.ts';
import { eventFilters } from './event-address.ts';
import { eventsFeed } from './events-feed.ts';
import { programmeFeed } from './programme-feed.ts';

/** The feed of the events that an address asks for, for everyone. */
export async function answerEventsFeed({ request, url, locals }: Pick<RequestEvent, 'request' | 'url' | 'locals'>, format: FeedFormat): Promise<Response> {
	const { db, clock, thesaurus } = locals.mitra;
	return feedResponse(request, await eventsFeed({ db, clock, thesaurus, origin: url.origin }, eventFilters(url.searchParams), locals.language, format), format, true);
}

/** The feed of one event's programme and of what changed in it, for everyone. Errors: not_found. */
export async function answerProgrammeFeed({ request, url, locals, params }: Pick<RequestEvent<{ id: string }>, 'request' | 'url' | 'locals' | 'params'>, format: FeedFormat): Promise<Response> {
	const { db, clock } = locals.mitra;
	return feedResponse(request, await programmeFeed({ db, clock, origin: url.origin }, params.id, locals.language, format), format, true);
}
