import type { Language } from '#lib/engines/text/language.ts';
import { answerUnlessHeld } from '#lib/server/platform/answer-unless-held.ts';

/** A feed before it is written as Atom or RSS. Texts are plain; addresses absolute. */
export interface Feed {
	id: string;
	title: string;
	subtitle: string;
	author: string;
	/** The page with the same answers. */
	page: string;
	self: string;
	/** The language of the feed's own words. */
	language: Language;
	updated: Date;
	entries: readonly FeedEntry[];
}

export interface FeedEntry {
	/** The listing's id: the same in every feed. */
	id: string;
	title: string;
	summary: string;
	/** The language that title and summary are in. */
	language: Language;
	link: string;
	author: string | null;
	published: Date;
	updated: Date;
	categories: readonly { term: string; label: string }[];
}

export type FeedFormat = 'atom' | 'rss';
export const FEED_TYPES: Record<FeedFormat, string> = { atom: 'application/atom+xml', rss: 'application/rss+xml' };

/** Characters that XML 1.0 has no place for, however they are written. */
const NOT_IN_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
const escaped = (text: string) => text.replace(NOT_IN_XML, '').replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
const element = (name: string, text: string) => `<${name}>${escaped(text)}</${name}>`;
const instant = (date: Date) => date.toISOString().replace(/\.\d+Z$/, 'Z');

export function writeFeed(feed: Feed, format: FeedFormat): string {
	return format === 'atom' ? atom(feed) : rss(feed);
}

/** Atom 1.0 (RFC 4287). */
function atom(feed: Feed): string {
	return [
		'<?xml version="1.0" encoding="utf-8"?>',
		`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${feed.language}">`,
		element('id', feed.id),
		element('title', feed.title),
		element('subtitle', feed.subtitle),
		element('updated', instant(feed.updated)),
		`<author>${element('name', feed.author)}</author>`,
		`<link rel="self" type="${FEED_TYPES.atom}" href="${escaped(feed.self)}"/>`,
		`<link rel="alternate" type="text/html" hreflang="${feed.language}" href="${escaped(feed.page)}"/>`,
		...feed.entries.map((entry) => atomEntry(entry)),
		'</feed>\n',
	].join('\n');
}

function atomEntry(entry: FeedEntry): string {
	return [
		`<entry xml:lang="${entry.language}">`,
		element('id', `urn:uuid:${entry.id}`),
		element('title', entry.title),
		element('updated', instant(entry.updated)),
		element('published', instant(entry.published)),
		...(entry.author === null ? [] : [`<author>${element('name', entry.author)}</author>`]),
		`<link rel="alternate" type="text/html" href="${escaped(entry.link)}"/>`,
		...entry.categories.map(({ term, label }) => `<category term="${escaped(term)}" label="${escaped(label)}"/>`),
		element('summary', entry.summary),
		'</entry>',
	].join('\n');
}

/** RSS 2.0, with the address of itself as its readers ask for it, and the language of each item by Dublin Core. */
function rss(feed: Feed): string {
	return [
		'<?xml version="1.0" encoding="utf-8"?>',
		'<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/">',
		'<channel>',
		element('title', feed.title),
		element('link', feed.page),
		element('description', feed.subtitle),
		element('language', feed.language),
		element('lastBuildDate', feed.updated.toUTCString()),
		`<atom:link rel="self" type="${FEED_TYPES.rss}" href="${escaped(feed.self)}"/>`,
		...feed.entries.map((entry) =>
			[
				'<item>',
				element('title', entry.title),
				element('link', entry.link),
				`<guid isPermaLink="false">urn:uuid:${entry.id}</guid>`,
				element('pubDate', entry.published.toUTCString()),
				...(entry.author === null ? [] : [element('dc:creator', entry.author)]),
				element('dc:language', entry.language),
				...entry.categories.map(({ label }) => element('category', label)),
				element('description', entry.summary),
				'</item>',
			].join('\n'),
		),
		'</channel>',
		'</rss>\n',
	].join('\n');
}

/** The answer to a feed reader. `open`: the feed is the same for everyone. */
export function feedResponse(request: Request, feed: Feed, format: FeedFormat, open: boolean): Response {
	return answerUnlessHeld(request, writeFeed(feed, format), {
		type: FEED_TYPES[format],
		updated: feed.updated,
		headers: { 'cache-control': open ? 'public, max-age=300' : 'private, max-age=300', 'content-language': feed.language, ...(open ? {} : { 'x-robots-tag': 'noindex' }) },
	});
}
