import type { RequestEvent } from '@sveltejs/kit';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { RETRY_AFTER_SECONDS, searchRate } from '#lib/server/search/search-rate.ts';
import { feedResponse, type FeedFormat } from './feed.ts';
import { requestInput } from './input.ts';
import { publicFeed, savedFeed } from './search-feed.ts';

type Event = Pick<RequestEvent, 'request' | 'url' | 'locals' | 'getClientAddress' | 'setHeaders'>;

/** The feed of the search that an address asks for, for everyone. Errors: rate_limited. */
export async function openFeed(event: Event, format: FeedFormat): Promise<Response> {
	countAsked(event);
	const { language } = event.locals;
	return feedResponse(event.request, await publicFeed(contextOf(event), requestInput(event.url.search), language, format), format, true);
}

/** The feed of a saved search. Errors: not_found, rate_limited. */
export async function ownFeed(event: Event, token: string, format: FeedFormat): Promise<Response> {
	countAsked(event);
	return feedResponse(event.request, await savedFeed(contextOf(event), token, format), format, false);
}

function contextOf({ locals, url }: Event) {
	const { mitra } = locals;
	return { db: mitra.db, thesaurus: mitra.thesaurus, search: mitra.search, origin: url.origin };
}

/** Counts what a program asks for without signing in: it has the share that searches of one network have. Errors: rate_limited. */
export function countAsked({ getClientAddress, locals, setHeaders }: Pick<Event, 'getClientAddress' | 'locals' | 'setHeaders'>): void {
	try {
		searchRate().count(getClientAddress(), locals.mitra.clock().getTime());
	} catch (error) {
		if (error instanceof ExpectedError) setHeaders({ 'retry-after': String(RETRY_AFTER_SECONDS) });
		throw error;
	}
}
