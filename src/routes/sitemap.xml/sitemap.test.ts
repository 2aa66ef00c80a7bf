import { describe, expect, test } from 'vitest';
import { sitemapChunks, sitemapEntry, sitemapIndex } from './sitemap.ts';

const entry = (path: string) => () =>
	sitemapEntry({ path, changed: '2027-01-31' }, [
		{ language: 'en', address: `https://mitra.example${path}` },
		{ language: 'lo', address: `https://mitra.example/lo${path}` },
	]);

const documentOf = (...given: Parameters<typeof sitemapChunks>) => [...sitemapChunks(...given)].join('');
const addressesIn = (document: string) => [...document.matchAll(/<loc>(.*?)<\/loc>/g)].map((match) => match[1]);

describe('the site map', () => {
	test('names each page with its address in every language and by default', () => {
		const document = documentOf([entry('/listings/1001')]);
		expect(addressesIn(document)).toEqual(['https://mitra.example/listings/1001']);
		expect(document).toContain('hreflang="lo" href="https://mitra.example/lo/listings/1001"');
		expect(document).toContain('hreflang="x-default" href="https://mitra.example/listings/1001"');
		expect(document).toContain('<lastmod>2027-01-31</lastmod>');
	});

	test('holds every page, in order, across its pieces', () => {
		const paths = Array.from({ length: 257 }, (_, index) => `/listings/${index + 1}`);
		const addresses = addressesIn(documentOf(paths.map(entry)));
		expect(addresses).toEqual(paths.map((path) => `https://mitra.example${path}`));
	});

	test('is whole when it reaches the most addresses', () => {
		const document = documentOf(['/a', '/b', '/c'].map(entry), { addresses: 2, bytes: 1e6 });
		expect(addressesIn(document)).toHaveLength(2);
		expect(document.endsWith('</urlset>\n')).toBe(true);
	});

	test('is whole, and no larger than allowed, when it reaches the most bytes', () => {
		const limit = 2000;
		const document = documentOf(Array.from({ length: 50 }, (_, index) => entry(`/concepts/${index}`)), { addresses: 100, bytes: limit });
		expect(addressesIn(document).length).toBeGreaterThan(0);
		expect(Buffer.byteLength(document)).toBeLessThanOrEqual(limit);
		expect(document.endsWith('</urlset>\n')).toBe(true);
	});

	test('has an index that names its parts', () => {
		const index = sitemapIndex(['https://mitra.example/sitemap/pages', 'https://mitra.example/sitemap/organisations/a&b']);
		expect(addressesIn(index)).toEqual(['https://mitra.example/sitemap/pages', 'https://mitra.example/sitemap/organisations/a&#38;b']);
		expect(index.endsWith('</sitemapindex>\n')).toBe(true);
	});

	test('escapes what XML would misread', () => {
		expect(documentOf([entry('/concepts/a&b')])).toContain('/concepts/a&#38;b');
	});
});
