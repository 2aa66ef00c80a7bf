import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { changeSearch } from '#lib/server/alerts/change-search.ts';
import { FEED_TYPES, feedResponse, writeFeed, type Feed } from '#lib/server/alerts/feed.ts';
import { requestInput } from '#lib/server/alerts/input.ts';
import { searchById } from '#lib/server/alerts/queries.ts';
import { publicFeed, savedFeed } from '#lib/server/alerts/search-feed.ts';
import { speak } from '../brokering/desk-network.ts';
import { createAlertsNetwork, type AlertsNetwork } from './alerts-network.ts';
import { readXml, type XmlElement } from './read-xml.ts';

const ATOM = '{http://www.w3.org/2005/Atom}';
let network: AlertsNetwork;
const context = () => ({ db: network.database.db, thesaurus: network.thesaurus, search: network.search, origin: 'https://mitra.example' });
const all = (element: XmlElement, name: string) => element.children.filter((child) => child.name === name);
const one = (element: XmlElement, name: string) => {
	const found = all(element, name);
	expect(found, name).toHaveLength(1);
	return found[0]!;
};

beforeAll(async () => {
	network = await createAlertsNetwork();
});
afterAll(() => network?.close());
beforeEach(() => network.clear());

/** What RFC 4287, sections 4.1.1 and 4.1.2, asks of a feed and its entries. */
function checkAtom(source: string): XmlElement {
	const feed = readXml(source);
	expect(feed.name).toBe(`${ATOM}feed`);
	const dateConstruct = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
	for (const element of [feed, ...all(feed, `${ATOM}entry`)]) {
		expect(() => new URL(one(element, `${ATOM}id`).text)).not.toThrow();
		expect(one(element, `${ATOM}title`).text.trim()).not.toBe('');
		expect(one(element, `${ATOM}updated`).text).toMatch(dateConstruct);
		expect(Number.isNaN(Date.parse(one(element, `${ATOM}updated`).text))).toBe(false);
		const alternates = all(element, `${ATOM}link`).filter(({ attributes }) => attributes.rel === 'alternate');
		const kinds = alternates.map(({ attributes }) => `${attributes.type} ${attributes.hreflang}`);
		expect(alternates.length).toBeGreaterThan(0);
		expect(new Set(kinds).size).toBe(kinds.length);
		for (const { attributes } of all(element, `${ATOM}link`)) expect(() => new URL(attributes.href!)).not.toThrow();
		expect(element.attributes['xml:lang']).toMatch(/^[a-z]{2,3}$/);
		for (const author of all(element, `${ATOM}author`)) expect(one(author, `${ATOM}name`).text).not.toBe('');
	}
	expect(all(feed, `${ATOM}author`)).toHaveLength(1);
	const ids = all(feed, `${ATOM}entry`).map((entry) => one(entry, `${ATOM}id`).text);
	expect(new Set(ids).size).toBe(ids.length);
	return feed;
}

describe('the feed of any search', () => {
	test('is Atom as the standard wants it, each text with its own language, only public texts and names', async () => {
		const { institute } = network.network;
		const hidden = await network.publish('offer', institute, { language: 'lo', title: 'ລະບົບນ້ຳຢອດ <b>&"\'</b> ]]> \u0007', summary: 'ດິນເຄັມ irrigation', display: 'hidden', description: 'guarded irrigation', disclosure: { description: 'confidential' } });
		const written = writeFeed(await publicFeed(context(), requestInput('q=irrigation&kind=offer'), 'zh', 'atom'), 'atom');
		const feed = checkAtom(written);
		expect(feed.attributes['xml:lang']).toBe('zh');
		const entry = all(feed, `${ATOM}entry`).find((each) => one(each, `${ATOM}id`).text === `urn:uuid:${hidden}`)!;
		expect(entry.attributes['xml:lang']).toBe('lo');
		expect(one(entry, `${ATOM}title`).text).toBe('ລະບົບນ້ຳຢອດ <b>&"\'</b> ]]> ');
		expect(all(entry, `${ATOM}author`)).toEqual([]);
		expect(written).not.toContain('guarded');
		const self = all(feed, `${ATOM}link`).find(({ attributes }) => attributes.rel === 'self')!;
		expect(self.attributes).toMatchObject({ type: FEED_TYPES.atom, href: 'https://mitra.example/zh/feeds/search.atom?q=irrigation&kind=offer' });
		await network.hide(hidden);
		expect(writeFeed(await publicFeed(context(), requestInput('q=irrigation&kind=offer'), 'zh', 'atom'), 'atom')).not.toContain(hidden);
	});

	test('is RSS 2.0 with the same listings', async () => {
		const request = requestInput('q=irrigation');
		const rss = readXml(writeFeed(await publicFeed(context(), request, 'en', 'rss'), 'rss'));
		const channel = one(rss, 'channel');
		for (const name of ['title', 'link', 'description', 'language', 'lastBuildDate']) expect(one(channel, name).text).not.toBe('');
		const items = all(channel, 'item');
		for (const item of items) {
			expect(new Date(one(item, 'pubDate').text).toUTCString()).toBe(one(item, 'pubDate').text);
			expect(one(item, 'guid').attributes.isPermaLink).toBe('false');
			expect(one(item, '{http://purl.org/dc/elements/1.1/}language').text).toBe('en');
		}
		const atom = checkAtom(writeFeed(await publicFeed(context(), request, 'en', 'atom'), 'atom'));
		expect(items.map((item) => one(item, 'guid').text)).toEqual(all(atom, `${ATOM}entry`).map((entry) => one(entry, `${ATOM}id`).text));
		expect(items.length).toBeGreaterThan(1);
	});

	test('of a search without an answer is a valid feed without entries', async () => {
		expect(all(checkAtom(writeFeed(await publicFeed(context(), requestInput('q=zzqqxx'), 'en', 'atom'), 'atom')), `${ATOM}entry`)).toEqual([]);
	});
});

describe('the feed of a saved search', () => {
	test('stands at an address that only its person knows, in the person’s language, until it gets another', async () => {
		const owner = await speak(network, network.network.owner, 'lo');
		const id = await network.save(owner, 'q=irrigation', 'none', 'ຊົນລະປະທານ & <water>');
		const token = (await searchById(network.database.db, id))!.feedToken;
		expect(token).toMatch(/^[\w-]{32}$/);
		const feed = checkAtom(writeFeed(await savedFeed(context(), token, 'atom'), 'atom'));
		expect(one(feed, `${ATOM}title`).text).toBe('ຊົນລະປະທານ & <water>');
		expect(feed.attributes['xml:lang']).toBe('lo');
		await changeSearch({ db: network.database.db, clock: () => network.now }, owner, { searchId: id, change: { type: 'new-feed' } });
		for (const wrong of [token, id, '', '../secret', 'a'.repeat(32)]) await expect(savedFeed(context(), wrong, 'atom')).rejects.toMatchObject({ code: 'not_found' });
		const next = (await searchById(network.database.db, id))!.feedToken;
		expect((await savedFeed(context(), next, 'rss')).self).toBe(`https://mitra.example/lo/feeds/${next}.rss`);
		await changeSearch({ db: network.database.db, clock: () => network.now }, owner, { searchId: id, change: { type: 'delete' } });
		await expect(savedFeed(context(), next, 'atom')).rejects.toMatchObject({ code: 'not_found' });
	});
});

describe('what a feed reader holds already', () => {
	const feed = (title: string): Feed => ({ id: 'https://x.example/f', title, subtitle: 's', author: 'a', page: 'https://x.example/p', self: 'https://x.example/f.atom', language: 'en', updated: new Date('2026-11-21T08:00:00.700Z'), entries: [] });
	const ask = (headers: Record<string, string>, title = 'one') => feedResponse(new Request('https://x.example/f.atom', { headers }), feed(title), 'atom', true);

	test('is not sent again while it holds, by tag or by date; the tag decides where both are given', async () => {
		const first = ask({});
		const etag = first.headers.get('etag')!;
		expect(first.status).toBe(200);
		expect(first.headers.get('last-modified')).toBe('Sat, 21 Nov 2026 08:00:00 GMT');
		expect(first.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8');
		for (const tag of [etag, etag.slice(2), `"other", ${etag}`, '*']) expect(ask({ 'if-none-match': tag }).status).toBe(304);
		expect(await ask({ 'if-none-match': etag }).text()).toBe('');
		expect(ask({ 'if-none-match': etag }, 'another').status).toBe(200);
		expect(ask({ 'if-modified-since': 'Sat, 21 Nov 2026 08:00:00 GMT' }).status).toBe(304);
		expect(ask({ 'if-modified-since': 'Sat, 21 Nov 2026 07:59:59 GMT' }).status).toBe(200);
		expect(ask({ 'if-modified-since': 'Sun, 22 Nov 2026 08:00:00 GMT', 'if-none-match': '"other"' }).status).toBe(200);
		expect(ask({ 'if-modified-since': 'yesterday' }).status).toBe(200);
	});
});
