import * as m from '#lib/paraglide/messages.js';
import { localizeHref } from '#lib/paraglide/runtime.js';
import { isLanguage, type Language } from '#lib/engines/text/language.ts';
import type { Thesaurus } from '#lib/engines/thesaurus/thesaurus.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { inLanguage } from '#lib/server/platform/in-language.ts';
import type { SearchService } from '#lib/server/search/search-service.ts';
import { addressOfSearch } from '#lib/search/search-address.ts';
import { localTextFor } from '#lib/text/local-text.ts';
import type { Feed, FeedEntry, FeedFormat } from './feed.ts';
import { personById, publicationTimes, searchByFeedToken } from './queries.ts';
import { requestOf, type SavedRequest } from './saved-search.ts';

const ENTRIES = 50;

interface FeedContext {
	db: Executor;
	thesaurus: Thesaurus;
	search: Pick<SearchService, 'search'>;
	/** The address of this site, without a slash at its end. */
	origin: string;
}

/** The feed of any search, for everyone, in the reader's language: its newest listings. */
export async function publicFeed(context: FeedContext, request: SavedRequest, language: Language, format: FeedFormat): Promise<Feed> {
	const query = addressOfSearch(requestOf(request)).replace(/^\/search/, '');
	const words = request.text.trim();
	const title = inLanguage(language, () => (words === '' ? m.alerts_feed_title() : m.alerts_feed_title_of({ words })));
	return feedOf(context, request, { language, title, path: `/feeds/search.${format}${query}`, since: new Date(0) });
}

/** The feed of a saved search, for whoever has its address, in its person's language. Errors: not_found. */
export async function savedFeed(context: FeedContext, token: string, format: FeedFormat): Promise<Feed> {
	const saved = /^[\w-]{32}$/.test(token) ? await searchByFeedToken(context.db, token) : undefined;
	const person = saved && (await personById(context.db, saved.userId));
	if (!saved || !person) throw new ExpectedError('not_found', 'No such feed.');
	const language = isLanguage(person.language) ? person.language : 'en';
	return feedOf(context, saved.request, { language, title: saved.name, path: `/feeds/${token}.${format}`, since: saved.createdAt });
}

async function feedOf(
	{ db, thesaurus, search, origin }: FeedContext,
	request: SavedRequest,
	about: { language: Language; title: string; path: string; since: Date },
): Promise<Feed> {
	const { language } = about;
	const address = (path: string) => origin + localizeHref(path, { locale: language });
	const { hits } = await search.search({ ...requestOf(request, 1, ENTRIES), sort: 'newest' });
	const times = await publicationTimes(db, hits.map(({ card }) => card.id));
	const entries = hits.flatMap(({ card }): FeedEntry[] => {
		const updated = times.get(card.id);
		// Public no more since the index read it.
		if (!updated) return [];
		return [
			{
				id: card.id,
				title: card.title,
				summary: card.summary,
				language: card.language,
				link: address(`/listings/${card.reference}`),
				author: (card.organisation && localTextFor(card.organisation.names, card.language)?.text) ?? null,
				published: new Date(card.publishedAt),
				updated,
				categories: card.areas.map((area) => ({ term: area, label: thesaurus.label(area, language) })),
			},
		];
	});
	return {
		...inLanguage(language, () => ({ author: m.site_name(), subtitle: m.alerts_feed_subtitle() })),
		id: address(about.path.replace(/\.(atom|rss)(?=$|\?)/, '')),
		title: about.title,
		page: address(addressOfSearch(requestOf({ ...request, sort: 'newest' }))),
		self: address(about.path),
		language,
		updated: entries.reduce((latest, { updated }) => (updated > latest ? updated : latest), about.since),
		entries,
	};
}
