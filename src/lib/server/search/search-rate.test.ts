import { expect, test } from 'vitest';
import { api } from '#lib/server/api/api.ts';
import { VISITOR } from '#lib/server/accounts/actor.ts';
import { readSearchConfiguration } from './search-configuration.ts';
import { SearchRate } from './search-rate.ts';

test('an address is refused after its share, others are not, and a minute later it is welcome again', () => {
	const rate = new SearchRate(3);
	for (let i = 0; i < 3; i++) rate.count('203.0.113.7', 1000);
	expect(() => rate.count('203.0.113.7', 1500)).toThrow(/too often/);
	expect(() => rate.count('203.0.113.8', 1500)).not.toThrow();
	expect(() => rate.count('203.0.113.7', 62_000)).not.toThrow();
});

test('the addresses of one IPv6 network count as one, and a mapped IPv4 address as itself', () => {
	const rate = new SearchRate(1);
	rate.count('2001:db8:0:1::5', 0);
	expect(() => rate.count('2001:db8:0:1:ffff::9', 1)).toThrow();
	expect(() => rate.count('2001:db8:0:2::5', 1)).not.toThrow();
	rate.count('::ffff:203.0.113.7', 1);
	expect(() => rate.count('203.0.113.7', 1)).toThrow();
});

test('ten thousand addresses at once keep a bounded memory', () => {
	const rate = new SearchRate(1);
	for (let i = 0; i < 60_000; i++) rate.count(`10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`, 0);
	// The first were forgotten to make room.
	expect(() => rate.count('10.0.0.0', 1)).not.toThrow();
	expect(() => rate.count('10.0.234.95', 1)).toThrow();
});

test('the API answers a burst with 429 and says when to come again', async () => {
	const search = { search: async () => ({ total: 0, hits: [], facets: {}, language: 'en', didYouMean: null, alsoSearched: [], notes: [], milliseconds: 0 }) };
	const ask = () => api.fetch(new Request('http://x/api/v1/listings?q=a'), { mitra: { search } as never, actor: VISITOR, reader: 'en', address: '198.51.100.1' });
	const most = readSearchConfiguration({}).searchesPerMinute;
	const statuses = [];
	for (let i = 0; i < most + 5; i++) statuses.push((await ask()).status);
	expect(statuses.slice(0, most).every((status) => status === 200)).toBe(true);
	expect(statuses.slice(most)).toEqual([429, 429, 429, 429, 429]);
	const refused = await ask();
	expect(refused.headers.get('retry-after')).toBe('30');
	expect(await refused.json()).toMatchObject({ code: 'rate_limited' });
});

test.each([
	['MITRA_SEARCH', 'elastic'],
	['MITRA_SEARCH_RATE', '0'],
	['MITRA_SEARCH_RATE', 'many'],
	['MITRA_EMBEDDINGS_URL', 'file:///etc/passwd'],
	['MITRA_HUB_URL', 'mirror'],
])('%s=%s is refused by name', (name, value) => {
	expect(() => readSearchConfiguration({ [name]: value })).toThrow(name);
});

test('an embedding service needs a model, and is one or the other', () => {
	expect(() => readSearchConfiguration({ MITRA_EMBEDDINGS_URL: 'http://127.0.0.1:1/v1' })).toThrow('MITRA_EMBEDDINGS_MODEL');
	expect(() => readSearchConfiguration({ MITRA_EMBEDDINGS_URL: 'http://127.0.0.1:1/v1', MITRA_EMBEDDINGS_MODEL: 'm', MITRA_EMBEDDINGS_FOLDER: '/m' })).toThrow('MITRA_EMBEDDINGS_FOLDER');
	expect(readSearchConfiguration({ MITRA_EMBEDDINGS_URL: 'http://127.0.0.1:1/v1/embeddings/', MITRA_EMBEDDINGS_MODEL: 'm' }).embeddings).toEqual({ kind: 'http', url: 'http://127.0.0.1:1/v1', model: 'm' });
	expect(readSearchConfiguration({})).toEqual({ index: 'memory', searchesPerMinute: 600 });
});
